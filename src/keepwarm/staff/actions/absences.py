"""Absences and leaving, as far as the seat itself goes; what this means for prospects is composed in `circle`."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions.audit import note_in_audit
from keepwarm.staff.models import Absence, ApiKey, Seat, User
from keepwarm.staff.queries import NotYours, may_mark_absence


class BadAbsence(Refusal):
    """An absence that ends before it begins, overlaps another, or is over already."""


def record_absence(
    seat: Seat,
    kind: str,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    because: str,
    by: User | None,
    now: datetime,
) -> Absence:
    """Writes that the holder of `seat` is away; the caller holds the transaction and covers for them."""
    if by is not None and not may_mark_absence(by, seat):
        raise NotYours(gettext("You mark your own absence; whoever runs the team marks anybody's."))
    if seat.kind != Seat.Kind.PERSON or seat.left_at is not None:
        raise BadAbsence(gettext("Only a person who works here can be away."))
    if kind not in Absence.Kind.values:
        raise BadAbsence(gettext("An absence is “away” or “ill”."))
    if ends_at is not None and ends_at <= max(starts_at, now):
        raise BadAbsence(gettext("The absence must end after it begins, and not in the past."))
    _check_no_other(seat, starts_at, ends_at)
    return Absence.objects.create(seat=seat, kind=kind, starts_at=starts_at, ends_at=ends_at, because=because.strip()[:200], by=by)


def mark_covered(absence: Absence, *, now: datetime) -> None:
    """What could not wait has been moved."""
    absence.covered_at = now
    absence.save(update_fields=["covered_at"])


def end_absence(absence: Absence, *, by: User | None, now: datetime) -> bool:
    """They are here again; False when somebody ended it before. Its planned end stays when it was reached."""
    if by is not None and not may_mark_absence(by, absence.seat):
        raise NotYours(gettext("You end your own absence; whoever runs the team ends anybody's."))
    ends_at = now if absence.ends_at is None or absence.ends_at > now else absence.ends_at
    ended = Absence.objects.filter(pk=absence.pk, returned_at__isnull=True).update(ends_at=ends_at, returned_at=now)
    absence.refresh_from_db()
    return bool(ended)


def close_seat(seat: Seat, *, because: str, by: User | None, now: datetime) -> bool:
    """Nobody sits here any more: the person signs in no more, their keys open nothing. False when it was closed before.

    Sign-in asks for an active person at each page, so that open sessions end with this row. The caller moves what it owned.
    """
    if not Seat.objects.filter(pk=seat.pk, kind=Seat.Kind.PERSON, left_at__isnull=True).update(left_at=now):
        return False
    User.objects.filter(seat=seat).update(is_active=False)
    ApiKey.objects.filter(user__seat=seat, revoked_at__isnull=True).update(revoked_at=now)
    Absence.objects.filter(seat=seat, returned_at__isnull=True).update(returned_at=now)
    note_in_audit("left", {"seat": seat.ref, "because": because}, by=by, now=now)
    return True


def _check_no_other(seat: Seat, starts_at: datetime, ends_at: datetime | None) -> None:
    for other in seat.absences.filter(returned_at__isnull=True):
        begins_before_our_end = ends_at is None or other.starts_at < ends_at
        ends_after_our_start = other.ends_at is None or other.ends_at > starts_at
        if begins_before_our_end and ends_after_our_start:
            raise BadAbsence(gettext("%(name)s is marked absent for that time already.") % {"name": seat.name})
