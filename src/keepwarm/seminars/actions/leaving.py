"""A seat is given back, and whoever waits longest gets it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.seminars.actions.locking import take
from keepwarm.seminars.actions.telling import tell_now
from keepwarm.seminars.models import Guest, Seminar, Standing, State, Tell
from keepwarm.seminars.refusals import NoSuchGuest, SignUpRefused
from keepwarm.seminars.times import next_reminder


def give_seat_back(guest_ref: str, *, now: datetime) -> Guest:
    """A guest does not come, or waits no more; the next one moves up at once. Raises NoSuchGuest, SignUpRefused.

    Doing it twice does nothing the second time.
    """
    with transaction.atomic():
        named = Guest.objects.filter(ref=guest_ref).values_list("seminar__ref", flat=True).first()
        if named is None:
            raise NoSuchGuest(_("There is no such ticket any more."))
        seminar = take(named)
        guest = Guest.objects.get(ref=guest_ref)
        if guest.standing == Standing.GAVE_BACK:
            return guest
        if now >= seminar.starts_at:
            raise SignUpRefused(_("The seminar has begun, so there is nothing to give back any more."))
        _leave(guest, now=now)
        moved = move_up_in(seminar, now=now)
        tell_now(seminar, [guest, *moved], now=now)
    return guest


def move_up(*, now: datetime) -> int:
    """Wherever a seat is free and somebody waits, they get it; gives how many. For what a crash left, and for seats added."""
    waits = Guest.objects.filter(standing=Standing.WAITING, seminar__starts_at__gt=now, seminar__state=State.OPEN)
    count = 0
    for ref in list(waits.values_list("seminar__ref", flat=True).distinct()):
        with transaction.atomic():
            count += len(move_up_in(take(ref), now=now))
    return count


def move_up_in(seminar: Seminar, *, now: datetime) -> list[Guest]:
    """Those who get a seat now, the longest waiting first. The caller holds the seminar; they are told by `tell_now`."""
    if not seminar.takes_guests(now):
        return []
    free = seminar.seats - Guest.objects.filter(seminar=seminar, standing=Standing.SEATED).count()
    if free <= 0:
        return []
    waiting = list(Guest.objects.filter(seminar=seminar, standing=Standing.WAITING).order_by("joined_at", "pk")[:free])
    for guest in waiting:
        seat_guest(guest, seminar, now=now)
        guest.to_tell, guest.turn = Tell.MOVED_UP, guest.turn + 1
    Guest.objects.bulk_update(waiting, ["standing", "seated_at", "to_tell", "turn", "reminder", "remind_at"])
    return waiting


def seat_guest(guest: Guest, seminar: Seminar, *, now: datetime) -> None:
    """In memory: they have a seat, and are reminded."""
    guest.standing, guest.seated_at = Standing.SEATED, now
    guest.reminder, guest.remind_at = next_reminder(seminar.starts_at, guest.zone or seminar.zone, now=now)


def _leave(guest: Guest, *, now: datetime) -> None:
    guest.standing, guest.gave_back_at = Standing.GAVE_BACK, now
    guest.to_tell, guest.turn = Tell.GAVE_BACK, guest.turn + 1
    guest.reminder, guest.remind_at = "", None
    guest.save(update_fields=["standing", "gave_back_at", "to_tell", "turn", "reminder", "remind_at"])
