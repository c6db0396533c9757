"""The JSON edge of selling: what is offered, what somebody may buy, how it fits, and what is to be expected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from keepwarm.prospects.queries import find_visible
from keepwarm.selling import actions
from keepwarm.selling.models import Offering
from keepwarm.selling.queries.expecting import expect
from keepwarm.selling.queries.fit import fits_of
from keepwarm.selling.queries.listing import OfferingRow, OpportunityRow, offering_row, rows_of
from keepwarm.selling.queries.permissions import visible_opportunities
from keepwarm.selling.queries.rates import house_currency
from keepwarm.selling.queries.stages import StageRow, stages_version
from keepwarm.selling.queries.stages import list_stages as stage_rows
from keepwarm.selling.refusals import UnknownOpportunity
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once

router = Router(tags=["selling"])
READ, WRITE = NeedsScope(Scope.SELLING_READ), NeedsScope(Scope.SELLING_WRITE)
Limit = Annotated[int, Field(ge=1, le=200)]
Minor = Annotated[int, Field(ge=-(2**62), le=2**62)]
Code = Annotated[str, Field(max_length=3)]
Words = Annotated[str, Field(max_length=200)]
Because = Annotated[str, Field(max_length=300)]
Percent = Annotated[int, Field(ge=0, le=100)]
Version = Annotated[int | None, Field(ge=1, le=2**31 - 1)]


@shaped_by(OpportunityRow)
class OpportunityOut(Schema):
    """One opportunity. Amounts in minor units of `currency`; `rate`: of the day, to the house's currency."""


@shaped_by(OfferingRow)
class OfferingOut(Schema):
    """One offering. `needs`: questions and the answers it serves; `requires`: a condition."""


class NeedIn(Schema):
    """A need that it serves; no values: any answer but a plain no."""

    question: Annotated[str, Field(max_length=60)]
    values: Annotated[list[Words], Field(max_length=50)] = []


class OfferingIn(Schema):
    """What is sold."""

    name: Annotated[str, Field(max_length=120)]
    code: Annotated[str, Field(max_length=40)] = ""
    price_minor: Minor | None = None
    currency: Code = ""
    needs: Annotated[list[NeedIn], Field(max_length=30)] = []
    requires: Annotated[str, Field(max_length=1000)] = ""
    requires_words: Because = ""


class RateIn(Schema):
    """What one unit of a currency is worth since a day."""

    currency: Code
    on: date
    rate: Annotated[Decimal, Field(gt=0, lt=10**9)]
    source: Annotated[str, Field(max_length=120)]


class OpportunityIn(Schema):
    """What somebody may buy. Without an amount the price of the offering holds; without a stage it begins at the first."""

    offering: Annotated[str, Field(max_length=16)]
    next_on: date
    next_what: Words
    amount_minor: Minor | None = None
    currency: Code = ""
    expected_on: date | None = None
    stage: Annotated[str, Field(max_length=24)] = ""
    word_percent: Percent | None = None
    name: Annotated[str, Field(max_length=160)] = ""
    unfit_because: Because = ""
    handoff_ref: Annotated[str, Field(max_length=16)] = ""


class OpportunityChangeIn(Schema):
    """What is to be another; what is not named stays. `version`: the one you saw."""

    next_on: date | None = None
    next_what: Words | None = None
    amount_minor: Minor | None = None
    currency: Code | None = None
    expected_on: date | None = None
    stage: Annotated[str, Field(max_length=24)] | None = None
    word_percent: Percent | None = None
    name: Annotated[str, Field(max_length=160)] | None = None
    because: Because = ""
    version: Version = None


@shaped_by(StageRow)
class StageOut(Schema):
    """One stage of selling. `open`: opportunities that stand there now."""


class StagesOut(Schema):
    """All stages, and the version of this list."""

    version: str
    stages: list[StageOut]


