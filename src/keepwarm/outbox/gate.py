"""The last question before the dot: may these messages still go? Set-based, the same few queries for one as for all connections.

Asked in the transaction that lets them pass, so a wish that was committed before it always wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from keepwarm.consent.queries.sending import Sending, may_send
from keepwarm.consent.queries.suppressed import suppressed
from keepwarm.engine.policy import Policy
from keepwarm.outbox import statements
from keepwarm.outbox.models import Kind
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Channel, Direction, Touch
from keepwarm.touches.queries import email_shares

WRITTEN = (Channel.EMAIL, Channel.MAILING, Channel.POST, Channel.MESSAGE)
"""What the cap counts, as `facts.waiting.read_window` does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gate needs of a message, and of its touch; in the order of `statements.lock_messages`."""

    id: int
    kind: str
    to_email: str
    budget_free: str
    prospect_id: int | None
    touch_id: int | None
    seat_id: int | None
    address_id: int | None
    voided_at: datetime | None
    purpose: str | None
    happened_at: datetime | None  # of the touch: when it was queued, and took its place


def held_back(asked: Sequence[Asked], *, policy: Policy, now: datetime) -> dict[int, str]:
    """Messages that may not go, by id, with the key of why (`words.BECAUSE`, or WhyNot of consent). The first reason counts."""
    reasons: dict[int, str] = {}
    for find in (_by_touch, _by_consent, _by_unhappiness, _by_cap, _by_budget):
        left = [one for one in asked if one.id not in reasons]
        reasons |= dict(find(left, policy, now))
    return reasons


Found = Iterator[tuple[int, str]]


def _by_touch(asked: Sequence[Asked], policy: Policy, now: datetime) -> Found:
    yield from ((one.id, "undone") for one in asked if one.voided_at is not None)


def _by_consent(asked: Sequence[Asked], policy: Policy, now: datetime) -> Found:
    """The person, the address, their wishes and permissions: `consent` answers for all at once."""
    known = [(one, one.prospect_id) for one in asked if one.prospect_id is not None]
    sendings = [Sending(prospect_id, one.kind, one.address_id, one.to_email) for one, prospect_id in known]
    answers = may_send(sendings, now=now) if sendings else []
    yield from ((one.id, answer.why_not) for (one, _), answer in zip(known, answers, strict=True) if not answer.yes)
    strangers = [one for one in asked if one.prospect_id is None]
    closed = suppressed({("email", one.to_email) for one in strangers}) if strangers else {}
    yield from ((one.id, "suppressed") for one in strangers if ("email", one.to_email) in closed)


def _by_unhappiness(asked: Sequence[Asked], policy: Policy, now: datetime) -> Found:
    """A complaint or a broken promise silences marketing until it is settled, also what was queued before."""
    mailed = {one.prospect_id for one in asked if one.kind == Kind.MAILING and one.prospect_id is not None}
    if not mailed:
        return
    unhappy = statements.unhappy(mailed)
    yield from ((one.id, "unhappy") for one in asked if one.kind == Kind.MAILING and one.prospect_id in unhappy)


def _by_cap(asked: Sequence[Asked], policy: Policy, now: datetime) -> Found:
    """The cap over all channels. A letter took its place when it was queued: of what they had lately only what came before it counts."""
    counted = [one for one in asked if one.touch_id and one.kind in {Kind.PERSONAL, Kind.MAILING} and one.purpose != "answer"]
    if not counted:
        return
    since = now - timedelta(days=policy.cap_days)
    people = {one.prospect_id for one in counted if one.prospect_id is not None}
    before: dict[int, list[int]] = {}
    for prospect_id, pk in statements.written_since(people, WRITTEN, since):
        before.setdefault(prospect_id, []).append(pk)
    for one in counted:
        if sum(pk <= (one.touch_id or 0) for pk in before.get(one.prospect_id or 0, ())) > policy.cap_touches:
            yield one.id, "cap"


def _by_budget(asked: Sequence[Asked], policy: Policy, now: datetime) -> Found:
    """P10: a letter goes while its own place is held, or while there is room today; what it rested on may have been undone."""
    counted = [one for one in asked if one.kind == Kind.PERSONAL and one.touch_id and one.seat_id and not one.budget_free]
    if not counted:
        return
    seats = {seat.pk: seat for seat in Seat.objects.filter(pk__in={one.seat_id for one in counted})}
    today = email_shares(seats.values(), share=policy.email_share, days=policy.email_share_days, now=now)
    for one in counted:
        seat = seats[one.seat_id or 0]
        if today[seat.pk].letters_left < 0 and not _holds_its_place(one, seat, policy, one.happened_at or now):
            yield one.id, "budget"


def _holds_its_place(one: Asked, seat: Seat, policy: Policy, queued_at: datetime) -> bool:
    """Counted as of when it was queued, by what is known now. Letters that came after it do not take its place."""
    share = email_shares([seat], share=policy.email_share, days=policy.email_share_days, now=queued_at)[seat.pk]
    ours = Touch.objects.filter(seat=seat, channel=Channel.EMAIL, direction=Direction.OUT, voided_at__isnull=True)
    return share.letters_left + ours.filter(happened_at__lte=queued_at, pk__gt=one.touch_id or 0).count() >= 0
