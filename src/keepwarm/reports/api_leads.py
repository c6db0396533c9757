"""The JSON edge of the report of the leads. Shares are fractions, times minutes in the working hours of the rep."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from keepwarm.reports.queries.leads import LeadRows, Wanted, as_json, lead_rows, leads_report
from keepwarm.reports.queries.leads.period import period_of
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, reader
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import require_role

router = Router(tags=["reports"])


class ShareOut(Schema):
    """`share` and its range in 19 of 20 cases; null of fewer than ten."""

    found: int
    among: int
    share: float | None
    low: float | None
    high: float | None


class CountsOut(Schema):
    """Hand-offs offered in these days: accepted, returned, waiting and fell_away are all of them."""

    offered: int
    accepted: int
    returned: int
    waiting: int
    fell_away: int
    customers: int
    returned_share: ShareOut


class TotalOut(CountsOut):
    """All of them."""

    not_answered_in_time: int


class LeadSourceOut(CountsOut):
    """Of one source."""

    source: str


class LeadVersionOut(CountsOut):
    """Offered under one version of the definition."""

    version: int
    signed_by_one_for_both: bool


class LeadReasonOut(Schema):
    """An agreed reason: leads that came back, and leads that a rep gave back, also to another."""

    reason: str
    label: str
    returned: int
    given_back: int


class TimesOut(Schema):
    """`never`: of `count`, never done though their time is over; they count as longer than all others. Null: not done."""

    count: int
    never: int
    median_minutes: float | None
    ninety_percent_minutes: float | None


class LeadRepOut(Schema):
    """Leads that one rep was asked about."""

    rep: str
    asked: int
    accepted: int
    given_back: int
    passed_on: int
    waiting: int
    not_answered_in_time: int
    to_answer: TimesOut
    to_first_call: TimesOut


class ReturnedPeopleOut(Schema):
    """People who came back, by where they stand today."""

    count: int
    bought: int
    accepted: int
    offered: int
    kept_warm: int
    ended: int


class SalesOut(Schema):
    """Sales of these days out of leads that were offered."""

    count: int
    once_returned: ShareOut
    once_put_back: int


class GivenUpEarlyOut(Schema):
    """People by the reason, of the last three months of these days at most."""

    since: date
    reasons: dict[str, int]
    agreed_attempts: int


class ReviewOut(Schema):
    """A review of the definition in force is due: by the calendar, or since too many came back."""

    version: int
    due_since: date | None
    returned: ShareOut
    limit: float


class LeadsOut(Schema):
    """The report, as the key's person may see it."""

    since: date
    until: date
    total: TotalOut
    sources: list[LeadSourceOut]
    versions: list[LeadVersionOut]
    reasons: list[LeadReasonOut]
    reps: list[LeadRepOut]
    to_answer: TimesOut
    to_first_call: TimesOut
    returned_people: ReturnedPeopleOut
    sales: SalesOut
    given_up_early: GivenUpEarlyOut
    review: ReviewOut | None


@router.get("/reports/leads", response={200: LeadsOut, **PROBLEMS}, auth=NeedsScope(Scope.REPORTS_READ))
def leads(
    request: HttpRequest, since: Annotated[date | None, Query()] = None, until: Annotated[date | None, Query()] = None
) -> dict[str, Any]:
    """What became of our leads. Without days: the last year."""
    me = reader(request)
    require_role(me, *REPS, *SEES_ALL)
    return as_json(leads_report(for_=me, since=since, until=until, now=timezone.now()))


class LeadRowOut(Schema):
    """A hand-off behind a figure: who, offered by whom to whom, and what came of it. `handoff` is its key, `prospect` the person's."""

    handoff: str
    prospect: str
    name: str
    firm: str
    why: str
    offered_by: str
    offered_at: datetime
    rep: str
    outcome: str


class GivenUpOut(Schema):
    """Somebody who was given up: by whom, after how many attempts, and why. `prospect` is "" when the reader may not open them."""

    prospect: str
    name: str
    firm: str
    by: str
    attempts: str
    reason: str
    day: str


class LeadRowsOut(Schema):
    """A page of the rows behind a figure; `after` is the key of the next, "" on the last."""

    title: str
    count: int
    handoffs: list[LeadRowOut]
    given_up: list[GivenUpOut]
    after: str


class Narrowed(Schema):
    """The days, and the line of a table: a source, version, rep or reason by its key. `after` is the key of the page."""

    since: date | None = None
    until: date | None = None
    source: str = ""
    version: str = ""
    rep: str = ""
    reason: str = ""
    after: str = ""


@router.get("/reports/leads/{what}", response={200: LeadRowsOut, **PROBLEMS}, auth=NeedsScope(Scope.REPORTS_READ))
def rows(request: HttpRequest, what: str, narrowed: Annotated[Narrowed, Query()]) -> LeadRowsOut:
    """The names behind a figure of that report, as the page shows them, such as `offered`, `returned` or `given_up`; 50 a page."""
    me, now = reader(request), timezone.now()
    require_role(me, *REPS, *SEES_ALL)
    period = period_of(for_=me, since=narrowed.since, until=narrowed.until, now=now)
    sent = {name: value for name, value in narrowed.model_dump().items() if isinstance(value, str)}
    return _shown(lead_rows(Wanted.read(what, sent), for_=me, period=period, now=now))


def _shown(found: LeadRows) -> LeadRowsOut:
    handoffs = [
        LeadRowOut(
            handoff=line.ref,
            prospect=prospect,
            name=line.name,
            firm=line.firm,
            why=line.why,
            offered_by=line.from_name,
            offered_at=offered_at,
            rep=line.to_name,
            outcome=line.small,
        )
        for line, (prospect, offered_at) in zip(found.lines, found.of_whom, strict=True)
    ]
    given_up = [
        GivenUpOut(
            prospect=one.person.ref if one.person.may_open else "",
            name=one.person.name,
            firm=one.person.firm,
            by=one.by,
            attempts=one.attempts,
            reason=one.reason,
            day=one.day,
        )
        for one in found.given_up
    ]
    return LeadRowsOut(title=found.title, count=found.count, handoffs=handoffs, given_up=given_up, after=found.after)