class StageIn(Schema):
    """A stage as it shall be; without `key` a new one."""

    label: Annotated[str, Field(max_length=120)]
    key: Annotated[str, Field(max_length=24)] = ""


class StagesIn(Schema):
    """The whole list in its order. `version`: that of the list you saw."""

    stages: Annotated[list[StageIn], Field(max_length=30)]
    because: Because
    version: Annotated[str, Field(max_length=16)] = ""


class FitOut(Schema):
    """How an offering fits one prospect: `fits`, `does_not`, `not_known`; and then what to ask."""

    offering: str
    name: str
    verdict: str
    lines: list[dict[str, str]]
    ask: list[str]


class ForecastOut(Schema):
    """What the open opportunities may bring, in minor units of `currency`; the range holds 19 times of 20.

    `verdict`: `signal`, `no_signal` or `too_few`: whether the house's history tells one apart from another at all.
    """

    verdict: str
    currency: str
    expected: int
    expected_low: int
    expected_high: int
    by_word: int | None
    closed: int
    share: float
    share_low: float
    share_high: float
    chances: list[dict[str, Any]]


@router.get("/offerings", response={200: list[OfferingOut], **PROBLEMS}, auth=READ)
def list_offerings(request: HttpRequest) -> list[OfferingOut]:
    """All offerings by name, those out of use too."""
    return [offering_out(row) for row in Offering.objects.order_by("name")]


@router.post("/offerings", response={CREATED: OfferingOut, **PROBLEMS}, auth=WRITE)
def add_offering(request: HttpRequest, body: OfferingIn, key: OnceKey) -> HttpResponse:
    """Something new to sell."""

    def do() -> OfferingOut:
        return offering_out(actions.add_offering(by=reader(request), now=timezone.now(), **body.model_dump()))

    return write_once(request, key, do, status=CREATED)


