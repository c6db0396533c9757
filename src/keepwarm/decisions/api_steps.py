"""The JSON edge of what a person decides about a next touch: their own choice, later, not this one, the end, a new beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.decisions.actions import choose, defer, end, refuse_advice, reopen
from keepwarm.decisions.batch import Choice
from keepwarm.decisions.by_hand import check_outcome
from keepwarm.decisions.refusals import ReasonNeeded
from keepwarm.prospects.api import ProspectOut, prospect_out
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import find_changeable
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["next touch"])
ANSWERS = {200: ProspectOut, **PROBLEMS}
Words = Annotated[str, Field(max_length=300)]
Version = Annotated[int | None, Field(ge=1, le=2**31 - 1)]


class StepIn(Schema):
    """Your own next step; it stands until it is carried out or overtaken. `because` in words. `version`: the person's that you saw."""

    step: Literal["call", "write", "keep_warm"]
    due_at: AwareDatetime
    because: Words
    version: Version = None


class LaterIn(Schema):
    """The date moves; it is no touch. A second time needs its `because`."""

    until: AwareDatetime
    because: Words = ""
    version: Version = None


class NotThisOneIn(Schema):
    """Why the advice is refused; counted for its rule."""

    reason: Literal["already_spoke", "wrong_person", "facts_wrong", "bad_moment", "no_fit"]
    version: Version = None


class EndIn(Schema):
    """An end has one of the agreed reasons, and words."""

    reason: Annotated[str, Field(min_length=1, max_length=40)]
    because: Words
    version: Version = None


class ReopenIn(Schema):
    """Why it is opened again."""

    because: Words


@router.post("/prospects/{ref}/choose", response=ANSWERS, auth=NeedsScope(Scope.DECIDE))
def choose_step(request: HttpRequest, ref: str, body: StepIn, key: OnceKey) -> HttpResponse:
    """Choose the next touch yourself, whatever the rules advise."""
    _need(body.because)
    choice = Choice(body.step, body.due_at, body.because)
    return _act(request, ref, key, lambda who: choose(who.pk, choice, by=reader(request), now=timezone.now(), version=body.version))


@router.post("/prospects/{ref}/later", response=ANSWERS, auth=NeedsScope(Scope.DECIDE))
def later(request: HttpRequest, ref: str, body: LaterIn, key: OnceKey) -> HttpResponse:
    """Put the next touch off; overdue still counts from the first date."""
    return _act(
        request, ref, key, lambda who: defer(who.pk, body.until, body.because, by=reader(request), now=timezone.now(), version=body.version)
    )


@router.post("/prospects/{ref}/not-this-one", response=ANSWERS, auth=NeedsScope(Scope.DECIDE))
def not_this_one(request: HttpRequest, ref: str, body: NotThisOneIn, key: OnceKey) -> HttpResponse:
    """Refuse what is advised, by one of five reasons; they are kept warm for a while."""
    return _act(
        request, ref, key, lambda who: refuse_advice(who.pk, body.reason, by=reader(request), now=timezone.now(), version=body.version)
    )


@router.post("/prospects/{ref}/end", response=ANSWERS, auth=NeedsScope(Scope.DECIDE))
def end_it(request: HttpRequest, ref: str, body: EndIn, key: OnceKey) -> HttpResponse:
    """End the conversation, honourably and with a reason."""
    _need(body.because)
    check_outcome(None, None, body.reason)
    return _act(
        request,
        ref,
        key,
        lambda who: end(who.pk, body.reason, because=body.because, by=reader(request), now=timezone.now(), version=body.version),
    )


@router.post("/prospects/{ref}/reopen", response=ANSWERS, auth=NeedsScope(Scope.DECIDE))
def reopen_it(request: HttpRequest, ref: str, body: ReopenIn, key: OnceKey) -> HttpResponse:
    """Open an ended conversation again, with all history. One that is open stays as it is."""
    _need(body.because)
    return _act(request, ref, key, lambda who: reopen(who.pk, because=body.because, by=reader(request), now=timezone.now()))


def _need(words: str) -> None:
    if not words.strip():
        raise ReasonNeeded(gettext("Say in a few words why."))


def _act(request: HttpRequest, ref: str, key: str, act: Callable[[Prospect], object]) -> HttpResponse:
    """What is done to a person whom the key's owner may change, and how they stand after it."""

    def do() -> ProspectOut:
        act(find_changeable(ref, for_=reader(request)))
        return prospect_out(ref, request)

    return write_once(request, key, do)
