"""The questionnaire is edited: words, kind, choices, order, and whether a question is asked. What was answered stays true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.answers.models import Answer, Asked, Question, Way
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

TWO = 2
LONGEST_WORDS = 300


class QuestionRefused(Refusal):
    """A question that cannot be added or changed."""


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question as a person writes it. `words`: how it is asked, by `Way`; the phone's are `ask`."""

    label: str
    kind: str = Question.Kind.TEXT
    choices: tuple[str, ...] = ()
    group: str = ""
    ask: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    asked: bool = True


def change_question(key: str, text: QuestionText, *, by: User | None) -> Question:
    """Write a question anew; its key stays. Raises QuestionRefused, NotYours."""
    require_role(by, *EDITORS)
    label, choices = text.label.strip()[:120], _distinct(text.choices)
    with transaction.atomic():
        row = Question.objects.select_for_update(of=("self",)).filter(key=key).first()
        if row is None:
            raise QuestionRefused(gettext("There is no such question any more."))
        if not label:
            raise QuestionRefused(gettext("Give the question a name."))
        _refuse_what_answers_forbid(row, text.kind, choices)
        row.label, row.kind, row.group, row.asked = label, text.kind, text.group, text.asked
        row.choices = choices if text.kind == Question.Kind.CHOICE else []
        row.ask = text.ask.strip()[:LONGEST_WORDS]
        row.words = {way: said.strip()[:LONGEST_WORDS] for way, said in text.words.items() if way in Way.values and said.strip()}
        row.save()
    return row


def move_question(key: str, *, up: bool, by: User | None) -> None:
    """One place up or down in the order of the house. At its end nothing happens. Raises NotYours."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        rows = list(Question.objects.select_for_update(of=("self",)).order_by("position", "pk"))
        at = next((place for place, row in enumerate(rows) if row.key == key), None)
        to = None if at is None else at + (-1 if up else 1)
        if at is None or to is None or not 0 <= to < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        for place, row in enumerate(rows):
            row.position = place
        Question.objects.bulk_update(rows, ["position"], batch_size=200)


def record_asked(pairs: Sequence[tuple[int, int]], *, way: str, touch_id: int | None = None, now: datetime) -> None:
    """That these people were asked these questions (ids of both) in writing; again is kept once. The caller holds the transaction."""
    rows = [Asked(prospect_id=prospect, question_id=question, way=way, touch_id=touch_id, at=now) for prospect, question in pairs]
    Asked.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _refuse_what_answers_forbid(row: Question, kind: str, choices: list[str]) -> None:
    if kind not in Question.Kind.values:
        raise QuestionRefused(gettext("Choose what kind of answer it wants."))
    if kind == Question.Kind.CHOICE and len({fold(choice) for choice in choices}) < TWO:
        raise QuestionRefused(gettext("Name at least two answers to choose from."))
    said = Answer.objects.filter(question=row, superseded_by__isnull=True, voided_at__isnull=True)
    if kind != row.kind and said.exists():
        raise QuestionRefused(gettext("People have answered this question, so it keeps its kind. Add another question instead."))
    gone = {fold(str(choice)) for choice in row.choices} - {fold(choice) for choice in choices}
    if kind == Question.Kind.CHOICE and said.filter(value_folded__in=gone).exists():
        raise QuestionRefused(gettext("People have chosen an answer that would be gone. Keep it in the list."))


def _distinct(choices: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(choice.strip()[:120] for choice in choices if choice.strip()))
