"""Who came: ticked on a list, or at the door by the code of the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.content.models import Item
from keepwarm.decisions.actions import log_touches, settle, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.lib.refusal import Refusal
from keepwarm.seminars.actions.locking import take
from keepwarm.seminars.models import Guest, Seminar, State
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind as SignKind
from keepwarm.signs.recording import NewSign
from keepwarm.signs.withdrawing import withdraw_signs
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Channel, Direction

AT_ONCE = 100
DOORS_OPEN = timedelta(hours=12)
"""Nobody comes so long before it begins: a tick then is a slip. Our choice."""


class NoTick(Refusal):
    """Attendance that cannot be noted."""


def mark_attended(ref: str, guest_refs: Sequence[str], *, by: User, now: datetime) -> int:
    """These guests were there: a touch of theirs and a sign, once each; gives how many were new. Raises NoTick, NotYours.

    A waiting guest who came all the same counts too.
    """
    require_role(by, *EDITORS)
    return sum(_mark(ref, guest_refs[start : start + AT_ONCE], by=by, now=now) for start in range(0, len(guest_refs), AT_ONCE))


def take_attendance_back(guest_ref: str, *, by: User, now: datetime) -> Guest:
    """A wrong name was ticked: touch and sign are taken back. Raises NoTick, NotYours, and what undoing a touch raises."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        guest = Guest.objects.select_related("seminar", "touch").filter(ref=guest_ref).first()
        if guest is None:
            raise NoTick(_("There is no such guest."))
        take(guest.seminar.ref)
        guest.refresh_from_db()
        if guest.attended_at is None:
            return guest
        withdraw_signs([_sign(guest, guest.seminar, guest.attended_at, None)])
        if guest.touch is not None and guest.touch.voided_at is None:
            undo_touch(guest.touch.ref, by=by, now=now)
        else:
            settle([guest.prospect_id], by=by, now=now)
        guest.attended_at, guest.attended_by, guest.touch = None, None, None
        guest.save(update_fields=["attended_at", "attended_by", "touch"])
    return guest


def _mark(ref: str, guest_refs: Sequence[str], *, by: User, now: datetime) -> int:
    with transaction.atomic():
        seminar = take(ref)
        _refuse_early(seminar, now)
        guests = list(Guest.objects.filter(seminar=seminar, ref__in=guest_refs, attended_at__isnull=True).order_by("pk"))
        if not guests:
            return 0
        at = min(now, seminar.ends_at)
        logged = log_touches([_touch(guest, seminar, at) for guest in guests], by=by, now=now)
        item = Item.objects.filter(source=seminar.source).values_list("pk", flat=True).first()
        for guest, one in zip(guests, logged, strict=True):
            guest.attended_at, guest.attended_by, guest.touch = at, by, one.touch
            guest.reminder, guest.remind_at, guest.follow_at = "", None, None
        record_signs([_sign(guest, seminar, at, item) for guest in guests], now=now)
        Guest.objects.bulk_update(guests, ["attended_at", "attended_by", "touch", "reminder", "remind_at", "follow_at"])
    return len(guests)


def _refuse_early(seminar: Seminar, now: datetime) -> None:
    if seminar.state != State.OPEN:
        raise NoTick(_("This seminar is not open, so nobody can have been there."))
    if now < seminar.starts_at - DOORS_OPEN:
        raise NoTick(_("It is too early to say who came: the seminar has not begun."))


def _touch(guest: Guest, seminar: Seminar, at: datetime) -> NewTouch:
    """On the web, also in a room: to sit among others is no talk with us, and settles nothing that waits for one."""
    return NewTouch(
        guest.prospect_id,
        Channel.WEB,
        Direction.IN,
        Disposition.HELD,
        at,
        seminar.owner_id,
        purpose="attended",
        args={"subject": seminar.title},
        cost_minor=seminar.seat_minor,
    )


def _sign(guest: Guest, seminar: Seminar, at: datetime, item_id: int | None) -> NewSign:
    return NewSign(
        guest.prospect_id, SignKind.ATTENDED, at, item_id=item_id, source=seminar.source, about=seminar.title, once=f"attended:{guest.ref}"
    )
