"""The whole report, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy

from keepwarm.engine.words import RecycleReason
from keepwarm.handoff.models import HandOff
from keepwarm.lib.days import today_in
from keepwarm.policy.queries import newest_definition, policy_in_force
from keepwarm.prospects.words import RECYCLED
from keepwarm.qualification.queries.definitions import in_force_since
from keepwarm.qualification.review import Review, review_due
from keepwarm.reports.queries.leads.counting import (
    Line,
    ReasonLine,
    Sales,
    count_all,
    count_fates,
    count_late,
    count_reasons,
    count_reps,
    count_sales,
    count_table,
)
from keepwarm.reports.queries.leads.figures import Share, askings_in, came_back, offered_in, sales_in
from keepwarm.reports.queries.leads.given_up import count_given_up, giving_up_since
from keepwarm.reports.queries.leads.period import Period, period_of
from keepwarm.reports.queries.leads.times import READ, Times, read_askings, times_of
from keepwarm.staff.models import User
from keepwarm.staff.queries import may_see_everyone

HOWS = {"end": gettext_lazy("ended"), "choice": gettext_lazy("kept warm by choice")}
"""How somebody was given up where no reason of the list was taken."""


@dataclass(frozen=True, slots=True)
class RepLine:
    """One rep: hand-offs they were asked about, by what they did; and how soon."""

    key: str
    name: str
    counts: dict[str, int]
    to_answer: Times
    to_call: Times


@dataclass(frozen=True, slots=True)
class TooMany:
    """A review is due. `back`: of those answered under the version in force."""

    version: int
    review: Review
    back: Share
    limit: float


@dataclass(frozen=True, slots=True)
class LeadsReport:
    """Everything on the report. `given_up` by reason, from `given_up_since` on; `is_cut`: times are those of the newest askings only."""

    period: Period
    sees_all: bool
    total: Line
    late: int
    sources: tuple[Line, ...]
    versions: tuple[Line, ...]
    reasons: tuple[ReasonLine, ...]
    reps: tuple[RepLine, ...]
    to_answer: Times
    to_call: Times
    is_cut: bool
    fates: dict[str, int]
    sales: Sales
    given_up: tuple[tuple[str, int], ...]
    given_up_since: date
    attempts: int  # agreed
    review: TooMany | None

    @property
    def signed_by_one(self) -> tuple[Line, ...]:
        """Versions that one person signed for both sides."""
        return tuple(line for line in self.versions if line.signed_by_one)

    @property
    def people_back(self) -> int:
        """How many people came back."""
        return sum(self.fates.values())

    @property
    def gave_up(self) -> int:
        """How many were given up early."""
        return sum(count for _reason, count in self.given_up)


def leads_report(*, for_: User | None, since: date | None = None, until: date | None = None, now: datetime) -> LeadsReport:
    """Hand-offs offered between the two days, and sales of these days. `for_` None: the house itself, at the command line."""
    period = period_of(for_=for_, since=since, until=until, now=now)
    rows, askings = offered_in(period, for_), askings_in(period, for_)
    read, table = read_askings(askings), count_table(rows)
    by_seat, (to_answer, to_call) = times_of(read, now=now)
    return LeadsReport(
        period=period,
        sees_all=for_ is None or may_see_everyone(for_),
        total=table.total,
        late=count_late(askings, now=now),
        sources=table.sources,
        versions=table.versions,
        reasons=count_reasons(table.came_back, askings),
        reps=tuple(_rep(row, by_seat.get(row["seat_id"], (Times(), Times()))) for row in count_reps(askings, now=now)),
        to_answer=to_answer,
        to_call=to_call,
        is_cut=len(read) == READ,
        fates=count_fates(came_back(period, for_)),
        sales=count_sales(sales_in(period, for_)),
        given_up=tuple(count_given_up(period, for_, now=now).most_common()),
        given_up_since=giving_up_since(period),
        attempts=policy_in_force().call_attempts,
        review=review_of(for_, period.zone, now=now),
    )


def say_reason(key: str) -> str:
    """The reason in words."""
    return str(RECYCLED[RecycleReason(key)] if key in set(RecycleReason) else HOWS.get(key, key))


def review_of(for_: User | None, zone: str, *, now: datetime) -> TooMany | None:
    """The review of the definition that is due, for whoever sees every hand-off. Of few answers no share is told."""
    number, policy = newest_definition(), policy_in_force()
    since = in_force_since(number)
    if since is None or not (for_ is None or may_see_everyone(for_)):
        return None
    back = count_all(HandOff.objects.filter(definition=number, offered_at__gte=since)).returned
    review = review_due(
        in_force_on=today_in(zone, since),
        today=today_in(zone, now),
        months=policy.review_months,
        returned_share=back.value,
        share_limit=policy.review_returned_share,
    )
    return None if review is None else TooMany(number, review, back, policy.review_returned_share)


def _rep(row: dict[str, Any], times: tuple[Times, Times]) -> RepLine:
    counts = {name.removeprefix("n_"): count for name, count in row.items() if name.startswith("n_")}
    return RepLine(row["seat__ref"], row["seat__name"], counts, *times)
