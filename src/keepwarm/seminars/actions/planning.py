"""Seminars are made, changed, opened and called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.seminars.actions.leaving import move_up_in
from keepwarm.seminars.actions.locking import take
from keepwarm.seminars.actions.offering import keep_item
from keepwarm.seminars.models import Guest, Seminar, Standing, State, Tell
from keepwarm.seminars.refusals import SeminarRefused
from keepwarm.seminars.times import moment_of, next_reminder
from keepwarm.staff.models import EDITORS, Seat, User
from keepwarm.staff.queries import require_role

MOST_SEATS, LONGEST = 100_000, 7 * 24 * 60
LONGEST_TEXT = 20_000
DEAREST = 10**12


@dataclass(frozen=True, slots=True)
class NewSeminar:
    """A seminar as a person writes it. `local_at`: the wall time in `zone`; `which` of two equal hours: "first" or "second"."""

    title: str
    local_at: datetime
    zone: str
    seats: int
    minutes: int = 60
    which: str = ""
    teaser: str = ""
    text: str = ""
    place: str = ""
    link: str = ""
    owner_id: int | None = None
    interests: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()
    language: str = ""
    question: str = ""  # its key
    after_text: str = ""
    seat_minor: int = 0  # what a seat costs us, in minor units of the house's currency


def make_seminar(new: NewSeminar, *, by: User | None, now: datetime) -> Seminar:
    """A new one, as a draft. Raises SeminarRefused, SkippedHour, DoubledHour, NotYours, ItemRefused."""
    if by is not None:
        require_role(by, *EDITORS)
    values = _checked(new)
    with transaction.atomic():
        row = Seminar.objects.create(**values, made_at=now, made_by=by, changed_at=now, changed_by=by)
        keep_item(row, by=by, now=now)
    return row


def change_seminar(ref: str, new: NewSeminar, *, version: int = 0, by: User | None, now: datetime) -> Seminar:
    """Written anew. Guests are told of another time or place; more seats are filled from the waiting list.

    `version`: the one that was read, 0 does not ask. Raises as `make_seminar`.
    """
    if by is not None:
        require_role(by, *EDITORS)
    values = _checked(new)
    with transaction.atomic():
        row = take(ref)
        _refuse_change(row, values, version, now)
        moved = any(getattr(row, name) != values[name] for name in ("starts_at", "ends_at", "place", "link"))
        _write(row, values, by=by, now=now)
        if moved and row.takes_guests(now):
            _tell_all(row, Tell.CHANGED, now=now)
        move_up_in(row, now=now)
        keep_item(row, by=by, now=now)
    return row


def open_seminar(ref: str, *, by: User | None, now: datetime) -> Seminar:
    """From now on people can sign up, and programs offer it. Raises SeminarRefused, NotYours."""
    if by is not None:
        require_role(by, *EDITORS)
    with transaction.atomic():
        row = take(ref)
        if row.state == State.CALLED_OFF:
            raise SeminarRefused(_("This seminar was called off, and its guests know it. Make a new one."))
        if row.starts_at <= now:
            raise SeminarRefused(_("Its time has passed. Choose another, then open it."))
        if not (row.place or row.link):
            raise SeminarRefused(_("Say where it takes place: a place, or an address on the web."))
        _write(row, {"state": State.OPEN}, by=by, now=now)
        keep_item(row, by=by, now=now)
    return row


def call_off(ref: str, *, by: User | None, now: datetime) -> Seminar:
    """It does not take place; each guest is told, and their calendar too. Raises SeminarRefused, NotYours."""
    if by is not None:
        require_role(by, *EDITORS)
    with transaction.atomic():
        row = take(ref)
        if row.state == State.CALLED_OFF:
            return row
        if row.starts_at <= now:
            raise SeminarRefused(_("It has begun already, so it cannot be called off any more."))
        _tell_all(row, Tell.CALLED_OFF, now=now)
        _write(row, {"state": State.CALLED_OFF}, by=by, now=now)
        keep_item(row, by=by, now=now)
    return row


def _tell_all(row: Seminar, what: str, *, now: datetime) -> None:
    """Set-based: the mails are made by the background within the minute. Reminders move with the time."""
    guests = Guest.objects.filter(seminar=row, standing__in=[Standing.SEATED, Standing.WAITING])
    guests.update(to_tell=what, turn=F("turn") + 1)
    guests.update(reminder="", remind_at=None)
    if what == Tell.CALLED_OFF:
        return
    seated = guests.filter(standing=Standing.SEATED)
    for zone in set(seated.values_list("zone", flat=True)):
        reminder, at = next_reminder(row.starts_at, zone or row.zone, now=now)
        seated.filter(zone=zone).update(reminder=reminder, remind_at=at)


def _write(row: Seminar, values: dict[str, Any], *, by: User | None, now: datetime) -> None:
    for name, value in {**values, "changed_at": now, "changed_by": by}.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def _refuse_change(row: Seminar, values: dict[str, Any], version: int, now: datetime) -> None:
    if version and version != row.version:
        raise SeminarRefused(_("Somebody else has changed this seminar meanwhile. Open it again, and change what is there now."))
    if row.state == State.CALLED_OFF:
        raise SeminarRefused(_("This seminar was called off, and its guests know it. Make a new one."))
    if row.state != State.OPEN:
        return
    if not (values["place"] or values["link"]):
        raise SeminarRefused(_("Say where it takes place: a place, or an address on the web."))
    if values["starts_at"] != row.starts_at and now >= min(row.starts_at, values["starts_at"]):
        raise SeminarRefused(_("Its guests are told of another time, so it must lie ahead, and the old one too."))


def _checked(new: NewSeminar) -> dict[str, Any]:
    """Columns and their values. Raises SeminarRefused."""
    _refuse_what_is_off(new)
    starts_at, fold = moment_of(new.local_at, new.zone, which=new.which)
    return {
        "title": new.title.strip(),
        "teaser": new.teaser.strip(),
        "text": new.text.strip(),
        "place": new.place.strip(),
        "link": new.link.strip(),
        "local_at": f"{new.local_at:%Y-%m-%dT%H:%M}",
        "zone": new.zone,
        "fold": fold,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=new.minutes),
        "seats": new.seats,
        "seat_minor": new.seat_minor,
        "owner_id": new.owner_id,
        "interests": sorted(set(new.interests)),
        "stages": sorted({int(stage) for stage in new.stages}),
        "language": new.language,
        "question_id": _question_id(new.question),
        "after_text": new.after_text.strip(),
    }


def _refuse_what_is_off(new: NewSeminar) -> None:
    link = new.link.strip()
    wrong = {
        _("Give the seminar a title of at most 160 characters."): not 0 < len(new.title.strip()) <= 160,
        _("The line below the title has at most 300 characters."): len(new.teaser.strip()) > 300,
        _("The place has at most 300 characters."): len(new.place.strip()) > 300,
        _("Choose a day between the years 2000 and 2100."): not 2000 <= new.local_at.year <= 2100,
        _("There is no such time zone."): new.zone not in available_timezones(),
        _("A seminar has from 1 to 100,000 seats."): not 1 <= new.seats <= MOST_SEATS,
        _("What a seat costs is nothing or an amount below ten billion."): not 0 <= new.seat_minor < DEAREST,
        _("It takes at least a minute and at most a week."): not 1 <= new.minutes <= LONGEST,
        _("The text is too long: keep it below 20,000 characters."): len(new.text) > LONGEST_TEXT or len(new.after_text) > LONGEST_TEXT,
        _("An address on the web begins with https:// or http://."): bool(link) and not link.startswith(("https://", "http://")),
        _("That owner is not here any more."): new.owner_id is not None and not Seat.objects.filter(pk=new.owner_id).exists(),
    }
    for sentence, is_wrong in wrong.items():
        if is_wrong:
            raise SeminarRefused(sentence)


def _question_id(key: str) -> int | None:
    if not key:
        return None
    found = Question.objects.filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise SeminarRefused(_("There is no question “%(question)s”.") % {"question": key[:60]})
    return found