@router.post("/offerings/{ref}/retire", response={200: OfferingOut, **PROBLEMS}, auth=WRITE)
def retire_offering(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It is proposed to nobody new."""
    return write_once(request, key, lambda: offering_out(actions.retire_offering(ref, by=reader(request), now=timezone.now())))


@router.get("/selling-stages", response={200: StagesOut, **PROBLEMS}, auth=READ)
def list_stages(request: HttpRequest) -> StagesOut:
    """The agreed stages of selling, in their order; those out of use too, with how many opportunities stand there."""
    return _stages()


@router.put("/selling-stages", response={200: StagesOut, **PROBLEMS}, auth=WRITE)
def change_stages(request: HttpRequest, body: StagesIn, key: OnceKey) -> HttpResponse:
    """These are the stages from now on, in this order. Who is not named is used no more. For managers and admins."""

    def do() -> StagesOut:
        wanted = [actions.Wanted(one.label, one.key) for one in body.stages]
        actions.change_stages(wanted, because=body.because, by=reader(request), now=timezone.now(), version=body.version)
        return _stages()

    return write_once(request, key, do)


@router.post("/rates", response={CREATED: RateIn, **PROBLEMS}, auth=WRITE)
def set_rate(request: HttpRequest, body: RateIn, key: OnceKey) -> HttpResponse:
    """What a currency is worth. Amounts that were written keep the rate of their day."""

    def do() -> RateIn:
        row = actions.set_rate(body.currency, body.on, body.rate, source=body.source, by=reader(request), now=timezone.now())
        return RateIn(currency=row.currency, on=row.on, rate=row.rate, source=row.source)

    return write_once(request, key, do, status=CREATED)


@router.get("/prospects/{ref}/fit", response={200: list[FitOut], **PROBLEMS}, auth=READ)
def show_fit(request: HttpRequest, ref: str) -> list[dict[str, Any]]:
    """How everything that is offered now fits what this prospect said."""
    prospect = find_visible(ref, for_=reader(request))
    rows = list(Offering.objects.filter(retired_at__isnull=True))
    fits = fits_of(rows, prospect, now=timezone.now())
    return [{"offering": row.ref, "name": row.name, **fits[row.pk].as_json()} for row in rows]


@router.get("/opportunities", response={200: list[OpportunityOut], **PROBLEMS}, auth=READ)
def list_opportunities(
    request: HttpRequest, outcome: Literal["open", "won", "lost", "postponed", "ended"] | None = None, limit: Limit = 50
) -> list[OpportunityOut]:
    """Opportunities that you may see, the newest first."""
    found = visible_opportunities(reader(request))
    found = found if outcome is None else found.filter(outcome="" if outcome == "open" else outcome)
    return [OpportunityOut(**asdict(row)) for row in rows_of(found, limit=limit)]


@router.get("/opportunities/{ref}", response={200: OpportunityOut, **PROBLEMS}, auth=READ)
def show_opportunity(request: HttpRequest, ref: str) -> OpportunityOut:
    """One opportunity."""
    return out(ref, request)


@router.post("/prospects/{ref}/opportunities", response={CREATED: OpportunityOut, **PROBLEMS}, auth=WRITE)
def open_opportunity(request: HttpRequest, ref: str, body: OpportunityIn, key: OnceKey) -> HttpResponse:
    """Open one: the prospect's next touch comes no later than its own from now on."""

    def do() -> OpportunityOut:
        prospect = find_visible(ref, for_=reader(request))
        new = actions.NewOpportunity(**body.model_dump())
        return out(actions.open_opportunity(prospect.pk, new, by=reader(request), now=timezone.now()).ref, request)

    return write_once(request, key, do, status=CREATED)


@router.patch("/opportunities/{ref}", response={200: OpportunityOut, **PROBLEMS}, auth=WRITE)
def change_opportunity(request: HttpRequest, ref: str, body: OpportunityChangeIn, key: OnceKey) -> HttpResponse:
    """Change what you name: stage, amount, dates, words."""

    def do() -> OpportunityOut:
        out(ref, request)
        by, now, version = reader(request), timezone.now(), body.version
        changes = {name: value for name, value in body.model_dump(exclude={"because", "version", "stage"}).items() if value is not None}
        if body.stage:
            actions.move_stage(ref, body.stage, because=body.because, by=by, now=now, version=version)
            version = None
        if changes:
            actions.change_opportunity(ref, changes, because=body.because, by=by, now=now, version=version)
        return out(ref, request)

    return write_once(request, key, do)


@router.get("/forecast", response={200: ForecastOut, **PROBLEMS}, auth=READ)
def show_forecast(request: HttpRequest) -> dict[str, Any]:
    """What the open ones that you may see may bring, by the house's own history."""
    found = expect(for_=reader(request), mine=False, now=timezone.now()).forecast
    told = {name: value for name, value in asdict(found).items() if name != "trial"}
    return {**told, "currency": house_currency(), "chances": [asdict(one) for one in found.chances]}


def _stages() -> StagesOut:
    return StagesOut(version=stages_version(), stages=[StageOut(**asdict(row)) for row in stage_rows()])


def out(ref: str, request: HttpRequest) -> OpportunityOut:
    """One opportunity that the reader may see. Raises UnknownOpportunity."""
    rows = rows_of(visible_opportunities(reader(request)).filter(ref=ref))
    if not rows:
        raise UnknownOpportunity(_("There is no such opportunity, or you may not see it."))
    return OpportunityOut(**asdict(rows[0]))


def offering_out(row: Offering) -> OfferingOut:
    """An offering as it stands."""
    return OfferingOut(**asdict(offering_row(row)))


def act_on(request: HttpRequest, ref: str, key: str, act: Callable[[], object]) -> HttpResponse:
    """An act on an opportunity that the reader may see, and how it stands after it."""

    def do() -> OpportunityOut:
        out(ref, request)
        act()
        return out(ref, request)

    return write_once(request, key, do)
