"""The JSON edge of selling: what somebody may buy. Offerings, stages and the forecast have files of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from keepwarm.prospects.queries import find_visible
from keepwarm.selling import actions
from keepwarm.selling.api_fields import READ, WRITE, Because, Code, Minor, Version, Words
from keepwarm.selling.api_forecast import router as forecast
from keepwarm.selling.api_offerings import router as offerings
from keepwarm.selling.api_people import router as people
from keepwarm.selling.api_stages import router as stages
from keepwarm.selling.queries.listing import OpportunityRow, rows_of
from keepwarm.selling.queries.permissions import visible_opportunities
from keepwarm.selling.refusals import UnknownOpportunity
from keepwarm.staff.api import CREATED, PROBLEMS, OnceKey, reader, shaped_by, write_once

router = Router(tags=["selling"])
router.add_router("", forecast)
router.add_router("", offerings)
router.add_router("", people)
router.add_router("", stages)
Limit = Annotated[int, Field(ge=1, le=200)]
Percent = Annotated[int, Field(ge=0, le=100)]


@shaped_by(OpportunityRow)
class OpportunityOut(Schema):
    """One opportunity. Amounts in minor units of `currency`; `rate`: of the day, to the house's currency."""


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

    offering: Annotated[str, Field(max_length=16)] | None = None
    unfit_because: Because | None = None
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


def out(ref: str, request: HttpRequest) -> OpportunityOut:
    """One opportunity that the reader may see. Raises UnknownOpportunity."""
    rows = rows_of(visible_opportunities(reader(request)).filter(ref=ref))
    if not rows:
        raise UnknownOpportunity(_("There is no such opportunity, or you may not see it."))
    return OpportunityOut(**asdict(rows[0]))


def act_on(request: HttpRequest, ref: str, key: str, act: Callable[[], object]) -> HttpResponse:
    """An act on an opportunity that the reader may see, and how it stands after it."""

    def do() -> OpportunityOut:
        out(ref, request)
        act()
        return out(ref, request)

    return write_once(request, key, do)
