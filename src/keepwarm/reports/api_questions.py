"""The JSON edge of questions at a name of the morning report: the manager asks, the rep who was asked answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.reports.queries import name_to_ask_at, question_for
from keepwarm.reports.queries.remarks import ASKS
from keepwarm.reports.queries.shapes import Question
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import require_role
from keepwarm.touches.actions import answer_a_question, ask_at_a_name
from keepwarm.touches.models import Remark
from keepwarm.touches.queries import OpenQuestion, open_questions

router = Router(tags=["reports"])
READ, WRITE = NeedsScope(Scope.REPORTS_READ), NeedsScope(Scope.TOUCHES_WRITE)
Words = Annotated[str, Field(max_length=500)]
Ref = Annotated[str, Field(max_length=16)]


class SaidOut(Schema):
    """What was answered, by whom and when."""

    text: str
    by: str
    at: datetime


class QuestionOut(Schema):
    """A question at a name of the report, with its answers; `may_answer` when it was put to the key's person."""

    ref: str
    text: str
    by: str
    at: datetime
    answers: list[SaidOut]
    may_answer: bool


@shaped_by(OpenQuestion)
class OpenQuestionOut(Schema):
    """A question that waits for the answer of the key's person."""


class QuestionsOut(Schema):
    """What waits for an answer, the oldest first; at most fifty."""

    questions: list[OpenQuestionOut]


class QuestionIn(Schema):
    """At which name, and about which talk of the report (`touch`), or to whose seat (`seat`) where there was none."""

    prospect: Ref
    touch: Ref = ""
    seat: Ref = ""
    text: Words


class AnswerIn(Schema):
    """The answer, in your words."""

    text: Words


class RemarkOut(Schema):
    """A question or an answer as it is kept. `to`: whom a question was put to; an answer is put to nobody."""

    ref: str
    prospect: str
    to: str | None
    text: str
    by: str
    at: datetime


@router.get("/reports/questions", response={200: QuestionsOut, **PROBLEMS}, auth=READ)
def waiting(request: HttpRequest) -> QuestionsOut:
    """What you were asked at your names and have not answered yet."""
    return QuestionsOut(questions=[OpenQuestionOut.model_validate(one, from_attributes=True) for one in open_questions(reader(request))])


@router.post("/reports/questions", response={CREATED: RemarkOut, **PROBLEMS}, auth=WRITE)
def ask(request: HttpRequest, body: QuestionIn, key: OnceKey) -> HttpResponse:
    """Ask at a name of the report; the rep finds the question there and on the desk. For managers and admins."""

    def do() -> RemarkOut:
        me = reader(request)
        require_role(me, *ASKS)
        found = name_to_ask_at(body.prospect, touch_ref=body.touch, seat_ref=body.seat, about="", for_=me)
        return _kept(ask_at_a_name(found.prospect.pk, body.text, to=found.to, touch=found.touch, by=me, now=timezone.now()))

    return write_once(request, key, do, status=CREATED)


@router.post("/reports/questions/{ref}/answer", response={CREATED: RemarkOut, **PROBLEMS}, auth=WRITE)
def answer(request: HttpRequest, ref: str, body: AnswerIn, key: OnceKey) -> HttpResponse:
    """Answer a question that was put to you; the answer stands beside the name."""

    def do() -> RemarkOut:
        me = reader(request)
        require_role(me, *REPS, *SEES_ALL)
        return _kept(answer_a_question(question_for(ref, for_=me), body.text, by=me, now=timezone.now()))

    return write_once(request, key, do, status=CREATED)


def question_out(one: Question) -> QuestionOut:
    """A question as the report shows it."""
    answers = [SaidOut(text=said.text, by=said.by, at=said.at) for said in one.answers]
    return QuestionOut(ref=one.ref, text=one.text, by=one.by, at=one.at, answers=answers, may_answer=one.may_answer)


def _kept(row: Remark) -> RemarkOut:
    to = row.to.name if row.to else None
    return RemarkOut(ref=row.ref, prospect=row.prospect.ref, to=to, text=row.text, by=row.by.name, at=row.at)
