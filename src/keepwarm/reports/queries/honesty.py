"""What looks odd in a rep's own log: reached and nothing learned, bursts, and late entries in bulk.

It is shown to the rep first and then to the manager, as something to ask about and never as a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from keepwarm.engine.budget import LATE_AFTER, LATE_ENTRIES, bursts, is_late
from keepwarm.lib.days import day_in
from keepwarm.reports.queries.days import span_of, talks
from keepwarm.reports.queries.shapes import Hint, Line, Person
from keepwarm.reports.queries.talking import IS_TALK, Talk
from keepwarm.staff.models import Seat

LATE_LOOK_BACK = timedelta(days=10)


def hints_of(seat: Seat, talked: Sequence[Talk], lines: Sequence[Line], late: Sequence[Person]) -> tuple[Hint, ...]:
    """The hints of one seat for a day: `talked` are its talks, `lines` the names reached, `late` people entered late."""
    silent = [line.person for line in lines if not line.learned]
    found = [Hint("nothing", len(silent), tuple(silent))] if silent else []
    found += list(_bursts([talk for talk in talked if talk.by_id is not None and talk.by_id == seat.user_id]))
    if len(late) >= LATE_ENTRIES:
        found.append(Hint("late", len(late), tuple(dict.fromkeys(late))))
    return tuple(found)


def entered_late(on: date, seats: Sequence[Seat]) -> dict[int, list[Person]]:
    """Whose calls and meetings of earlier days each holder wrote down on this day, more than a day late."""
    if not seats:
        return {}
    days = {seat.pk: day_in(seat.zone, on) for seat in seats}
    holders = {seat.pk: seat.user_id for seat in seats}
    begins, ends = span_of(on, [seat.zone for seat in seats])
    rows = talks().filter(IS_TALK, seat__in=holders, happened_at__gte=begins - LATE_LOOK_BACK, happened_at__lt=ends - LATE_AFTER)
    rows = rows.filter(logged_at__gte=begins, logged_at__lt=ends).order_by("happened_at", "pk")
    found: dict[int, list[Person]] = {}
    columns = ("seat_id", "by_id", "happened_at", "logged_at", "prospect_id", "prospect__ref", "prospect__name")
    for seat_id, by_id, happened_at, logged_at, *person in rows.values_list(*columns):
        if seat_id is None or by_id is None or holders[seat_id] != by_id:
            continue
        if is_late(happened_at, logged_at) and days[seat_id][0] <= logged_at < days[seat_id][1]:
            found.setdefault(seat_id, []).append(Person(*person))
    return found


def _bursts(talked: Sequence[Talk]) -> Iterator[Hint]:
    """Stretches of entries that were not made in the minute in which they were written down."""
    entered = sorted(talked, key=lambda talk: talk.logged_at)
    for stretch in bursts([talk.logged_at for talk in entered]):
        found = entered[stretch]
        yield Hint("burst", len(found), tuple(dict.fromkeys(talk.person for talk in found)), found[0].logged_at)
