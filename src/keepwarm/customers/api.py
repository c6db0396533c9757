"""The JSON edge of customers: how they are, cases, and what other systems tell of use and payments. Promises have their own file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.customers import actions
from keepwarm.customers.api_fields import READ, WRITE, Key, Limit, Words
from keepwarm.customers.api_promises import router as promises
from keepwarm.customers.models import Case
from keepwarm.customers.queries.lists import (
    CaseLine,
    CustomerLine,
    case_line,
    list_cases,
    list_customers,
)
from keepwarm.customers.queries.one import find_customer
from keepwarm.customers.queries.overselling import Oversold, oversold
from keepwarm.customers.queries.people import find_seat, find_user
from keepwarm.customers.queries.team import team_of
from keepwarm.staff.api import CREATED, PROBLEMS, OnceKey, reader, shaped_by, write_once

router = Router(tags=["customers"])
router.add_router("", promises)


@shaped_by(CustomerLine)
class CustomerOut(Schema):
    """One customer. `health`: its key, its word and every reason."""


@shaped_by(CaseLine)
class CaseOut(Schema):
    """A complaint or a broken promise."""


@shaped_by(Oversold)
class OversoldOut(Schema):
    """Counts, and a share with its range in percent."""


class CaseIn(Schema):
    """What they are unhappy about."""

    what: Annotated[str, Field(min_length=1, max_length=1000)]
    channel: Literal["phone", "mail", "person"] = "person"


class OutcomeIn(Schema):
    """What came of a case."""

    outcome: Words


class WhoIn(Schema):
    """One of us, by their email address."""

    who: Annotated[str, Field(max_length=254)]


class BesideIn(WhoIn):
    """`aside`: they stand beside the customer no more."""

    aside: bool = False


class MemberOut(Schema):
    """One of us around a customer."""

    name: str
    part: str
    is_here: bool


class TeamOut(Schema):
    """The team around a customer."""

    team: list[MemberOut]


class LeftIn(Schema):
    """Why they left, in a word of ours and in theirs, and the day on which we ask again."""

    reason: Literal["promise", "price", "need", "other_firm", "quiet", "other"]
    because: Annotated[str, Field(min_length=1, max_length=300)]
    wake_on: date


class LeftOut(LeftIn):
    """Who left, by reference."""

    customer: str


class FactIn(Schema):
    """`use`: how often in the period that ended at `at`; `payment`: days late, 0 on time."""

    kind: Literal["use", "payment"]
    value: Annotated[float, Field(allow_inf_nan=False)]
    at: AwareDatetime


class FactOut(FactIn):
    """As it is kept."""


@router.get("/customers", response={200: list[CustomerOut], **PROBLEMS}, auth=READ)
def list_them(request: HttpRequest, mood: str = "", limit: Limit = 100) -> list[CustomerOut]:
    """Customers that you may see: the unhappy first, then the quiet."""
    lines = list_customers(for_=reader(request), mood=mood, now=timezone.now(), limit=limit)
    return [CustomerOut(**asdict(line)) for line in lines]


@router.post("/customers/{ref}/facts", response={CREATED: FactOut, **PROBLEMS}, auth=WRITE)
def tell_fact(request: HttpRequest, ref: str, body: FactIn, key: OnceKey) -> HttpResponse:
    """Tell what another system knows: use or a payment. The same moment told again is corrected."""

    def do() -> FactOut:
        found = find_customer(ref, for_=reader(request))
        row = actions.report_fact(found.pk, body.kind, body.value, at=body.at, by=reader(request), now=timezone.now())
        return FactOut(kind=body.kind, value=row.value, at=row.at)

    return write_once(request, key, do, status=CREATED)


@router.post("/customers/{ref}/cases", response={CREATED: CaseOut, **PROBLEMS}, auth=WRITE)
def open_case(request: HttpRequest, ref: str, body: CaseIn, key: OnceKey) -> HttpResponse:
    """Open a case for a complaint: no marketing goes to them until it is settled."""

    def do() -> CaseOut:
        found = find_customer(ref, for_=reader(request))
        case = actions.open_case(found.pk, body.what, channel=body.channel, by=reader(request), now=timezone.now())
        return _case(case.ref)

    return write_once(request, key, do, status=CREATED)


@router.get("/cases", response={200: list[CaseOut], **PROBLEMS}, auth=READ)
def show_cases(request: HttpRequest, settled: bool = False, limit: Limit = 100, after: Key = "") -> list[CaseOut]:
    """Cases that wait, the one due first on top; or those that are settled. `after`: the key of the last one you saw."""
    lines = list_cases(for_=reader(request), settled=settled, now=timezone.now(), limit=limit, after=after)
    return [CaseOut(**asdict(line)) for line in lines]


@router.post("/cases/{ref}/settle", response={200: CaseOut, **PROBLEMS}, auth=WRITE)
def settle_case(request: HttpRequest, ref: str, body: OutcomeIn, key: OnceKey) -> HttpResponse:
    """Say what came of it; marketing may go on."""

    def do() -> CaseOut:
        actions.settle_case(ref, body.outcome, by=reader(request), now=timezone.now())
        return _case(ref)

    return write_once(request, key, do)


@router.post("/cases/{ref}/give", response={200: CaseOut, **PROBLEMS}, auth=WRITE)
def give_case(request: HttpRequest, ref: str, body: WhoIn, key: OnceKey) -> HttpResponse:
    """Somebody else settles it."""

    def do() -> CaseOut:
        actions.give_case(ref, find_seat(body.who), by=reader(request), now=timezone.now())
        return _case(ref)

    return write_once(request, key, do)


@router.post("/customers/{ref}/beside", response={200: TeamOut, **PROBLEMS}, auth=WRITE)
def stand_beside(request: HttpRequest, ref: str, body: BesideIn, key: OnceKey) -> HttpResponse:
    """Somebody of service stands beside a customer, or steps aside again. Who sold stays all the same."""

    def do() -> TeamOut:
        found = find_customer(ref, for_=reader(request))
        act = actions.step_aside if body.aside else actions.stand_beside
        act(found.pk, find_user(body.who), by=reader(request), now=timezone.now())
        return TeamOut(team=[MemberOut(name=one.name, part=one.part, is_here=one.is_here) for one in team_of(found)])

    return write_once(request, key, do)


@router.post("/customers/{ref}/left", response={200: LeftOut, **PROBLEMS}, auth=WRITE)
def lose(request: HttpRequest, ref: str, body: LeftIn, key: OnceKey) -> HttpResponse:
    """They left us: they stay in the conversation, and are asked again on that day."""

    def do() -> LeftOut:
        found = find_customer(ref, for_=reader(request))
        loss = actions.lose_customer(found.pk, **body.model_dump(), by=reader(request), now=timezone.now())
        return LeftOut(customer=found.ref, reason=body.reason, because=loss.because, wake_on=loss.wake_on)

    return write_once(request, key, do)


@router.get("/over-selling", response={200: list[OversoldOut], **PROBLEMS}, auth=READ)
def show_overselling(request: HttpRequest, by: Literal["offering", "rep", "source"] = "offering") -> list[OversoldOut]:
    """How often more was promised than came true, with ranges."""
    return [OversoldOut(**asdict(line)) for line in oversold(by, for_=reader(request))]


def _case(ref: str) -> CaseOut:
    row = Case.objects.select_related("prospect", "owner", "beside").get(ref=ref)
    return CaseOut(**asdict(case_line(row, now=timezone.now())))
