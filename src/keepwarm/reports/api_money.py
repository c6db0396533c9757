"""The JSON edge of money, late buyers and the circle. Money in minor units of the house's currency, shares are fractions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from keepwarm.ledger.actions import take_back_outlay, write_down_outlay
from keepwarm.ledger.models import Outlay
from keepwarm.reports.queries.flow import Wanted as FlowWanted
from keepwarm.reports.queries.flow import flow_report, flow_rows
from keepwarm.reports.queries.leads.period import period_of
from keepwarm.reports.queries.list_rows import Wanted as ListWanted
from keepwarm.reports.queries.list_rows import list_rows
from keepwarm.reports.queries.money.late import late_report
from keepwarm.reports.queries.money.narrowing import Wanted
from keepwarm.reports.queries.money.page import money_report
from keepwarm.reports.queries.money.rows import money_rows
from keepwarm.reports.queries.money.story import sale_story
from keepwarm.reports.queries.money.telling import flow_as_json, late_as_json, money_as_json
from keepwarm.reports.queries.row_page import RowPage
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["reports"])
READ = NeedsScope(Scope.REPORTS_READ)
Day = Annotated[date | None, Query()]


class Days(Schema):
    """The days of a report."""

    since: date
    until: date


class MoneyOut(Days):
    """What it cost and brought. `credit` shares out each sale by model: first, last, equal, fading."""

    currency: str
    counted_at: datetime | None
    days_waiting: int
    seats_without_rate: int
    lists_without_rate: list[str]
    earned: dict[str, int]
    spent: dict[str, int]
    channels: list[dict[str, Any]]
    ways: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    offerings: list[dict[str, Any]]
    credit: dict[str, list[dict[str, Any]]]


class LateOut(Days):
    """Late buyers, by whole months after the first inquiry, and what they had later on."""

    currency: str
    late_from_months: int
    earned: dict[str, int]
    late_share: float | None
    late_share_low: float | None
    late_share_high: float | None
    months: list[dict[str, int]]
    kept: list[dict[str, Any]]


class FlowOut(Days):
    """The circle: who is where, and how they moved."""

    looked_at: datetime | None
    places: list[dict[str, Any]]
    moves: list[dict[str, Any]]
    reopened: int
    put_back: int


class RowOut(Schema):
    """A row behind a figure. `to` says what `ref` names: a prospect or a sale."""

    name: str
    firm: str
    to: str
    ref: str
    cells: list[str]


class RowsOut(Schema):
    """A page of rows; `after` is the key of the next, "" on the last. `columns` name the cells."""

    title: str
    columns: list[str]
    rows: list[RowOut]
    after: str


@router.get("/reports/money", response={200: MoneyOut, **PROBLEMS}, auth=READ)
def money(request: HttpRequest, since: Day = None, until: Day = None) -> dict[str, Any]:
    """What it costs and brings. Without days: the last year."""
    return money_as_json(money_report(for_=reader(request), since=since, until=until, now=timezone.now()))


@router.get("/reports/late", response={200: LateOut, **PROBLEMS}, auth=READ)
def late(request: HttpRequest, since: Day = None, until: Day = None) -> dict[str, Any]:
    """Who bought late, and what kept them."""
    return late_as_json(late_report(for_=reader(request), since=since, until=until, now=timezone.now()))


@router.get("/reports/flow", response={200: FlowOut, **PROBLEMS}, auth=READ)
def flow(request: HttpRequest, since: Day = None, until: Day = None) -> dict[str, Any]:
    """Where everyone is, and how they moved."""
    return flow_as_json(flow_report(for_=reader(request), since=since, until=until, now=timezone.now()))


class MoneyNarrowed(Schema):
    """The days, and what the figure is narrowed to, as in the addresses of the page."""

    since: date | None = None
    until: date | None = None
    source: str = ""
    channel: str = ""
    phase: str = ""
    offering: str = ""
    months: str = ""
    kind: str = ""
    seat: str = ""
    item: str = ""
    inquiry: str = ""
    got: str = ""
    after: str = ""


@router.get("/reports/money/{what}", response={200: RowsOut, **PROBLEMS}, auth=READ)
def rows_of_money(request: HttpRequest, what: str, narrowed: Annotated[MoneyNarrowed, Query()]) -> RowsOut:
    """The touches, sales, people, lists or outlays behind a figure, such as `touches`, `sales`, `late`, `lists`; 50 a page."""
    me, now = reader(request), timezone.now()
    period = period_of(for_=me, since=narrowed.since, until=narrowed.until, now=now)
    sent = {name: value for name, value in narrowed.model_dump().items() if isinstance(value, str)}
    found = money_rows(Wanted.read(what, sent), for_=me, period=period, now=now)
    return _rows_out(found)


class FlowNarrowed(Schema):
    """The days; a stage by its number and a next step, or the stages of a move."""

    since: date | None = None
    until: date | None = None
    stage: str = ""
    step: str = ""
    came_from: Annotated[str, Field(alias="from")] = ""
    went_to: Annotated[str, Field(alias="to")] = ""
    after: str = ""


@router.get("/reports/flow/{what}", response={200: RowsOut, **PROBLEMS}, auth=READ)
def rows_of_flow(request: HttpRequest, what: str, narrowed: Annotated[FlowNarrowed, Query()]) -> RowsOut:
    """The people behind a figure of the circle: `there`, `stuck` or `moved`; 50 a page."""
    me, now = reader(request), timezone.now()
    period = period_of(for_=me, since=narrowed.since, until=narrowed.until, now=now)
    wanted = FlowWanted(what, narrowed.stage, narrowed.step, narrowed.came_from, narrowed.went_to, narrowed.after)
    found = flow_rows(wanted, for_=me, period=period, now=now)
    return _rows_out(found)


@router.get("/reports/lists/{what}", response={200: RowsOut, **PROBLEMS}, auth=READ)
def rows_of_lists(request: HttpRequest, what: str, list_: Annotated[str, Query(alias="list")] = "", after: str = "") -> RowsOut:
    """The people or touches behind a figure of a list: `people`, `worked`, `leads`, `dialled`, `wrong` or `touches`; 50 people a page."""
    return _rows_out(list_rows(ListWanted.read(what, {"list": list_, "after": after}), for_=reader(request)))


def _rows_out(found: RowPage) -> RowsOut:
    rows = [RowOut(name=one.name, firm=one.firm, to=one.to, ref=one.ref, cells=[str(cell) for cell in one.cells]) for one in found.lines]
    return RowsOut(title=found.title, columns=list(found.columns), rows=rows, after=found.after)


class ContactOut(Schema):
    """One contact before a sale. `shares`: by the models first, last, equal and fading."""

    at: datetime
    kind: str
    by: str
    about: str
    shares: list[int]


class StoryOut(Schema):
    """What led to a sale. `months` null: no inquiry is known."""

    sale: str
    prospect: str
    currency: str
    minor: int
    months: int | None
    late: bool
    cost_minor: int
    contacts: list[ContactOut]


@router.get("/reports/sales/{ref}", response={200: StoryOut, **PROBLEMS}, auth=READ)
def story(request: HttpRequest, ref: str) -> StoryOut:
    """The story of one sale: each contact before it, and what the sale owes to it."""
    found = sale_story(ref, for_=reader(request))
    return StoryOut(
        sale=found.sale.ref,
        prospect=found.sale.prospect.ref,
        currency=found.currency,
        minor=found.told.minor,
        months=found.told.months,
        late=found.told.is_late,
        cost_minor=found.told.cost_minor,
        contacts=[ContactOut(at=one.at, kind=one.kind, by=one.who, about=one.what, shares=list(one.shares)) for one in found.lines],
    )


class OutlayIn(Schema):
    """Spent on the conversation, and carried by no touch. `kind`: seminar, content or other; minor units of the house's currency."""

    kind: Annotated[str, Field(max_length=8)]
    what: Annotated[str, Field(max_length=160)]
    amount_minor: Annotated[int, Field(gt=0, lt=10**14)]
    on: date


class OutlayOut(OutlayIn):
    """An outlay with its key."""

    ref: str
    taken_back: bool


@router.post("/reports/outlays", response={CREATED: OutlayOut, **PROBLEMS}, auth=NeedsScope(Scope.CONTENT_WRITE))
def write_outlay(request: HttpRequest, body: OutlayIn, key: OnceKey) -> HttpResponse:
    """Write down an outlay."""

    def do() -> OutlayOut:
        return _out(write_down_outlay(body.kind, body.what, body.amount_minor, on=body.on, by=reader(request), now=timezone.now()))

    return write_once(request, key, do, status=CREATED)


@router.post("/reports/outlays/{ref}/take-back", response={200: OutlayOut, **PROBLEMS}, auth=NeedsScope(Scope.CONTENT_WRITE))
def take_back(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It was wrong, and counts no more."""

    def do() -> OutlayOut:
        return _out(take_back_outlay(ref, by=reader(request), now=timezone.now()))

    return write_once(request, key, do)


def _out(one: Outlay) -> OutlayOut:
    taken = one.voided_at is not None
    return OutlayOut(ref=one.ref, kind=one.kind, what=one.what, amount_minor=one.amount_minor, on=one.on, taken_back=taken)
