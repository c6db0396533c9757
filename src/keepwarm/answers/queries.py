"""The questionnaire, and which question is worth most to ask somebody next. Nothing is asked twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from keepwarm.answers.models import Answer, Asked, Question, Way
from keepwarm.engine.asking import Askable, Worth, criteria_of, rank
from keepwarm.engine.lead import LeadDefinition
from keepwarm.engine.words import Evidence
from keepwarm.policy.queries import definition_in_force
from keepwarm.prospects.moving import CHUNK

TOPIC = "topic"
"""The group of the questions that are interests."""
CHOSEN_BY_CLICK = (Question.Kind.CHOICE, Question.Kind.YES_NO)
MOST_BY_CLICK = 6
"""More answers than that are no row of links in a mail."""


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The question to ask next. `choices` are empty for free text and numbers; `worth` why it is this one."""

    id: int
    key: str
    words: str
    kind: str
    choices: tuple[str, ...]
    worth: Worth


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as the questionnaire shows it; `serves` are criteria of the definition in force, the required first."""

    question: Question
    serves: tuple[str, ...]
    is_required: bool


def words_of(question: Question, way: str) -> str:
    """How it is asked in this way."""
    said = question.ask if way == Way.PHONE else str(question.words.get(way, ""))
    plain = _("Does “%(label)s” interest you?") if question.group == TOPIC else _("How is it with this: %(label)s?")
    return said or question.ask or plain % {"label": question.label}


def questionnaire() -> tuple[QuestionLine, ...]:
    """All questions in the order of the house. One query, and the definition."""
    definition = definition_in_force()
    questions = list(Question.objects.order_by("position", "pk"))
    serves = criteria_of((one.key for one in questions), definition)
    labels = {one.name: _(one.label) for one in definition.criteria}
    required = {one.name for one in definition.criteria if one.required}
    return tuple(
        QuestionLine(one, tuple(labels[name] for name in serves[one.key]), any(name in required for name in serves[one.key]))
        for one in questions
    )


def next_question(prospect_id: int, *, way: str, met: frozenset[str] = frozenset()) -> NextQuestion | None:
    """What to ask one person next in this way; None when nothing is open. `met`: names of criteria that are met."""
    return next_questions([prospect_id], way=way, met={prospect_id: met}).get(prospect_id)


def next_questions(prospect_ids: Sequence[int], *, way: str, met: dict[int, frozenset[str]] | None = None) -> dict[int, NextQuestion]:
    """The same for many; whoever is to be asked nothing is not among the keys. Two queries for each 500 people."""
    questions = {one.key: one for one in Question.objects.order_by("position", "pk") if _may_be_asked(one, way)}
    askable = [Askable(key, one.group == TOPIC) for key, one in questions.items()]
    definition, gives = definition_in_force(), Evidence.CONVERSATION if way == Way.PHONE else Evidence.FORM
    found: dict[int, NextQuestion] = {}
    for start in range(0, len(prospect_ids), CHUNK):
        ids = prospect_ids[start : start + CHUNK]
        known, asked = known_of(ids), asked_of(ids)
        for pk in ids:
            open_ones = _open(askable, definition, known.get(pk, {}), gives, (met or {}).get(pk, frozenset()), asked.get(pk, set()))
            if open_ones:
                worth, key = open_ones[0]
                found[pk] = _shape(questions[key], way, worth)
    return found


def known_of(prospect_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """The evidence of each answer in force, by person and question. One query."""
    found: dict[int, dict[str, int]] = {}
    rows = Answer.objects.filter(prospect_id__in=prospect_ids, superseded_by__isnull=True, voided_at__isnull=True)
    for prospect, key, evidence in rows.values_list("prospect_id", "question__key", "evidence"):
        found.setdefault(prospect, {})[key] = evidence
    return found


def asked_of(prospect_ids: Sequence[int]) -> dict[int, set[str]]:
    """The keys of the questions that each was asked in writing. One query."""
    found: dict[int, set[str]] = {}
    for prospect, key in Asked.objects.filter(prospect_id__in=prospect_ids).values_list("prospect_id", "question__key"):
        found.setdefault(prospect, set()).add(key)
    return found


def _open(
    askable: list[Askable], definition: LeadDefinition, known: dict[str, int], gives: Evidence, met: frozenset[str], asked: set[str]
) -> list[tuple[Worth, str]]:
    """In writing nobody is asked twice; a talk may come back to what was never answered."""
    ranked = rank(askable, definition, known=known, gives=gives, met=met)
    return [one for one in ranked if gives == Evidence.CONVERSATION or one[1] not in asked]


def _may_be_asked(question: Question, way: str) -> bool:
    """In a mail only what a click answers; elsewhere whatever the house asks. Interests are asked in writing too."""
    if way == Way.MAIL:
        few = question.kind == Question.Kind.YES_NO or len(question.choices) <= MOST_BY_CLICK
        return question.kind in CHOSEN_BY_CLICK and few and (question.asked or question.group == TOPIC)
    return question.asked or (question.group == TOPIC and way != Way.PHONE)


def _shape(question: Question, way: str, worth: Worth) -> NextQuestion:
    choices = ("yes", "no") if question.kind == Question.Kind.YES_NO else tuple(str(choice) for choice in question.choices)
    return NextQuestion(question.pk, question.key, words_of(question, way), question.kind, choices, worth)
