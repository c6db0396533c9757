"""A condition over columns: one boolean per prospect."""

from dataclasses import fields as dataclass_fields
from datetime import date
from functools import partial
from typing import Any as Anything

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.conditions.tree import (
    ANSWER,
    All,
    Any,
    Compare,
    Condition,
    ConditionError,
    DaysAgo,
    IsKnown,
    Not,
    Op,
    Value,
    fields_of,
)
from keepwarm.engine.facts import AnswerColumn, Bools, Facts
from keepwarm.engine.rows import narrowed
from keepwarm.engine.words import Evidence, ReplyKind, Stage, Step

NAMED = {"stage": Stage, "chosen_step": Step, "reply_kind": ReplyKind}
"""Facts that are numbers in the columns and names in a condition: `stage = "lead"`."""

FACT_NAMES = tuple(f.name for f in dataclass_fields(Facts) if f.name not in {"now", "answers", "place"})
COMPARE = {
    Op.IS: np.equal,
    Op.LESS: np.less,
    Op.AT_MOST: np.less_equal,
    Op.MORE: np.greater,
    Op.AT_LEAST: np.greater_equal,
}


def holds(condition: Condition, facts: Facts, counting: frozenset[Evidence] | None = None) -> Bools:
    """Where the condition holds, one boolean per row. An answer nobody has given is unknown everywhere.

    With `counting`, answers known from other evidence are as unknown. For those who may only be written to, a written
    answer counts wherever a conversation does. Raises ConditionError for a field that is neither a fact nor an answer, or a
    value that does not fit its field.
    """
    match condition:
        case Compare():
            return _compare(condition, facts, counting)
        case IsKnown(field=field):
            return _column(field, facts, counting)[1]
        case Not(part=part):
            return ~holds(part, facts, counting)
        case All(parts=parts):
            return _all(parts, facts, counting)
        case Any(parts=parts):
            return _any(parts, facts, counting)


def may_hold(condition: Condition, facts: Facts) -> Bools:
    """Where the condition holds, or could once more questions are answered: what is answered by now stays."""
    return _bounds(condition, facts)[1]


def surely_holds(condition: Condition, facts: Facts) -> Bools:
    """Where the condition holds, whatever the answers that are still unknown will be."""
    return _bounds(condition, facts)[0]


def _bounds(condition: Condition, facts: Facts) -> tuple[Bools, Bools]:
    """Where the condition is sure to hold, and where it may, whatever the answers that are still unknown will be."""
    match condition:
        case Compare() | IsKnown():
            sure = holds(condition, facts)
            known = _column(condition.field, facts, None)[1]
            return sure, sure | ~known if condition.field.startswith(ANSWER) else sure
        case Not(part=part):
            sure, possible = _bounds(part, facts)
            return ~possible, ~sure
        case All(parts=parts):
            found = [_bounds(part, facts) for part in parts]
            return _fold(np.logical_and, [one[0] for one in found], facts), _fold(np.logical_and, [one[1] for one in found], facts)
        case Any(parts=parts):
            found = [_bounds(part, facts) for part in parts]
            return _fold(np.logical_or, [one[0] for one in found], facts), _fold(np.logical_or, [one[1] for one in found], facts)


def _fold(join: np.ufunc, parts: list[Bools], facts: Facts) -> Bools:
    """All of them, or any; of none as `holds` has it."""
    empty = np.full(len(facts), join is np.logical_and)
    folded: Bools = join.reduce([empty, *parts])
    return folded


def known_by(answer: AnswerColumn, facts: Facts, counting: frozenset[Evidence] | None) -> Bools:
    """Where the answer is known, from evidence that counts."""
    if counting is None:
        return answer.known
    counts = np.zeros(len(facts), bool)
    for kind in counting:
        counts |= answer.evidence == kind
    if Evidence.CONVERSATION in counting:
        counts |= facts.written_only & (answer.evidence == Evidence.WRITTEN)
    return answer.known & counts


