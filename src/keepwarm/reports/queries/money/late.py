"""Late buyers: who bought long after the first inquiry, when others had given up, and what kept them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from keepwarm.engine.likeness import Share, share_of
from keepwarm.ledger.contacts import KINDS, LATE_MONTHS
from keepwarm.ledger.queries.earned import Earned, Month, by_months, earned, owed
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.spent import State, state_of
from keepwarm.reports.queries.leads.period import Period, period_of
from keepwarm.staff.models import SEES_ALL, User
from keepwarm.staff.queries import require_role


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of contact that late buyers had more than 90 days after their first inquiry: how many of the sales to them."""

    key: str
    name: str
    sales: int
    of: int

    @property
    def share(self) -> float:
        """Of all sales to late buyers."""
        return self.sales / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class LateReport:
    """`share`: late ones among sales of which a first inquiry is known, with its range; `most`: the largest month, for the drawing."""

    period: Period
    currency: str
    state: State
    earned: Earned
    share: Share
    months: tuple[Month, ...]
    kept: tuple[Kept, ...]
    late_months: int = LATE_MONTHS

    @property
    def most(self) -> int:
        """Worth of the largest month."""
        return max((one.minor for one in self.months), default=0)

    @property
    def value_share(self) -> float | None:
        """Of the worth of those sales; None without any."""
        return self.earned.late_minor / self.earned.known_minor if self.earned.known_minor else None


def late_report(*, for_: User | None, since: date | None = None, until: date | None = None, now: datetime) -> LateReport:
    """Of the sales of these days."""
    require_role(for_, *SEES_ALL)
    period = period_of(for_=for_, since=since, until=until, now=now)
    days = (period.since, period.until)
    found = earned(*days)
    by_kind = {one.key: one.late_sales for one in owed("kind", *days)}
    kept = [Kept(key, str(name), by_kind[key], found.late) for key, name in KINDS.items() if by_kind.get(key)]
    return LateReport(
        period=period,
        currency=the_house().currency,
        state=state_of(*days),
        earned=found,
        share=share_of(found.late, found.known),
        months=tuple(by_months(*days)),
        kept=tuple(sorted(kept, key=lambda one: -one.sales)),
    )
