"""What follows a report: that a mail came back, was put off, arrived, or was complained of.

A report is believed when it came back to the signed address of a message of ours, or returns the Message-ID of one, and is
about the address that the message went to. Nobody else can know either; any other report is kept, shown, and changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext

from keepwarm.consent.actions import suppress
from keepwarm.consent.models import Channel as ConsentChannel
from keepwarm.consent.models import Suppression, Wish
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch, NewWish
from keepwarm.engine.words import Disposition
from keepwarm.inbox.models import CameBack, Received
from keepwarm.inbox.reading.bounces import Bounce
from keepwarm.inbox.reading.understanding import Understood
from keepwarm.inbox.words import Kind
from keepwarm.outbox.actions.bouncing import record_bounce, record_complaint, record_sign_of_arrival
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import FORGOTTEN, Address, Prospect
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.touches.models import Channel, Direction

SOFT_ONES, WITHIN = 3, timedelta(days=30)
"""So many soft bounces of an address, of different messages, within so many days: it is of no use any more. Our choice."""
NOT_OF_PEOPLE = frozenset({"auth-failure", "not-spam", "virus", "fraud", "other"})
"""Feedback that says nothing of what the person wants."""


def follow_reports(row: Received, understood: Understood, about: Message | None, *, now: datetime) -> None:
    """Each recipient of the report in turn. The caller holds the transaction and saves the row."""
    row.state, row.about = Received.State.DONE, about
    kinds = {bounce.kind for bounce in understood.bounces}
    row.kind = Kind.SPAM_REPORT if "complaint" in kinds else Kind.MACHINE if kinds == {"delivered"} else Kind.BOUNCE
    row.prospect_id = _who_remains(about)
    row.confidence = 1.0
    row.text = understood.words.text[:2_000]
    for bounce in understood.bounces[:50]:
        _follow(row, bounce, about, now=now)


def _follow(row: Received, bounce: Bounce, about: Message | None, *, now: datetime) -> None:
    believed = about is not None and _speaks_of(bounce, about)
    came = CameBack(
        received=row, kind=bounce.kind, reason=str(bounce.reason), status=bounce.status, said=bounce.said[:300], is_hard=bounce.is_hard,
        is_ours=bounce.is_ours, is_believed=believed, at=now,
    )  # fmt: skip
    if about is not None and believed:
        came.message, came.prospect_id, came.address_id = about, row.prospect_id, about.address_id
        _act(row, bounce, about, now=now)
    came.save()


def _act(row: Received, bounce: Bounce, about: Message, *, now: datetime) -> None:
    if bounce.kind == "complaint":
        _complained(row, bounce, about, now=now)
    elif bounce.kind == "delivered":
        record_sign_of_arrival(about, now=now)
    elif bounce.kind == "bounce":
        is_dead = (bounce.is_hard and _names(bounce, about)) or _too_many_soft_ones(bounce, about, now)
        record_bounce(about, reply=f"{bounce.reply_code} {bounce.status} {bounce.said}".strip(), now=now, is_dead=is_dead)
        if is_dead:
            _use_no_more(row, about, now=now)


def _speaks_of(bounce: Bounce, about: Message) -> bool:
    """Whether the report is about the address the message went to, or about where their server passed it on to."""
    return _names(bounce, about) or bounce.recipient.rpartition("@")[2] != about.to_domain


def _names(bounce: Bounce, about: Message) -> bool:
    named = {bounce.recipient, bounce.asked_for} - {""}
    return not named or about.to_email in named


def _too_many_soft_ones(bounce: Bounce, about: Message, now: datetime) -> bool:
    if bounce.is_ours or about.address_id is None:
        return False
    since = CameBack.objects.filter(address_id=about.address_id, at__gte=now - WITHIN, kind="bounce", is_ours=False, is_believed=True)
    others = set(since.exclude(message_id=about.pk).values_list("message_id", flat=True))
    return len(others) + 1 >= SOFT_ONES


def _use_no_more(row: Received, about: Message, *, now: datetime) -> None:
    """The next touch goes another way, or is a dated look by a person."""
    if about.address_id is None or row.prospect_id is None:
        return
    dead = Address.objects.filter(pk=about.address_id, state=Address.State.OK)
    if dead.update(state=Address.State.BOUNCED):
        settle([row.prospect_id], by=None, now=now, because=gettext("their address came back"))


def _complained(row: Received, bounce: Bounce, about: Message, *, now: datetime) -> None:
    """They told their provider that it was not wanted: no mailing goes there any more, whoever has the address."""
    if bounce.feedback in NOT_OF_PEOPLE:
        return
    record_complaint(about, now=now)
    reason = Suppression.Reason.COMPLAINT
    holders = suppress("email", about.to_email, reason=reason, scope=Suppression.Scope.MAILING, source=f"mail:{row.ref}", by=None, now=now)
    if row.prospect_id is not None and not _has_ended_for_good(row.prospect_id):
        row.touch = log_touch(_no_mailings(row.prospect_id, row, now=now), by=None, now=now).touch
    settle([pk for pk in holders if pk != row.prospect_id], by=None, now=now, because=gettext("their address is not to be used"))


def _no_mailings(prospect_id: int, row: Received, *, now: datetime) -> NewTouch:
    return NewTouch(
        prospect_id=prospect_id,
        channel=Channel.WEB,
        direction=Direction.IN,
        disposition=Disposition.UNSUBSCRIBED,
        happened_at=now,
        note=gettext("Reported a mail of ours as unwanted"),
        args={"received": row.ref},
        wishes=(NewWish(Wish.Kind.NO_CHANNEL, channel=ConsentChannel.MAILING, words=gettext("reported as unwanted")),),
    )


def _has_ended_for_good(prospect_id: int) -> bool:
    return Prospect.objects.filter(pk=prospect_id, end_reason=FORGOTTEN).exists()


def _who_remains(about: Message | None) -> int | None:
    if about is None or about.prospect_id is None:
        return None
    return remaining([about.prospect_id])[about.prospect_id]
