"""The JSON edge of what the house agrees on about letters: the budget, exceptions from it, and texts to begin with."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import Field

from keepwarm.letters import actions
from keepwarm.letters.queries.budget import read_budget
from keepwarm.letters.queries.finding import need_seat
from keepwarm.letters.queries.listing import snippets_in_use
from keepwarm.letters.refusals import UnknownLetter
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.queries import persons_seats

router = Router(tags=["letters"])
Purpose = Literal["find_contact", "ask_referral", "schedule", "confirm", "answer", "after_voicemail", "introduction"]


class BudgetOut(Schema):
    """Letters left over the last days worked. Figures are null where the rep's own mailbox is not connected."""

    known: bool
    letters_left: int | None
    letters: int | None
    others: int | None
    share: float | None
    limit: float
    days_worked: int
    exceptions: int
    sentence: str


class ExceptionIn(Schema):
    """Letters beyond the budget, with the reason that stands on the morning report. `seat`: its reference."""

    seat: Annotated[str, Field(max_length=16)]
    because: Annotated[str, Field(max_length=300)]
    count: Annotated[int, Field(ge=1, le=20)] = 1


class GrantedOut(Schema):
    """How many letters were granted."""

    granted: int


class SnippetOut(Schema):
    """A text of the house with its merge fields."""

    ref: str
    name: str
    purpose: str
    language: str
    subject: str
    text: str


class SnippetIn(Schema):
    """A text of the house. Fields stand in it as `{{given_name}}` or `{{firm|your firm}}`."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    purpose: Purpose | Literal[""] = ""
    language: Annotated[str, Field(max_length=12)] = ""
    subject: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(min_length=1, max_length=4000)]


@router.get("/letters/budget", response={200: BudgetOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def budget(request: HttpRequest) -> BudgetOut:
    """How many letters you have left, and what earns the next one."""
    found = read_budget(need_seat(reader(request)), now=timezone.now())
    known, share = found.is_known, found.share
    return BudgetOut(
        known=known,
        letters_left=found.left if known else None,
        letters=share.letters if known else None,
        others=share.others if known else None,
        share=share.share if known else None,
        limit=found.limit,
        days_worked=found.days,
        exceptions=found.exceptions,
        sentence=found.sentence,
    )


@router.get("/letters/snippets", response={200: list[SnippetOut], **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def list_snippets(request: HttpRequest) -> list[SnippetOut]:
    """Texts of the house in use."""
    return [SnippetOut.from_orm(row) for row in snippets_in_use()]


@router.post("/letters/snippets", response={CREATED: SnippetOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def write_snippet(request: HttpRequest, body: SnippetIn, key: OnceKey) -> HttpResponse:
    """A new text of the house."""
    text = actions.SnippetText(**body.model_dump())
    return write_once(
        request, key, lambda: SnippetOut.from_orm(actions.save_snippet(text, by=reader(request), now=timezone.now())), status=CREATED
    )


@router.post("/letters/exceptions", response={CREATED: GrantedOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def grant(request: HttpRequest, body: ExceptionIn, key: OnceKey) -> HttpResponse:
    """Grant a rep letters beyond the budget. Only who runs the team may."""

    def do() -> GrantedOut:
        seat = persons_seats().filter(ref=body.seat).first()
        if seat is None:
            raise UnknownLetter(gettext("There is no such seat."))
        rows = actions.grant_exception(seat, because=body.because, count=body.count, by=reader(request), now=timezone.now())
        return GrantedOut(granted=len(rows))

    return write_once(request, key, do, status=CREATED)
