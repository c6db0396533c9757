"""A definition checked against the questions of the house, and conditions in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.tree import ANSWER, Condition
from keepwarm.engine.conditions.words import in_words
from keepwarm.engine.lead import LeadDefinition
from keepwarm.engine.lead_checks import find_problems
from keepwarm.engine.lead_problems import say_problem
from keepwarm.engine.satisfying import Asked
from keepwarm.lib.remembering import remembered
from keepwarm.lib.text import fold


@dataclass(frozen=True, slots=True)
class Found:
    """A problem in the reader's language. `names`: the criteria at which it is shown; none: the whole definition."""

    sentence: str
    names: tuple[str, ...]
    is_warning: bool


def check_definition(definition: LeadDefinition) -> tuple[Found, ...]:
    """Everything wrong with it, errors first."""
    label = name_fields()
    problems = find_problems(definition, as_asked(house_questions()))
    said = [say_problem(one, translate=gettext, label=label, answer=answer_as_written, day=say_day) for one in problems]
    return tuple(Found(words, one.names, one.is_warning) for words, one in zip(said, problems, strict=True))


@remembered
def house_questions() -> dict[str, Question]:
    """Every question of the house by key, in its order. A house has dozens."""
    return {question.key: question for question in Question.objects.order_by("position", "pk")}


def as_asked(questions: Mapping[str, Question]) -> dict[str, Asked]:
    """Questions as the engine cares for them; what is compared is folded."""
    return {key: Asked(one.kind, tuple(fold(str(choice)) for choice in one.choices), is_asked=one.asked) for key, one in questions.items()}


def name_fields() -> Callable[[str], str]:
    """What a field is called in words: the label of its question."""
    questions = house_questions()

    def name(field: str) -> str:
        key = field.removeprefix(ANSWER)
        return gettext(questions[key].label) if key in questions else key.replace("_", " ")

    return name


def condition_words(condition: Condition) -> str:
    """A condition in the reader's language, with the labels of the questions and the answers to choose from as they are written."""
    name = name_fields()
    return in_words(condition, translate=gettext, label=lambda field: f"“{name(field)}”", answer=answer_as_written, day=say_day)


def say_day(day: date) -> str:
    """A date as its reader says it: "1 March 2026"."""
    return date_format(day, gettext("j F Y"))


def answer_as_written(field: str, text: str) -> str:
    """An answer to choose from as the house writes it; a text of anybody's own as it is compared."""
    question = house_questions().get(field.removeprefix(ANSWER))
    return next((str(choice) for choice in (question.choices if question else ()) if fold(str(choice)) == text), text)
