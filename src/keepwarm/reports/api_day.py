"""The JSON edge of the manager's day: the week, what works, replies, lists, goals and quotas, and setting the last two."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from keepwarm.goals.actions import GoalRefused, choose_report_mail, set_goal, set_quota, take_back_quota
from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.lib.days import today_in
from keepwarm.reports.queries.aims.goals import goals_page
from keepwarm.reports.queries.aims.quotas import quotas_page
from keepwarm.reports.queries.list_page import list_page
from keepwarm.reports.queries.mail_choice import mail_choice
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.reports.queries.telling import coaching_as_data, goals_as_data, lists_as_data, quotas_as_data, replies_as_data, weekly_as_data
from keepwarm.reports.queries.weeks.coaching import coaching
from keepwarm.reports.queries.weeks.replies import replies_beside_conversations
from keepwarm.reports.queries.weeks.weekly import weekly_review
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import REPS, SEES_ALL, Role, Seat
from keepwarm.staff.queries import require_role

router = Router(tags=["reports"])
Told = dict[str, Any]
Rep = Annotated[str, Query(max_length=16)]
READ = NeedsScope(Scope.REPORTS_READ)


class GoalIn(Schema):
    """What a seat is to aim at; `seat` is its reference. 0 ends the goal."""

    seat: Annotated[str, Field(max_length=16)]
    measure: Annotated[str, Field(max_length=16)]
    per: Literal["day", "week"]
    aim: Annotated[int, Field(ge=0, le=10_000)]
    from_on: date | None = None
    because: Annotated[str, Field(max_length=200)] = ""


class QuotaIn(Schema):
    """What a closing rep is to sell in a month or quarter: in minor units of a currency, or in sales."""

    seat: Annotated[str, Field(max_length=16)]
    period: Literal["month", "quarter"]
    starts_on: date
    amount_minor: Annotated[int, Field(gt=0, lt=2**53)] | None = None
    currency: Annotated[str, Field(max_length=3)] = ""
    sales: Annotated[int, Field(gt=0, le=100_000)] | None = None
    because: Annotated[str, Field(max_length=200)] = ""


class SetOut(Schema):
    """The row that now holds."""

    ref: str


@router.get("/reports/weekly", response={200: Told, **PROBLEMS}, auth=READ)
def weekly(request: HttpRequest, week: date | None = None, rep: Rep = "") -> Told:
    """The week in which the day lies, with the twelve before; without a day the last whole one. A rep's key reads their own."""
    me = reader(request)
    require_role(me, *REPS, *SEES_EVERY_REP)
    return weekly_as_data(weekly_review(for_=me, on=week, rep=rep, now=timezone.now()))


@router.get("/reports/coaching", response={200: Told, **PROBLEMS}, auth=READ)
def what_works(request: HttpRequest, rep: Rep = "") -> Told:
    """At which hours and attempts calls reach people, after how many people are given up, and letters."""
    me = reader(request)
    require_role(me, *REPS, *SEES_EVERY_REP)
    return coaching_as_data(coaching(for_=me, rep=rep, now=timezone.now()))


@router.get("/reports/replies", response={200: Told, **PROBLEMS}, auth=READ)
def replies(request: HttpRequest) -> Told:
    """Email replies beside conversations, by what they led to."""
    require_role(reader(request), *SEES_ALL)
    return replies_as_data(replies_beside_conversations(now=timezone.now()))


@router.get("/reports/lists", response={200: list[Told], **PROBLEMS}, auth=READ)
def lists(request: HttpRequest) -> list[Told]:
    """What each list gave, with ranges, and which not to buy again (`verdict` stop)."""
    require_role(reader(request), *SEES_ALL)
    return lists_as_data(list_page())


@router.get("/reports/quotas", response={200: Told, **PROBLEMS}, auth=READ)
def quotas(request: HttpRequest, period: Literal["month", "quarter"] = "month", on: date | None = None) -> Told:
    """Of each closing rep what is sold, expected and needed; the running month when no day is given."""
    me = reader(request)
    require_role(me, Role.CLOSING_REP, *SEES_EVERY_REP)
    return quotas_as_data(quotas_page(for_=me, period=period, on=on, now=timezone.now()))


