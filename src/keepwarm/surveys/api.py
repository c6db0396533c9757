"""The JSON edge of surveys: lists, results, open and close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once
from keepwarm.surveys import actions
from keepwarm.surveys.api_writing import add_to
from keepwarm.surveys.queries.lists import SurveyLine, find_survey, line_of, list_surveys
from keepwarm.surveys.queries.results import results_of

router = Router(tags=["surveys"])
READ, WRITE = NeedsScope(Scope.SURVEYS_READ), NeedsScope(Scope.SURVEYS_WRITE)
Limit = Annotated[int, Field(ge=1, le=200)]
Way = Annotated[str, Field(max_length=40)]


@shaped_by(SurveyLine)
class SurveyOut(Schema):
    """A survey and its counts. `phase`: draft, open, past or closed; `url` is where people answer."""


class BarOut(Schema):
    """How many gave this answer, and their share in percent of those who answered the question."""

    label: str
    count: int
    percent: int


class QuestionOut(Schema):
    """What came of one question: bars of choices and numbers, the newest words of the others."""

    key: str
    label: str
    kind: str
    answered: int
    bars: list[BarOut]
    texts: list[str]
    least: str
    middle: str
    most: str


class WayOut(Schema):
    """A way that at least five people came."""

    key: str
    label: str
    begun: int
    finished: int


class ResultsOut(Schema):
    """The results. Each person whom the house knows is counted once; `others` came in ways that are not shown by themselves."""

    begun: int
    finished: int
    questions: list[QuestionOut]
    ways: list[WayOut]
    others: int
    way: str


@router.get("/surveys", response={200: list[SurveyOut], **PROBLEMS}, auth=READ)
def list_them(request: HttpRequest, limit: Limit = 50) -> list[SurveyOut]:
    """Surveys, the newest first."""
    return [SurveyOut(**asdict(line)) for line in list_surveys(for_=reader(request), now=timezone.now(), limit=limit)]


@router.get("/surveys/{ref}/results", response={200: ResultsOut, **PROBLEMS}, auth=READ)
def results(request: HttpRequest, ref: str, way: Way = "") -> ResultsOut:
    """What came of it; `way` narrows it to those who came one way, when they are at least five."""
    return ResultsOut(**asdict(results_of(find_survey(ref), way=way)))


@router.post("/surveys/{ref}/open", response={200: SurveyOut, **PROBLEMS}, auth=WRITE)
def open_it(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It takes answers from now on."""
    return _act(request, ref, key, lambda: actions.open_survey(ref, by=reader(request), now=timezone.now()))


@router.post("/surveys/{ref}/close", response={200: SurveyOut, **PROBLEMS}, auth=WRITE)
def close_it(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It takes no answers any more."""
    return _act(request, ref, key, lambda: actions.close_survey(ref, by=reader(request), now=timezone.now()))


def _act(request: HttpRequest, ref: str, key: str, act: Callable[[], object]) -> HttpResponse:
    def do() -> SurveyOut:
        act()
        return SurveyOut(**asdict(line_of(find_survey(ref), now=timezone.now())))

    return write_once(request, key, do)


add_to(router)
