"""A word to those who did not come: in their own time, within what they permit and the pace of all channels.

In the name of whoever holds the seminar; of a rep as far as their letters go, and beyond that in the name of the house.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.actions.results import settle_results_of
from keepwarm.decisions.batch import NewSignal, NewTouch
from keepwarm.engine.budget import PLENTY
from keepwarm.engine.words import Disposition
from keepwarm.facts.pacing import open_from
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions import freeze_template, queue_message
from keepwarm.outbox.links import preferences_url
from keepwarm.outbox.models import Kind
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.policy.queries import policy_in_force
from keepwarm.seminars.actions.locking import take
from keepwarm.seminars.models import Guest, Seminar, Standing, State
from keepwarm.seminars.refusals import SeminarRefused
from keepwarm.staff.models import EDITORS, REPS, Seat, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Channel, Direction, Signal
from keepwarm.touches.queries import email_shares

PURPOSE = "missed_seminar"
AT_ONCE = 50
_ONCE = "missed:"
_OURS = Q(kind=Kind.MAILING, once_key__startswith=_ONCE)
TOO_LATE = timedelta(days=30)
"""So long after a seminar nobody is told that they missed it: the programs have other things for them. Our choice."""
_TEXT = "{hello}\n\n{text}\n\n--\n{choose}\n{url}\n"


def follow_up(ref: str, *, by: User, now: datetime) -> int:
    """Those who had a seat and did not come are written to, each when it may be; gives how many. Raises SeminarRefused, NotYours."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        seminar = take(ref)
        guests = Guest.objects.filter(seminar=seminar)
        wrong = {
            _("It is not over yet."): now < seminar.ends_at or seminar.state != State.OPEN,
            _("First tick who came: nobody is told that they were missed while it is not known."): not guests.filter(
                attended_at__isnull=False
            ).exists(),
            _("First write what those who did not come shall read."): not seminar.after_text.strip(),
        }
        for sentence, is_wrong in wrong.items():
            if is_wrong:
                raise SeminarRefused(sentence)
        missing = guests.filter(standing=Standing.SEATED, attended_at__isnull=True, followed_at__isnull=True, follow_at__isnull=True)
        return missing.exclude(email="").update(follow_at=now)


def write_to_missing(*, now: datetime) -> int:
    """Whoever may be written to now is; the others get their next possible day. Gives how many mails were queued."""
    due = Guest.objects.filter(follow_at__lte=now).order_by("seminar_id").values_list("seminar__ref", flat=True).distinct()
    written = sum(_write_of(ref, now=now) for ref in list(dict.fromkeys(due)))
    settle_results_of(_OURS, now=now)
    return written


def _write_of(ref: str, *, now: datetime) -> int:
    with transaction.atomic():
        seminar = take(ref)
        guests = list(Guest.objects.select_related("prospect").filter(seminar=seminar, follow_at__lte=now).order_by("pk")[:AT_ONCE])
        if account_of_seat(seminar.owner_id) is None and now < seminar.ends_at + TOO_LATE:
            return 0
        paces = open_from([guest.prospect_id for guest in guests], channel=Channel.MAILING, now=now)
        written, left = 0, _letters_left(seminar.owner, now=now)
        for guest in guests:
            owner_id = seminar.owner_id if written < left else None
            if owner_id is None and account_of_seat(None) is None:
                break
            pace = paces.get(guest.prospect_id)
            guest.follow_at = pace.at if pace is not None else None
            if guest.follow_at is not None and guest.follow_at <= now:
                written += _write_one(guest, seminar, owner_id, now=now)
            elif guest.follow_at is not None and guest.follow_at > seminar.ends_at + TOO_LATE:
                guest.follow_at = None
        Guest.objects.bulk_update(guests, ["follow_at", "followed_at"])
    return written


def _letters_left(owner: Seat | None, *, now: datetime) -> int:
    """How many may go in the owner's name: a rep's as many as the budget leaves (P10), held until they are written."""
    if owner is None or owner.user is None or not owner.user.has_role(*REPS):
        return PLENTY
    Seat.objects.select_for_update().only("pk").get(pk=owner.pk)
    policy = policy_in_force()
    return email_shares([owner], share=policy.email_share, days=policy.email_share_days, now=now)[owner.pk].letters_left


def _said(guest: Guest, seminar: Seminar) -> dict[str, str]:
    """In the language of the seminar, as far as we speak it."""
    return {
        "subject": _("We missed you: %(title)s") % {"title": seminar.title},
        "hello": _("Hello %(name)s,") % {"name": guest.name or guest.prospect.name},
        "text": seminar.after_text,
        "choose": _("How would you like to hear from us?"),
        "url": preferences_url(guest.prospect.ref, channel=Channel.MAILING),
    }


def _write_one(guest: Guest, seminar: Seminar, owner_id: int | None, *, now: datetime) -> int:
    """Touch and message, both or neither, in the name of this seat, or of the house."""
    guest.follow_at = None
    with translation.override(seminar.language or translation.get_language() or "en"):
        values = _said(guest, seminar)
    subject = values["subject"]
    touch = NewTouch(
        guest.prospect_id,
        Channel.MAILING,
        Direction.OUT,
        Disposition.QUEUED,
        now,
        owner_id,
        purpose=PURPOSE,
        args={"subject": subject},
        raises=(NewSignal(Signal.Kind.LETTER),),
    )
    try:
        with transaction.atomic():
            (logged,) = log_touches([touch], by=None, now=now)
            queue_message(_message(guest, owner_id, logged.touch.pk, values, now=now), now=now)
    except Refusal:
        return 0
    guest.followed_at = now
    return 1


def _message(guest: Guest, owner_id: int | None, touch_id: int, values: dict[str, str], *, now: datetime) -> NewMessage:
    return NewMessage(
        kind=Kind.MAILING,
        to_email=guest.email,
        to_name=guest.name,
        prospect_id=guest.prospect_id,
        address_id=guest.address_id,
        touch_id=touch_id,
        seat_id=owner_id,
        template_id=freeze_template("{subject}", _TEXT, now=now).pk,
        values=values,
        automatic=True,
        once_key=f"{_ONCE}{guest.ref}",
    )
