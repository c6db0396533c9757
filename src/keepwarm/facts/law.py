"""What the law of a place allows on a day, from the dated table `law.toml`. Minutes are minutes of the local day."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from keepwarm.lib.tables import read_table

Windows = tuple[tuple[int, int], ...]
"""Stretches of a local day in minutes, in order: from the first minute allowed to the first not allowed."""

EVERYWHERE_ELSE = "*"
UNKNOWN = "?"
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class LawRow:
    """The hours of a place from `since` on, and from where we know them (official, secondary, memory, ours) as of `looked_at`."""

    place: str
    since: date
    weekdays: Windows
    saturday: Windows
    sunday: Windows
    holidays: Windows
    source: str
    known_from: str
    looked_at: date

    @property
    def verify(self) -> bool:
        """Whether nobody compared the row with the law itself yet."""
        return self.known_from in {"secondary", "memory"}

    def hours_on(self, weekday: int, *, is_holiday: bool) -> Windows:
        """The hours of a day; Monday is weekday 0."""
        if is_holiday:
            return self.holidays
        return {_SATURDAY: self.saturday, _SUNDAY: self.sunday}.get(weekday, self.weekdays)


@cache
def law_rows() -> tuple[LawRow, ...]:
    """The whole table, newest first."""
    table = read_table("keepwarm.facts", "law.toml", "law")
    rows = [
        LawRow(
            place=row["place"],
            since=row["since"],
            **{day: tuple(map(_window, row[day])) for day in ("weekdays", "saturday", "sunday", "holidays")},
            source=row["source"],
            known_from=row["known_from"],
            looked_at=row["looked_at"],
        )
        for row in table
    ]
    return tuple(sorted(rows, key=lambda row: row.since, reverse=True))


def _window(text: str) -> tuple[int, int]:
    """ "08:00-21:00" as minutes."""
    opens, closes = text.split("-")
    return _minute(opens), _minute(closes)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


@cache
def rows_in_force(place: str, day: date) -> tuple[LawRow, ...]:
    """The rows that bind on a day: the country's and the state's, or our own choice where the country has none.

    Without a place nothing is known, and the strictest row binds.
    """
    if place in {"", UNKNOWN}:
        return tuple(row for row in (_newest(UNKNOWN, day),) if row)
    country = place.partition("-")[0]
    found = [row for name in dict.fromkeys((country, place)) if name and (row := _newest(name, day))]
    if not any(row.place == country for row in found):
        found = [row for row in (_newest(EVERYWHERE_ELSE, day), *found) if row]
    return tuple(found)


def _newest(place: str, day: date) -> LawRow | None:
    return next((row for row in law_rows() if row.place == place and row.since <= day), None)


def lawful_hours(place: str, on: date, *, weekday: int, is_holiday: bool = False) -> Windows:
    """When a call may ring at the place on such a day (Monday is 0): what all rows in force on `on` allow."""
    windows: Windows = ((0, 1440),)
    for row in rows_in_force(place, on):
        windows = common(windows, row.hours_on(weekday, is_holiday=is_holiday))
    return windows


def law_spans(first: date, days: int) -> tuple[tuple[int, int], ...]:
    """The days 0 to `days` cut where any row of the table comes into force: within a span the law does not change."""
    changes = {(row.since - first).days for row in law_rows()}
    cuts = sorted({0, days, *(change for change in changes if 0 < change < days)})
    return tuple(pairwise(cuts))


def common(one: Windows, other: Windows) -> Windows:
    """What lies in both, in order."""
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((opens, closes) for opens, closes in both if opens < closes))
