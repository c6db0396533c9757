"""A person says what a reply is, or whose: what was logged of it is undone, what follows the chosen kind is logged, and it is learned."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.inbox.actions.following import COUNTS_A_DAY, FARTHEST, follow
from keepwarm.inbox.actions.taking_back import take_back
from keepwarm.inbox.models import Lesson, Received
from keepwarm.inbox.words import FOLLOWS, Kind
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import FORGOTTEN, Prospect
from keepwarm.prospects.queries import may_change
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours

State = Received.State


class NothingToChoose(Refusal):
    """The mail is no reply, or nobody's, or was chosen meanwhile."""


class NoSuchDay(Refusal):
    """A day was given on which nobody can come back to them."""


class AsRead(Enum):
    """Where a person says nothing: what was read stays. None, or "", says that there is none."""

    AS_READ = "as read"


AS_READ: Final = AsRead.AS_READ


def choose_kind(
    row: Received,
    kind: str,
    *,
    wake_on: date | AsRead | None = AS_READ,
    name: str | AsRead = AS_READ,
    email: str | AsRead = AS_READ,
    by: User,
    now: datetime,
) -> Received:
    """What this reply is, by the word of a person. Raises NothingToChoose, NoSuchDay, NotYours."""
    if kind not in FOLLOWS:
        raise NothingToChoose(gettext("Choose what kind of reply it is."))
    said = _said(row, wake_on, name, email)
    _check_day(row, kind, said["wake_on"], now=now)
    ready_hours([row.prospect_id] if row.prospect_id else [], now=now)
    with transaction.atomic():
        held, prospect = _take(row, by=by)
        read_as, held.kind, held.confidence = held.kind, kind, 1.0
        held.reading = {**held.reading, **said}
        take_back(held, prospect, kind, by=by, now=now)
        follow(held, Prospect.objects.get(pk=prospect.pk), Kind(kind), by=by, now=now)
        held.state, held.chosen_by, held.chosen_at = State.DONE, by, now
        held.save()
        Lesson.objects.create(received=held, subject=held.subject, text=held.text[:6_000], read_as=read_as, kind=kind, by=by, at=now)
    return held


def give_to(row: Received, prospect: Prospect, *, by: User, now: datetime) -> Received:
    """This mail is of that person; from now on it waits there. Raises NothingToChoose, NotYours."""
    if prospect.end_reason == FORGOTTEN or prospect.merged_into_id is not None:
        raise NothingToChoose(gettext("Choose somebody who is here."))
    ready_hours([prospect.pk], now=now)
    with transaction.atomic():
        lock_remaining([prospect.pk])
        held = Received.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if held.prospect_id is not None or held.state not in {State.WAITS, State.QUARANTINED}:
            raise NothingToChoose(gettext("Somebody said whose it is before."))
        _check(prospect, by)
        held.prospect, held.linked, held.state = prospect, Received.Linked.HAND, State.WAITS
        follow(held, prospect, None, by=by, now=now)
        held.save()
    return held


def leave_alone(row: Received, *, by: User, now: datetime) -> Received:
    """Nothing follows: nobody's mail, or one that could not be read. It stays where it is kept. Raises NothingToChoose."""
    with transaction.atomic():
        held = Received.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if held.prospect_id is not None or held.state not in {State.WAITS, State.QUARANTINED}:
            raise NothingToChoose(gettext("Choose what kind of reply it is: somebody waits for it."))
        held.state, held.kind, held.chosen_by, held.chosen_at = State.DONE, Kind.MACHINE, by, now
        held.save(update_fields=["state", "kind", "chosen_by", "chosen_at"])
    return held


def set_aside(row: Received, *, now: datetime) -> None:
    """Read it once more from its bytes: a quarantined one, after what broke was mended."""
    Received.objects.filter(pk=row.pk, state=State.QUARANTINED).update(state=State.NEW, problem="")


def _take(row: Received, *, by: User) -> tuple[Received, Prospect]:
    if row.prospect_id is None:
        raise NothingToChoose(gettext("Say first whose mail it is."))
    told = lock_remaining([row.prospect_id])
    held = Received.objects.select_for_update(of=("self",)).get(pk=row.pk)
    prospect = Prospect.objects.get(pk=told[row.prospect_id])
    _check(prospect, by)
    if held.kind in {Kind.BOUNCE, Kind.SPAM_REPORT, Kind.SENT, Kind.AGAIN} or held.chosen_at is not None:
        raise NothingToChoose(gettext("There is nothing to choose any more: somebody chose before, or it is no reply."))
    return held, prospect


def _check(prospect: Prospect, by: User) -> None:
    if not may_change(prospect, by):
        raise NotYours(gettext("Only whoever works with this person can say what their reply means."))


def _check_day(row: Received, kind: str, said: str, *, now: datetime) -> None:
    """A day that a person gives is kept, or refused with a sentence; never taken for none. One that was read may have gone by meanwhile."""
    if not said or kind not in COUNTS_A_DAY:
        return
    day = date.fromisoformat(said)
    today = now.astimezone(ZoneInfo(row.prospect.zone if row.prospect and row.prospect.zone else "UTC")).date()
    if day <= today and said != row.reading.get("wake_on"):
        raise NoSuchDay(gettext("That day is not to come any more. Give a later one, or none."))
    if day >= today + FARTHEST:
        raise NoSuchDay(gettext("That day is more than %(days)s days away. Give an earlier one, or none.") % {"days": FARTHEST.days})


def _said(row: Received, wake_on: date | AsRead | None, name: str | AsRead, email: str | AsRead) -> dict[str, str]:
    """What the person said, where they said something, be it that there is none; else what was read."""
    said = {"wake_on": wake_on.isoformat() if isinstance(wake_on, date) else wake_on or "", "name": name, "email": email}
    most = {"wake_on": 10, "name": 200, "email": 320}
    told = {key: str(row.reading.get(key) or "") if value is AS_READ else str(value).strip() for key, value in said.items()}
    return {key: (value.lower() if key == "email" else value)[: most[key]] for key, value in told.items()}
