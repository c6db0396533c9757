"""The JSON edge of the questionnaire, and the question to ask somebody next."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from keepwarm.answers.actions import QuestionText, add_question, change_question
from keepwarm.answers.models import Question
from keepwarm.answers.queries import next_question, questionnaire
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import EDITORS
from keepwarm.staff.queries import require_role

router = Router(tags=["questions"])
READ, WRITE = NeedsScope(Scope.CONTENT_READ), NeedsScope(Scope.CONTENT_WRITE)
Way = Literal["phone", "form", "survey", "mail", "seminar"]
Words = Annotated[str, Field(max_length=300)]


class QuestionIn(Schema):
    """A question. `ask` are the words on the phone, `words` those of other ways."""

    label: Annotated[str, Field(max_length=120)]
    kind: Literal["text", "choice", "number", "yes_no"] = "text"
    choices: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=50)] = []
    group: Literal["", "topic", "fit", "need", "authority", "timing", "budget"] = ""
    ask: Words = ""
    words: Annotated[dict[Way, Words], Field(max_length=5)] = {}
    asked: bool = True


class QuestionOut(Schema):
    """A question as it stands; its key never changes."""

    key: str
    label: str
    kind: str
    choices: list[str]
    group: str
    ask: str
    words: dict[str, str]
    asked: bool


class LineOut(Schema):
    """A question, and the criteria of the definition of a lead that it serves."""

    question: QuestionOut
    serves: list[str]
    is_required: bool


class NextOut(Schema):
    """The question to ask next in this way; `key` "" when nothing is open."""

    key: str = ""
    words: str = ""
    kind: str = ""
    choices: list[str] = []


@router.get("/questions", response={200: list[LineOut], **PROBLEMS}, auth=READ)
def list_questions(request: HttpRequest) -> list[LineOut]:
    """All questions in the order of the house."""
    return [
        LineOut(question=QuestionOut.from_orm(line.question), serves=list(line.serves), is_required=line.is_required)
        for line in questionnaire()
    ]


@router.post("/questions", response={CREATED: QuestionOut, **PROBLEMS}, auth=WRITE)
def add(request: HttpRequest, body: QuestionIn, key: OnceKey) -> HttpResponse:
    """A new question; its key is made of its label."""
    by = reader(request)

    def do() -> QuestionOut:
        require_role(by, *EDITORS)
        with transaction.atomic():
            row = add_question(body.label, kind=body.kind, choices=body.choices, group=body.group)
            return QuestionOut.from_orm(change_question(row.key, _text(body), by=by))

    return write_once(request, key, do, status=CREATED)


@router.put("/questions/{key_of}", response={200: QuestionOut, **PROBLEMS}, auth=WRITE)
def change(request: HttpRequest, key_of: str, body: QuestionIn, key: OnceKey) -> HttpResponse:
    """A question written anew."""
    get_object_or_404(Question, key=key_of)
    return write_once(request, key, lambda: QuestionOut.from_orm(change_question(key_of, _text(body), by=reader(request))))


@router.get("/prospects/{ref}/next-question", response={200: NextOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def ask_next(request: HttpRequest, ref: str, way: Way = "phone") -> NextOut:
    """What to ask somebody next in this way: whatever is worth most, and nothing twice."""
    prospect = get_object_or_404(visible_to(reader(request)).filter(merged_into__isnull=True), ref=ref)
    assert isinstance(prospect, Prospect)
    found = next_question(prospect.pk, way=way)
    return NextOut() if found is None else NextOut(key=found.key, words=found.words, kind=found.kind, choices=list(found.choices))


def _text(body: QuestionIn) -> QuestionText:
    said = body.model_dump(exclude={"choices", "words"})
    return QuestionText(**said, choices=tuple(body.choices), words={str(way): words for way, words in body.words.items()})
