"""Segments in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.engine.conditions.tree import ANSWER, Condition, ConditionError
from keepwarm.engine.conditions.words import in_words
from keepwarm.facts.conditions.fields import field_named
from keepwarm.facts.conditions.reading import COUNTED, Counted
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.lib.text import fold


def say_condition(condition: Condition, known: Vocabulary | None = None) -> str:
    """The condition as one line. What the house does not know any more stands there by its key."""
    words = known or Vocabulary()
    return in_words(condition, translate=gettext, label=name_field(words), answer=name_value(words), day=say_day)


def say_day(day: date) -> str:
    """A date as its reader says it: "1 March 2026"."""
    return date_format(day, gettext("j F Y"))


def say_count(counted: Counted) -> str:
    """How many: "312", or "more than 10,000"."""
    if counted.is_more:
        return gettext("more than %(number)s") % {"number": f"{COUNTED:,}"}
    return f"{counted.number:,}"


def name_field(known: Vocabulary) -> Callable[[str], str]:
    """What a field is called."""

    def name(field: str) -> str:
        try:
            return gettext("“%(label)s”") % {"label": field_named(field, known).label}
        except ConditionError:
            return gettext("“%(key)s” (not there any more)") % {"key": field.removeprefix(ANSWER)}

    return name


def name_value(known: Vocabulary) -> Callable[[str, str], str]:
    """A text as people write it: of a choice the answer itself, of a source or a seat its name."""

    def name(field: str, text: str) -> str:
        try:
            choices = field_named(field, known).choices
        except ConditionError:
            return text
        return next((words for value, words in choices if fold(value) == text), text)

    return name
