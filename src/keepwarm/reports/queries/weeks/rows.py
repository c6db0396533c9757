"""The rows behind a figure of the weeks: the same events that were counted, with their people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.lib.days import monday_of
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.reports.queries.rows import SHOWN, NoSuchRows, Row, Rows
from keepwarm.reports.queries.shapes import Person
from keepwarm.reports.queries.weeks.counting import reader_of
from keepwarm.reports.queries.weeks.goals import team_of
from keepwarm.reports.queries.weeks.reader import whose
from keepwarm.reports.queries.weeks.replies import FIGURES
from keepwarm.reports.queries.weeks.span import TREND, span_of_weeks, weeks_until
from keepwarm.reports.queries.weeks.talk_events import Event
from keepwarm.reports.queries.weeks.words import TITLES, TOGETHER, say_key
from keepwarm.staff.models import SEES_ALL, Seat, User

READ = 4_000
"""Rows of a file."""
LOOKED_THROUGH = 2_000
"""Events that are looked through for a page of rows, the newest first, before it says that there are more. Our choice."""
READ_FIRST = timedelta(hours=6)
WHOLE = frozenset({"gave_up"})
"""Told of somebody once in all that time, by how it stood at its end: not read piece by piece."""
ONCE_A_DAY = {"reached", "met", "pushed"}
A_DAY = timedelta(days=1)
"""What counts once a day is the first of its day: so far before a piece of time is read, too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figure, of which week, over how many weeks up to it, of which rep or team, and under which key ("" for all)."""

    figure: str
    on: date
    weeks: int = 1
    rep: str = ""
    key: str = ""


def week_rows(asked: Asked, *, for_: User, now: datetime, most: int = SHOWN) -> Rows:
    """The people behind the figure, the newest first, `most` of them.

    Raises NoSuchRows for a word that is no figure, or that the reader may not read.
    """
    title = TITLES.get(asked.figure)
    about = whose(asked.rep, for_=for_)
    team = team_of(asked.rep, about)
    of, seats = team or (about.seat, (about.seat,))
    reads = about.sees_all or of is not None or _is_of_the_house(asked, for_)
    if title is None or (asked.rep and of is None) or not reads:
        raise NoSuchRows
    starts = weeks_until(monday_of(asked.on), max(1, min(asked.weeks, TREND)))
    read = [_newest_events(asked, starts, seat, now=now, most=most) for seat in seats]
    found = sorted((event for events, _ in read for event in events), key=lambda one: one.at, reverse=True)
    return Rows(
        str(title),
        _told(starts, of),
        (gettext("Day"), gettext("Rep"), gettext("What")),
        _shown(found[:most], for_),
        is_cut=len(found) > most or any(is_cut for _, is_cut in read),
    )


def _is_of_the_house(asked: Asked, reader: User) -> bool:
    """A figure of the page of replies, of no single rep: whoever sees all reads that page, also where the weeks of reps are not theirs."""
    return asked.figure in ("conversations", *FIGURES) and not asked.rep and reader.has_role(*SEES_ALL)


def _newest_events(asked: Asked, starts: tuple[date, ...], seat: Seat | None, *, now: datetime, most: int) -> tuple[list[Event], bool]:
    """More than `most` of them, or all; and whether it was left off before. First some hours are read, then as many more as were few."""
    span = span_of_weeks(starts, seat=seat)
    figures = TOGETHER.get(asked.figure, (asked.figure,))
    read = reader_of(figures[0])
    if read is None:
        raise NoSuchRows
    if asked.figure in WHOLE:
        whole = span if asked.key else replace(span, enough=most)
        return [one for one in read(whole) if one.figure in figures and asked.key in {"", one.key}], False
    before, ends = A_DAY if ONCE_A_DAY & set(figures) else timedelta(0), min(span.ends, now + timedelta(seconds=1))
    width, found, left = READ_FIRST, list[Event](), max(most, LOOKED_THROUGH)
    while ends > span.begins and len(found) <= most and left > 0:
        begins = max(span.begins, ends - width)
        short = replace(span, begins=max(span.begins, begins - before), ends=ends, is_short=True)
        piece = [one for one in read(short) if one.at >= begins]
        found += [one for one in piece if one.figure in figures and asked.key in {"", one.key}]
        left -= len(piece)
        ends, width = begins, width * min(2.0, max(0.25, left / max(1, len(piece))))
    return found, ends > span.begins


def _told(starts: tuple[date, ...], seat: Seat | None) -> str:
    days = gettext("%(since)s to %(until)s") % {
        "since": date_format(starts[0], "j F Y"),
        "until": date_format(date.fromordinal(starts[-1].toordinal() + 6), "j F Y"),
    }
    return f"{seat.name} · {days}" if seat else days


def _shown(events: list[Event], for_: User) -> tuple[Row, ...]:
    ids = {event.prospect_id for event in events}
    rows = Prospect.objects.filter(pk__in=ids).values_list("pk", "ref", "name", "organization__name")
    visible = set(visible_to(for_).filter(pk__in=ids).values_list("pk", flat=True))
    people = {pk: Person(pk, ref, name, firm or "", pk in visible) for pk, ref, name, firm in rows}
    reps = dict(Seat.objects.filter(pk__in={event.seat_id for event in events}).values_list("pk", "name"))
    zone = ZoneInfo(for_.zone)
    return tuple(
        Row(
            people[event.prospect_id],
            (date_format(event.at.astimezone(zone), "D j M, H:i"), reps.get(event.seat_id or 0, "–"), say_key(event.figure, event.key)),
        )
        for event in events
        if event.prospect_id in people
    )
