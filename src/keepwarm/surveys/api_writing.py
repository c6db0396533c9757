"""The JSON edge of surveys, writing: a survey is made and changed."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once
from keepwarm.surveys import actions
from keepwarm.surveys.actions import Ask, NewSurvey
from keepwarm.surveys.queries.lists import SurveyLine, find_survey, line_of

WRITE = NeedsScope(Scope.SURVEYS_WRITE)
Key = Annotated[str, Field(max_length=60)]


class AskIn(Schema):
    """A question of the house by its key; `words` ask it otherwise than the house does."""

    question: Key
    words: Annotated[str, Field(max_length=300)] = ""


class SurveyIn(Schema):
    """A survey with its questions in their order. `zone` "" is yours: by it the last day ends."""

    title: Annotated[str, Field(max_length=160)]
    asks: Annotated[list[AskIn], Field(max_length=50)] = []
    intro: Annotated[str, Field(max_length=5_000)] = ""
    thanks: Annotated[str, Field(max_length=5_000)] = ""
    one_by_one: bool = False
    language: Annotated[str, Field(pattern="^([a-z]{2})?$")] = ""
    zone: Annotated[str, Field(max_length=64)] = ""
    open_until_on: date | None = None
    interests: Annotated[list[Key], Field(max_length=50)] = []
    stages: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(max_length=5)] = []
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


@shaped_by(SurveyLine)
class KeptSurveyOut(Schema):
    """A survey as it stands now, and its version."""

    version: int


def make(request: HttpRequest, body: SurveyIn, key: OnceKey) -> HttpResponse:
    """A new survey, as a draft."""
    by, now = reader(request), timezone.now()
    return write_once(request, key, lambda: _out(actions.make_survey(_new(body, by.zone), by=by, now=now).ref), status=CREATED)


def change(request: HttpRequest, ref: str, body: SurveyIn, key: OnceKey) -> HttpResponse:
    """A survey written anew; what was answered stays, and so does who looks after it."""
    by, now = reader(request), timezone.now()

    def do() -> KeptSurveyOut:
        row = find_survey(ref)
        actions.change_survey(ref, replace(_new(body, row.zone), owner_id=row.owner_id), version=body.version, by=by, now=now)
        return _out(ref)

    return write_once(request, key, do)


def _new(body: SurveyIn, zone: str) -> NewSurvey:
    plain = {name: getattr(body, name) for name in ("title", "intro", "thanks", "one_by_one", "language", "open_until_on")}
    asks = tuple(Ask(one.question, one.words) for one in body.asks)
    return NewSurvey(**plain, asks=asks, zone=body.zone or zone, interests=tuple(body.interests), stages=tuple(body.stages))


def _out(ref: str) -> KeptSurveyOut:
    row = find_survey(ref)
    return KeptSurveyOut(**asdict(line_of(row, now=timezone.now())), version=row.version)


def add_to(router: Router) -> None:
    """Beside those that read: one address of the web belongs to one router."""
    router.post("/surveys", response={CREATED: KeptSurveyOut, **PROBLEMS}, auth=WRITE)(make)
    router.put("/surveys/{ref}", response={200: KeptSurveyOut, **PROBLEMS}, auth=WRITE)(change)