def check(condition: Condition, *, questions: frozenset[str]) -> None:
    """Raise ConditionError when the condition reads a field that is neither a fact nor the answer to a known question."""
    for field in fields_of(condition):
        if field.startswith(ANSWER):
            if field.removeprefix(ANSWER) not in questions:
                raise ConditionError(f"There is no question “{field.removeprefix(ANSWER)}”.")
        elif field not in FACT_NAMES:
            raise ConditionError(f"“{field}” is neither a fact nor an answer; an answer is written “answer.<question>”.")


def _all(parts: tuple[Condition, ...], facts: Facts, counting: frozenset[Evidence] | None) -> Bools:
    """Part by part, each only where those before it held: most people have not answered, and texts are dear to compare."""
    result = np.ones(len(facts), bool)
    for part in parts:
        result = narrowed(result, facts, partial(holds, part, counting=counting))
    return result


def _any(parts: tuple[Condition, ...], facts: Facts, counting: frozenset[Evidence] | None) -> Bools:
    result = np.zeros(len(facts), bool)
    for part in parts:
        result |= holds(part, facts, counting)
    return result


def _column(field: str, facts: Facts, counting: frozenset[Evidence] | None) -> tuple[NDArray[Anything], Bools]:
    if field.startswith(ANSWER):
        answer = facts.answers.get(field.removeprefix(ANSWER))
        if answer is None:
            return np.zeros(len(facts)), np.zeros(len(facts), bool)
        return answer.values, known_by(answer, facts, counting)
    if field not in FACT_NAMES:
        raise ConditionError(f"“{field}” is neither a fact nor an answer; an answer is written “answer.<question>”.")
    values = getattr(facts, field)
    if values.dtype.kind == "M":
        return values, ~np.isnat(values)
    return values, values != 0 if field in NAMED else np.ones(len(facts), bool)


def _compare(condition: Compare, facts: Facts, counting: frozenset[Evidence] | None) -> Bools:
    values, known = _column(condition.field, facts, counting)
    if not known.any():
        return np.zeros(len(facts), bool)
    if _never_equal(condition, values):
        return np.zeros(len(facts), bool)
    value = _comparable(condition, values, facts)
    if condition.op in COMPARE:
        fits: Bools = COMPARE[condition.op](values, value).astype(bool)
        return known & fits
    texts = values.astype(np.str_)
    if condition.op is Op.CONTAINS:
        return known & (np.strings.find(texts, value) >= 0)
    return known & np.strings.startswith(texts, value)


def _never_equal(condition: Compare, values: NDArray[Anything]) -> bool:
    """An answer in numbers is never equal to a text, nor the other way round: no mistake, since a question's kind may change."""
    is_text = values.dtype.kind in "UO"
    return condition.field.startswith(ANSWER) and condition.op is Op.IS and is_text != isinstance(condition.value, str)


def _comparable(condition: Compare, values: NDArray[Anything], facts: Facts) -> Anything:
    kind = values.dtype.kind
    value = _named(condition) if condition.field in NAMED else condition.value
    if isinstance(value, date | DaysAgo) and kind == "M":
        return _moment(value, facts)
    if isinstance(value, bool) and kind == "b":
        return value
    if isinstance(value, float) and not isinstance(value, bool) and kind in "iuf":
        return value
    if isinstance(value, str) and kind in "UO":
        return value
    raise ConditionError(f"“{condition.field}” cannot be compared with {_kind_of(condition.value)}; it is {_KINDS[kind]}.")


def _moment(value: date | DaysAgo, facts: Facts) -> np.datetime64:
    if isinstance(value, DaysAgo):
        return facts.now - np.timedelta64(value.days * 86400, "s")
    return np.datetime64(value, "s")


def _named(condition: Compare) -> float:
    names = NAMED[condition.field]
    if not isinstance(condition.value, str) or condition.value.upper() not in names.__members__:
        known = ", ".join(f'"{name.lower()}"' for name in names.__members__ if name != "NONE")
        raise ConditionError(f"“{condition.field}” is one of {known}.")
    return float(names[condition.value.upper()].value)


_KINDS = {"M": "a moment", "b": "yes or no", "i": "a number", "u": "a number", "f": "a number", "U": "a text", "O": "a text"}


def _kind_of(value: Value) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, str):
        return "a text"
    return "a date" if isinstance(value, date | DaysAgo) else "a number"
