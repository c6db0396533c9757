"""Email replies beside conversations: of a hundred of each, what was learned of a lead's criteria, how many leads, how many sales.

A lead and a sale count for the last conversation or reply in the 90 days before, so that none counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.weeks.other_events import BY_PEOPLE, UNKNOWN
from keepwarm.reports.queries.weeks.reading import Weeks, read_weeks
from keepwarm.reports.queries.weeks.span import this_week, weeks_until
from keepwarm.reports.queries.weeks.words import say_way

FIGURES = ("reached", "met", "replied", "learned", "leads_met", "sold")
TALKED = ("reached", "rang_us", "met")


@dataclass(frozen=True, slots=True)
class WayLine:
    """Conversations of one sort, or replies of one kind: how many, and what came of a hundred. A person may answer several questions."""

    key: str
    label: str
    count: int
    learned: int
    leads: Share
    sales: Share
    figure: str  # whose rows are behind the count
    row_key: str

    @property
    def learned_per_100(self) -> float | None:
        """Answers in a hundred; None of too few."""
        return 100 * self.learned / self.count if self.leads.is_told else None


@dataclass(frozen=True, slots=True)
class Replies:
    """The page. `others`: leads and sales before which there was neither."""

    since: date
    until: date
    talked: tuple[WayLine, ...]
    replied: tuple[WayLine, ...]
    all_talked: WayLine
    all_replied: WayLine
    other_leads: int
    other_sales: int
    missing: tuple[date, ...]
    counted_at: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether there was neither a conversation nor a reply."""
        return not (self.all_talked.count or self.all_replied.count)


def replies_beside_conversations(*, now: datetime) -> Replies:
    """The last quarter of a year, of the whole house."""
    starts = weeks_until(this_week(now))
    weeks = read_weeks(starts, FIGURES, seats=None, now=now)
    talked = tuple(_line(weeks, key) for key in TALKED)
    replied = tuple(line for key in BY_PEOPLE if (line := _line(weeks, key)).count or line.leads.found or line.sales.found)
    return Replies(
        since=starts[0],
        until=starts[-1],
        talked=talked,
        replied=tuple(sorted(replied, key=lambda line: -line.count)),
        all_talked=_together(talked, "conversations", gettext("All conversations")),
        all_replied=_together(replied, "replied", gettext("All replies by email")),
        other_leads=weeks.total(None, "leads_met", UNKNOWN),
        other_sales=weeks.total(None, "sold", UNKNOWN),
        missing=weeks.missing,
        counted_at=weeks.counted_at,
    )


def _line(weeks: Weeks, key: str) -> WayLine:
    figure, row_key = {"reached": ("reached", "ours"), "rang_us": ("reached", "theirs"), "met": ("met", "")}.get(key, ("replied", key))
    count = weeks.total(None, figure, row_key) if row_key else weeks.total(None, figure)
    leads, sales = weeks.total(None, "leads_met", key), weeks.total(None, "sold", key)
    return WayLine(key, say_way(key), count, weeks.total(None, "learned", key), _of(leads, count), _of(sales, count), figure, row_key)


def _together(lines: tuple[WayLine, ...], figure: str, label: str) -> WayLine:
    count = sum(line.count for line in lines)
    leads, sales = sum(line.leads.found for line in lines), sum(line.sales.found for line in lines)
    return WayLine("", label, count, sum(line.learned for line in lines), _of(leads, count), _of(sales, count), figure, "")


def _of(found: int, among: int) -> Share:
    """A lead may follow a talk of the weeks before: never more than there were."""
    return Share(found, max(found, among))
