"""The JSON edge of people: the list, one person, and finding anyone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from keepwarm.prospects.queries import AddressLine, ListFilters, ListRow, list_page, prospect_page
from keepwarm.prospects.queries.lists import PAGE
from keepwarm.prospects.search.finding import find
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, reader

router = Router(tags=["people"])
LARGEST_PAGE = 200


class RowOut(Schema):
    """One line of the list."""

    ref: str
    name: str
    firm: str
    owner: str
    stage: str
    next_step: str
    next_touch_at: datetime | None
    last_touch_at: datetime | None
    overdue: bool
    end_reason: str


class PageOut(Schema):
    """A page of the list. `after` is the key of the next page, "" at the end; `count` is bounded: "1,000+"."""

    prospects: list[RowOut]
    after: str
    count: str


class AddressOut(Schema):
    """A phone, an email or a postal address."""

    ref: str
    kind: str
    value: str
    label: str
    shared: bool
    state: str


class ProspectOut(Schema):
    """One person, and where we stand with them."""

    ref: str
    name: str
    title: str
    firm: str
    language: str
    place: str
    zone: str
    owner: str
    stage: str
    next_step: str
    next_touch_at: datetime | None
    first_due_at: datetime | None
    rule: str
    last_touch_at: datetime | None
    last_reached_at: datetime | None
    attempts: int
    reached: int
    ended_at: datetime | None
    end_reason: str
    version: int
    may_change: bool
    addresses: list[AddressOut]


class FoundOut(Schema):
    """Somebody found. `addresses` are empty where the reader may see no more than who and whose."""

    ref: str
    name: str
    firm: str
    owner: str
    stage: str
    ended: bool
    may_open: bool
    addresses: list[str]


class FindingOut(Schema):
    """Who was found, best first; `more` when there are more than are shown."""

    found: list[FoundOut]
    more: bool


class ListQuery(Schema):
    """Filters of the list; what is left out asks nothing. `owner` is the ref of a seat, `stage` 1 (new) to 5 (customer)."""

    step: Literal["call", "write", "keep_warm"] | None = None
    owner: Annotated[str | None, Field(max_length=16)] = None
    stage: Annotated[int | None, Field(ge=1, le=6)] = None
    overdue: bool = False
    ended: bool = False
    after: Annotated[str, Field(max_length=200)] = ""
    size: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE


@router.get("/prospects", response={200: PageOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def list_prospects(request: HttpRequest, asked: Query[ListQuery]) -> PageOut:
    """People whom the key's person works with, by their next touch, in pages by key."""
    filters = ListFilters(step=asked.step, owner=asked.owner, stage=asked.stage, overdue=asked.overdue, ended=asked.ended)
    page = list_page(reader(request), filters, now=timezone.now(), after=asked.after, size=asked.size)
    return PageOut(prospects=[_row(one) for one in page.rows], after=page.after, count=page.count)


@router.get("/prospects/{ref}", response={200: ProspectOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def get_prospect(request: HttpRequest, ref: str) -> ProspectOut:
    """One person, by reference; of a merged one whom they were merged into."""
    return prospect_out(ref, request)


@router.get("/find", response={200: FindingOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def find_anyone(request: HttpRequest, q: Annotated[str, Query(max_length=200)]) -> FindingOut:
    """Anyone, by part of a name, a firm, a number or an email."""
    finding = find(q, for_=reader(request))
    rows = [
        FoundOut(
            ref=one.ref,
            name=one.name,
            firm=one.firm,
            owner=one.owner,
            stage=one.stage,
            ended=one.has_ended,
            may_open=one.may_open,
            addresses=list(one.addresses),
        )
        for one in finding.rows
    ]
    return FindingOut(found=rows, more=finding.more)


def prospect_out(ref: str, request: HttpRequest) -> ProspectOut:
    """One person as JSON, as far as the reader may see them; for every endpoint that answers with a person."""
    page = prospect_page(ref, for_=reader(request), now=timezone.now())
    one = page.prospect
    return ProspectOut(
        ref=one.ref,
        name=one.name,
        title=one.title,
        firm=page.organization.name if page.organization else "",
        language=one.language,
        place=one.place,
        zone=one.zone,
        owner=page.owner,
        stage=str(one.get_stage_display()),
        next_step=one.next_step,
        next_touch_at=one.next_touch_at,
        first_due_at=one.first_due_at,
        rule=one.because_rule,
        last_touch_at=one.last_touch_at,
        last_reached_at=one.last_reached_at,
        attempts=one.attempts,
        reached=one.reached,
        ended_at=one.ended_at,
        end_reason=one.end_reason,
        version=one.version,
        may_change=page.may_change,
        addresses=[_address(line) for line in page.addresses],
    )


def _address(line: AddressLine) -> AddressOut:
    return AddressOut(ref=line.ref, kind=line.kind, value=line.value, label=line.label, shared=line.shared, state=line.state)


def _row(one: ListRow) -> RowOut:
    return RowOut(
        ref=one.ref,
        name=one.name,
        firm=one.firm,
        owner=one.owner,
        stage=one.stage,
        next_step=one.step,
        next_touch_at=one.next_touch_at,
        last_touch_at=one.last_touch_at,
        overdue=one.is_overdue,
        end_reason=one.end_reason,
    )
