"""How long a permission holds, by its kind: the dated defaults of `terms.toml`."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from keepwarm.lib.tables import read_table


@dataclass(frozen=True, slots=True)
class Term:
    """For how many months a kind of permission holds, since when, and from where we know it."""

    kind: str
    since: date
    months: int
    source: str
    known_from: str
    looked_at: date

    @property
    def verify(self) -> bool:
        """Whether nobody compared the row with the law itself yet."""
        return self.known_from in {"secondary", "memory"}


@cache
def terms() -> tuple[Term, ...]:
    """The whole table, newest first."""
    rows = read_table("keepwarm.consent", "terms.toml", "term")
    return tuple(sorted((Term(**row) for row in rows), key=lambda row: row.since, reverse=True))


def end_of(kind: str, given_at: datetime) -> datetime | None:
    """When a permission of this kind, given then, is over; None when it ends only by being taken back."""
    term = next((row for row in terms() if row.kind == kind and row.since <= given_at.date()), None)
    return later_by(given_at, months=term.months) if term else None


def later_by(moment: datetime, *, months: int) -> datetime:
    """The same day so many months later; the last of the month where there is no such day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
