"""A condition as rows that people fill in: a question, how it is compared, and a value. Rows are joined by all or by any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.tree import ANSWER, All, Any, Compare, Condition, IsKnown, Not, Op, number_text, one_of
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold

KNOWN, IS, ONE_OF, NONE_OF = "known", "is", "one_of", "none_of"
HOWS = {
    KNOWN: gettext_lazy("is known"),
    IS: gettext_lazy("is"),
    ONE_OF: gettext_lazy("is one of"),
    NONE_OF: gettext_lazy("is known, and none of"),
    "at_least": gettext_lazy("is at least"),
    "at_most": gettext_lazy("is at most"),
    "above": gettext_lazy("is above"),
    "below": gettext_lazy("is below"),
    "contains": gettext_lazy("contains"),
    "starts": gettext_lazy("begins with"),
}
"""The comparisons as they stand in the form."""
OPS = {
    "at_least": Op.AT_LEAST,
    "at_most": Op.AT_MOST,
    "above": Op.MORE,
    "below": Op.LESS,
    "contains": Op.CONTAINS,
    "starts": Op.STARTS,
}
FITTING = {
    Question.Kind.NUMBER: (KNOWN, "at_least", "at_most", "above", "below", IS, ONE_OF, NONE_OF),
    Question.Kind.CHOICE: (KNOWN, IS, ONE_OF, NONE_OF),
    Question.Kind.YES_NO: (KNOWN, IS),
    Question.Kind.TEXT: (KNOWN, IS, ONE_OF, NONE_OF, "contains", "starts"),
}
YES_NO = ("yes", "no")


class RowRefused(Refusal):
    """A row that cannot be a condition; the sentence says what to write instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form. Several values are separated by commas."""

    question: str = ""
    how: str = KNOWN
    value: str = ""


def choices_of(question: Question) -> tuple[str, ...]:
    """The answers one may choose from; empty when any text or number may be said."""
    if question.kind == Question.Kind.YES_NO:
        return YES_NO
    return tuple(str(choice) for choice in question.choices) if question.kind == Question.Kind.CHOICE else ()


def condition_of_row(row: Row, question: Question) -> Condition:
    """The condition that a row means; raises RowRefused."""
    field = ANSWER + question.key
    if row.how not in FITTING[Question.Kind(question.kind)]:
        raise RowRefused(
            gettext("“%(question)s” cannot be compared with “%(how)s”. Choose another comparison.")
            % {"question": question.label, "how": HOWS.get(row.how, row.how)}
        )
    if row.how == KNOWN:
        return IsKnown(field)
    values = tuple(_read(text, question) for text in _split(row))
    if not values:
        raise RowRefused(gettext("Write what “%(question)s” is compared with.") % {"question": question.label})
    if row.how == NONE_OF:
        return All((IsKnown(field), Not(one_of(field, values))))
    return one_of(field, values) if row.how == ONE_OF else Compare(field, OPS.get(row.how, Op.IS), values[0])


def join_rows(conditions: Sequence[Condition], *, any_of: bool) -> Condition:
    """All of them, or any; one alone is itself."""
    if len(conditions) == 1:
        return conditions[0]
    return Any(tuple(conditions)) if any_of else All(tuple(conditions))


def rows_of(condition: Condition) -> tuple[tuple[Row, ...], bool] | None:
    """The rows of a condition, and whether any of them is enough. None when it was written in another way than the form's."""
    if (alone := _row_of(condition)) is not None:
        return (alone,), False
    if isinstance(condition, All | Any) and condition.parts:
        found = [_row_of(part) for part in condition.parts]
        rows = tuple(row for row in found if row is not None)
        return (rows, isinstance(condition, Any)) if len(rows) == len(found) else None
    return None


def _row_of(condition: Condition) -> Row | None:
    match condition:
        case IsKnown(field=field) if field.startswith(ANSWER):
            return Row(field.removeprefix(ANSWER))
        case Compare(field=field, op=op, value=value) if field.startswith(ANSWER) and isinstance(value, str | float):
            how = next((name for name, one in OPS.items() if one is op), IS)
            return Row(field.removeprefix(ANSWER), how, _shown(value))
        case Any() if (same := _several(condition)) is not None:
            return Row(same[0], ONE_OF, same[1])
        case All(parts=(IsKnown(field=field), Not(part=part))) if (same := _several(part)) and field == ANSWER + same[0]:
            return Row(same[0], NONE_OF, same[1])
    return None


def _several(condition: Condition) -> tuple[str, str] | None:
    """The question and the values of `one_of`."""
    parts = condition.parts if isinstance(condition, Any) else ()
    same = [part for part in parts if isinstance(part, Compare) and part.op is Op.IS and isinstance(part.value, str | float)]
    if not same or len(same) != len(parts) or len({one.field for one in same}) != 1 or not same[0].field.startswith(ANSWER):
        return None
    return same[0].field.removeprefix(ANSWER), ", ".join(_shown(one.value) for one in same if isinstance(one.value, str | float))


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else number_text(value)


def _split(row: Row) -> list[str]:
    texts = row.value.split(",") if row.how in (ONE_OF, NONE_OF) else [row.value]
    return [text.strip() for text in texts if text.strip()]


def _read(text: str, question: Question) -> str | float:
    """One value as it is compared: a number, or a folded text; of a choice one of its answers."""
    if question.kind == Question.Kind.NUMBER:
        try:
            return float(text.replace(" ", ""))
        except ValueError:
            raise RowRefused(gettext("“%(text)s” is not a number.") % {"text": text}) from None
    choices = choices_of(question)
    if choices and fold(text) not in {fold(choice) for choice in choices}:
        raise RowRefused(
            gettext("“%(text)s” is none of the answers to “%(question)s”: %(choices)s.")
            % {"text": text, "question": question.label, "choices": ", ".join(choices)}
        )
    return fold(text)
