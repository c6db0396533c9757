"""The JSON edge of what closes an opportunity: won with its promises, lost, postponed, taken up again; and a sale undone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.circle.actions.losing import lose
from keepwarm.circle.actions.postponing import postpone, take_up_again
from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.circle.actions.winning import win
from keepwarm.circle.queries.selling import ProposedPromise, propose_promises
from keepwarm.customers.actions import NewPromise
from keepwarm.customers.api_promises import PromiseIn
from keepwarm.customers.queries.people import find_person
from keepwarm.selling.api import OpportunityOut, act_on
from keepwarm.selling.api_fields import READ, WRITE, Because, Code, Minor, Version, Words
from keepwarm.selling.queries.permissions import find_opportunity, find_sale
from keepwarm.staff.api import PROBLEMS, OnceKey, reader, shaped_by, write_once

router = Router(tags=["selling"])


@shaped_by(ProposedPromise)
class ProposedOut(Schema):
    """A sentence of a note or a letter of ours that sounds like a promise. `to`: of whom it was said to, by reference."""


class WonIn(Schema):
    """The sale: with its promises, or with `nothing_beyond` the quote. Without an amount that of the opportunity holds."""

    promises: Annotated[list[PromiseIn], Field(max_length=30)] = []
    nothing_beyond: bool = False
    amount_minor: Minor | None = None
    currency: Code = ""
    sold_at: AwareDatetime | None = None
    runs_until_on: date | None = None
    unfit_because: Because = ""
    version: Version = None


class PostponedIn(Schema):
    """Why not now, and the day on which they hear from us again."""

    reason: Because
    wake_on: date
    version: Version = None


class LostIn(PostponedIn):
    """Why it was lost, and who has the business now."""

    lost_to: Annotated[str, Field(max_length=120)] = ""


class TakenUpIn(Schema):
    """What comes next."""

    next_on: date
    next_what: Words
    version: Version = None


class UndoneIn(Schema):
    """Why it was no sale."""

    because: Because


class SaleOut(Schema):
    """A sale."""

    ref: str
    undone: bool


Answers = {200: OpportunityOut, **PROBLEMS}


@router.post("/opportunities/{ref}/won", response=Answers, auth=WRITE)
def won(request: HttpRequest, ref: str, body: WonIn, key: OnceKey) -> HttpResponse:
    """Close it as won, with its promises, or with the word that nothing was promised beyond the quote."""

    def do() -> object:
        row = find_opportunity(ref, for_=reader(request))
        promises = [NewPromise(one.what, one.due_on, find_person(one.to, row.prospect, row), one.source) for one in body.promises]
        sold = body.model_dump(exclude={"promises"}) | {"promises": promises or None}
        return win(ref, by=reader(request), now=timezone.now(), **sold)

    return act_on(request, ref, key, do)


@router.get("/opportunities/{ref}/proposed-promises", response={200: list[ProposedOut], **PROBLEMS}, auth=READ)
def proposed(request: HttpRequest, ref: str) -> list[ProposedOut]:
    """What notes and letters of ours said that sounds like a promise: to be read before it is won. Nothing of it is written down."""
    found = propose_promises(find_opportunity(ref, for_=reader(request)), for_=reader(request))
    return [ProposedOut(**asdict(one)) for one in found]


@router.post("/opportunities/{ref}/lost", response=Answers, auth=WRITE)
def lost(request: HttpRequest, ref: str, body: LostIn, key: OnceKey) -> HttpResponse:
    """Close it as lost; the prospect is kept warm, and heard of again on the day."""
    return act_on(request, ref, key, lambda: lose(ref, by=reader(request), now=timezone.now(), **body.model_dump()))


@router.post("/opportunities/{ref}/postponed", response=Answers, auth=WRITE)
def postponed(request: HttpRequest, ref: str, body: PostponedIn, key: OnceKey) -> HttpResponse:
    """Not now: it comes back on the day."""
    return act_on(request, ref, key, lambda: postpone(ref, by=reader(request), now=timezone.now(), **body.model_dump()))


@router.post("/opportunities/{ref}/again", response=Answers, auth=WRITE)
def again(request: HttpRequest, ref: str, body: TakenUpIn, key: OnceKey) -> HttpResponse:
    """Take a lost or postponed one up again."""
    return act_on(request, ref, key, lambda: take_up_again(ref, by=reader(request), now=timezone.now(), **body.model_dump()))


@router.post("/sales/{ref}/undo", response={200: SaleOut, **PROBLEMS}, auth=WRITE)
def undo(request: HttpRequest, ref: str, body: UndoneIn, key: OnceKey) -> HttpResponse:
    """It was no sale. The row stays."""

    def do() -> SaleOut:
        find_sale(ref, for_=reader(request))
        sale = undo_sale(ref, because=body.because, by=reader(request), now=timezone.now())
        return SaleOut(ref=sale.ref, undone=sale.undone_at is not None)

    return write_once(request, key, do)