@router.get("/goals", response={200: list[Told], **PROBLEMS}, auth=READ)
def goals(request: HttpRequest) -> list[Told]:
    """The goals that hold, in conversations and leads, and how far they are met."""
    me = reader(request)
    require_role(me, *REPS, *SEES_EVERY_REP)
    return goals_as_data(goals_page(for_=me, now=timezone.now()))


@router.post("/goals", response={CREATED: SetOut, **PROBLEMS}, auth=NeedsScope(Scope.GOALS_WRITE))
def write_goal(request: HttpRequest, body: GoalIn, key: OnceKey) -> HttpResponse:
    """Set or end a goal. Only who runs the team may."""

    def do() -> SetOut:
        now = timezone.now()
        seat, by = _seat(body.seat), reader(request)
        since = body.from_on or today_in(by.zone, now)
        row = set_goal(seat, body.measure, body.per, body.aim, from_on=since, because=body.because, by=by, now=now)
        return SetOut(ref=row.ref)

    return write_once(request, key, do, status=CREATED)


@router.post("/quotas", response={CREATED: SetOut, **PROBLEMS}, auth=NeedsScope(Scope.GOALS_WRITE))
def write_quota(request: HttpRequest, body: QuotaIn, key: OnceKey) -> HttpResponse:
    """Set the quota of a closing rep. Only who runs the team may."""

    def do() -> SetOut:
        new = NewQuota(body.period, body.starts_on, body.amount_minor, body.currency, body.sales)
        row = set_quota(_seat(body.seat), new, because=body.because, by=reader(request), now=timezone.now())
        return SetOut(ref=row.ref)

    return write_once(request, key, do, status=CREATED)


class TakeBackIn(Schema):
    """Whose quota of which month or quarter is to be there no more."""

    seat: Annotated[str, Field(max_length=16)]
    period: Literal["month", "quarter"]
    starts_on: date
    because: Annotated[str, Field(max_length=200)] = ""


class TakenBackOut(Schema):
    """That there is none any more."""

    taken_back: bool


@router.post("/quotas/take-back", response={200: TakenBackOut, **PROBLEMS}, auth=NeedsScope(Scope.GOALS_WRITE))
def drop_quota(request: HttpRequest, body: TakeBackIn, key: OnceKey) -> HttpResponse:
    """There is no quota for that time any more. Only who runs the team may."""

    def do() -> TakenBackOut:
        seat, by = _seat(body.seat), reader(request)
        take_back_quota(seat, body.period, body.starts_on, because=body.because, by=by, now=timezone.now())
        return TakenBackOut(taken_back=True)

    return write_once(request, key, do)


class MailOut(Schema):
    """When the morning report comes by mail: `at` on the clock of `zone`, the reader's own."""

    is_on: bool
    at: str
    working_days_only: bool
    zone: str


class MailIn(Schema):
    """One's own choice."""

    is_on: bool = True
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "07:30"
    working_days_only: bool = True


@router.get("/reports/mail", response={200: MailOut, **PROBLEMS}, auth=READ)
def report_mail(request: HttpRequest) -> dict[str, Any]:
    """When the morning report comes by mail to the key's person."""
    return mail_choice(reader(request)).as_data()


@router.put("/reports/mail", response={200: MailOut, **PROBLEMS}, auth=NeedsScope(Scope.GOALS_WRITE))
def choose_mail(request: HttpRequest, body: MailIn, key: OnceKey) -> HttpResponse:
    """The key's person chooses the hour, in their own zone, or that it comes no more."""

    def do() -> MailOut:
        me, minute = reader(request), int(body.at[:2]) * 60 + int(body.at[3:])
        choose_report_mail(me, is_on=body.is_on, minute=minute, working_days_only=body.working_days_only, now=timezone.now())
        return MailOut(**mail_choice(me).as_data())

    return write_once(request, key, do)


def _seat(ref: str) -> Seat:
    found = Seat.objects.filter(ref=ref).first()
    if found is None:
        raise GoalRefused(gettext("There is no such seat."))
    return found
