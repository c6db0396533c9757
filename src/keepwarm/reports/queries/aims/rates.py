"""What this house usually needs: the money of a sale, leads for a sale, conversations for a lead; of the last quarter of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.weeks.reading import read_weeks
from keepwarm.reports.queries.weeks.span import this_week, weeks_until

FEW_SALES = 5
"""With fewer sales nothing is said of what one usually brings. Our choice."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares with their ranges as fractions; None where there is too little to say. `since`: the first day that is counted."""

    since: date
    sales: int
    leads: int
    conversations: int
    usual_sale_minor: int | None
    sales_of_leads: tuple[float, tuple[float, float]] | None
    leads_of_conversations: tuple[float, tuple[float, float]] | None


def usual_rates(*, now: datetime) -> Rates:
    """Of the whole house: one rep's own are too few for months."""
    starts = weeks_until(this_week(now))
    weeks = read_weeks(starts, ("reached", "met", "leads_met", "sold", "sold_minor"), seats=None, now=now)
    sales, leads = weeks.total(None, "sold"), weeks.total(None, "leads_met")
    talks = weeks.total(None, "reached") + weeks.total(None, "met")
    return Rates(
        starts[0], sales, leads, talks,
        round(weeks.total(None, "sold_minor") / sales) if sales >= FEW_SALES else None,
        _share(sales, leads), _share(leads, talks),
    )  # fmt: skip


def _share(found: int, among: int) -> tuple[float, tuple[float, float]] | None:
    share = Share(min(found, among), among)
    return (share.value, share.range) if share.value and share.range else None
