"""The JSON edge of the report of the leads. Shares are fractions, times minutes in the working hours of the rep."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from keepwarm.reports.queries.leads import as_json, leads_report
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
