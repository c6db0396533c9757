"""Guests are told how they stand, and reminded: mail that concerns only what they did, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Kind
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.seminars.actions.locking import take
from keepwarm.seminars.ics import CANCEL, REQUEST, From, calendar_of
from keepwarm.seminars.links import ticket_url
from keepwarm.seminars.models import Guest, Reminder, Seminar, Standing, State, Tell
from keepwarm.seminars.times import HOUR, is_today, next_reminder
from keepwarm.seminars.words import tell

AT_ONCE = 50


def tell_guests(*, now: datetime) -> int:
    """Write to all who are still to be told something, some at a time. Gives how many mails were queued."""
    waiting = Guest.objects.exclude(to_tell="").order_by("seminar_id", "pk").values_list("seminar__ref", flat=True).distinct()
    return sum(_tell_of(ref, now=now) for ref in list(dict.fromkeys(waiting)))


def _tell_of(ref: str, *, now: datetime) -> int:
    told = 0
    while True:
        with transaction.atomic():
            seminar = take(ref)
            guests = list(Guest.objects.filter(seminar=seminar).exclude(to_tell="").order_by("pk")[:AT_ONCE])
            done = tell_now(seminar, guests, now=now)
        told += done
        if done < AT_ONCE:
            return told


def tell_now(seminar: Seminar, guests: Sequence[Guest], *, now: datetime) -> int:
    """Queue the mails of these guests of one seminar, in the transaction of the caller; gives how many were settled.

    Without a mail account nothing is lost: the rows say what is still to be told.
    """
    inviter = _inviter(seminar)
    if inviter is None:
        return 0
    for guest in guests:
        guest.seminar = seminar
        _queue(guest, guest.to_tell, f"guest:{guest.ref}:{guest.turn}", inviter, now=now)
    Guest.objects.filter(pk__in=[guest.pk for guest in guests]).update(to_tell="")
    return len(guests)


def remind_guests(*, now: datetime) -> int:
    """Reminders that are due, each once; gives how many. What is due after the beginning is not sent any more."""
    due = Guest.objects.filter(remind_at__lte=now).order_by("seminar_id").values_list("seminar__ref", flat=True).distinct()
    return sum(_remind_of(ref, now=now) for ref in list(dict.fromkeys(due)))


def _remind_of(ref: str, *, now: datetime) -> int:
    told = 0
    while True:
        with transaction.atomic():
            seminar = take(ref)
            guests = list(Guest.objects.filter(seminar=seminar, remind_at__lte=now).order_by("pk")[:AT_ONCE])
            done = _remind_now(seminar, guests, now=now)
        told += done
        if done < AT_ONCE:
            return told


def _remind_now(seminar: Seminar, guests: Sequence[Guest], *, now: datetime) -> int:
    inviter = _inviter(seminar)
    is_on = seminar.takes_guests(now)
    if is_on and inviter is None:
        return 0
    for guest in guests:
        guest.seminar = seminar
        what = Reminder.HOUR if now >= seminar.starts_at - HOUR else Reminder(guest.reminder)
        is_late = what == Reminder.DAY and is_today(seminar.starts_at, guest.zone or seminar.zone, now=now)
        if is_on and inviter is not None and guest.standing == Standing.SEATED and not is_late:
            _queue(guest, what, f"guest:{guest.ref}:{guest.turn}:{what}", inviter, now=now)
        guest.reminder, guest.remind_at = next_reminder(seminar.starts_at, guest.zone or seminar.zone, now=now)
    Guest.objects.bulk_update(guests, ["reminder", "remind_at"])
    return len(guests)


def _queue(guest: Guest, what: str, once_key: str, inviter: From, *, now: datetime) -> None:
    """One mail; an address to which none can be written is left alone."""
    if not guest.email:
        return
    told = tell(guest, what)
    new = NewMessage(
        kind=Kind.SYSTEM,
        to_email=guest.email,
        to_name=guest.name,
        prospect_id=guest.prospect_id,
        address_id=guest.address_id,
        seat_id=guest.seminar.owner_id,
        subject=told.subject,
        text=told.text,
        automatic=True,
        once_key=once_key,
    )
    content, method = _calendar(guest, what, inviter, now)
    if content:
        new = replace(new, calendar=content, calendar_method=method)
    try:
        with transaction.atomic():
            queue_message(new, now=now)
    except Refusal:
        return


def _calendar(guest: Guest, what: str, inviter: From, now: datetime) -> tuple[bytes, str]:
    """Guests with a seat get the invitation, and who gives it back, or loses it, the word that it is off."""
    gone = what in {Tell.GAVE_BACK, Tell.CALLED_OFF}
    if what in set(Reminder) or guest.seated_at is None or (guest.standing == Standing.WAITING and not gone):
        return b"", ""
    method = CANCEL if gone or guest.seminar.state == State.CALLED_OFF else REQUEST
    return calendar_of(guest, inviter, method=method, url=ticket_url(guest.ref), now=now), method


def _inviter(seminar: Seminar) -> From | None:
    account = account_of_seat(seminar.owner_id)
    return From(account.from_name or account.name, account.from_email) if account is not None else None
