"""The JSON edge of offerings: what is sold, how it fits somebody, and what a currency is worth."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.prospects.queries import find_visible
from keepwarm.selling import actions
from keepwarm.selling.api_fields import READ, WRITE, Because, Code, Minor, Version, Words
from keepwarm.selling.models import Offering
from keepwarm.selling.queries.fit import fits_of
from keepwarm.selling.queries.listing import OfferingRow, offering_row
from keepwarm.staff.api import CREATED, PROBLEMS, OnceKey, reader, shaped_by, write_once

router = Router(tags=["selling"])


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


class OfferingChangeIn(OfferingIn):
    """What is to be another; what is not named stays. `version`: the one you saw."""

    name: Annotated[str, Field(max_length=120)] = ""
    version: Version = None


class RateIn(Schema):
    """What one unit of a currency is worth since a day."""

    currency: Code
    on: date
    rate: Annotated[Decimal, Field(gt=0, lt=10**9)]
    source: Annotated[str, Field(max_length=120)]


class FitOut(Schema):
    """How an offering fits one prospect: `fits`, `does_not`, `not_known`; and then what to ask."""

    offering: str
    name: str
    verdict: str
    lines: list[dict[str, str]]
    ask: list[str]


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


@router.patch("/offerings/{ref}", response={200: OfferingOut, **PROBLEMS}, auth=WRITE)
def change_offering(request: HttpRequest, ref: str, body: OfferingChangeIn, key: OnceKey) -> HttpResponse:
    """Other words, price, needs: what you name. What was sold of it keeps how it fitted on its day."""
    named = body.model_dump(exclude_unset=True, exclude={"version"})

    def do() -> OfferingOut:
        return offering_out(actions.change_offering(ref, by=reader(request), now=timezone.now(), version=body.version, **named))

    return write_once(request, key, do)


@router.post("/offerings/{ref}/restore", response={200: OfferingOut, **PROBLEMS}, auth=WRITE)
def restore_offering(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It is sold again."""
    return write_once(request, key, lambda: offering_out(actions.restore_offering(ref, by=reader(request), now=timezone.now())))


@router.post("/offerings/{ref}/retire", response={200: OfferingOut, **PROBLEMS}, auth=WRITE)
def retire_offering(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It is proposed to nobody new."""
    return write_once(request, key, lambda: offering_out(actions.retire_offering(ref, by=reader(request), now=timezone.now())))


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


def offering_out(row: Offering) -> OfferingOut:
    """An offering as it stands."""
    return OfferingOut(**asdict(offering_row(row)))
