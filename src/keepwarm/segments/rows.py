"""A segment as lines that people fill in: a field, how it is compared, a value. Lines stand in groups, joined by all or by any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, nan

from django.utils.translation import gettext, gettext_lazy

from keepwarm.engine.conditions.tree import LONGEST_AGO, All, Any, Compare, Condition, DaysAgo, IsKnown, Not, Op, Value, number_text, one_of
from keepwarm.facts.conditions.fields import Field, Kind
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold

IS, IS_NOT, ONE_OF, NONE_OF, KNOWN, UNKNOWN = "is", "is_not", "one_of", "none_of", "known", "unknown"
WITHIN, NOT_WITHIN, SINCE, BEFORE = "within", "not_within", "since", "before"
HOWS = {
    IS: gettext_lazy("is"),
    IS_NOT: gettext_lazy("is not"),
    ONE_OF: gettext_lazy("is one of"),
    NONE_OF: gettext_lazy("is none of"),
    "contains": gettext_lazy("contains"),
    "starts": gettext_lazy("begins with"),
    "at_least": gettext_lazy("is at least"),
    "at_most": gettext_lazy("is at most"),
    "above": gettext_lazy("is above"),
    "below": gettext_lazy("is below"),
    WITHIN: gettext_lazy("in the last … days"),
    NOT_WITHIN: gettext_lazy("not in the last … days"),
    SINCE: gettext_lazy("on or after the day"),
    BEFORE: gettext_lazy("before the day"),
    KNOWN: gettext_lazy("is known"),
    UNKNOWN: gettext_lazy("is not known"),
}
"""The comparisons as they stand in the form."""
OPS = {"contains": Op.CONTAINS, "starts": Op.STARTS, "at_least": Op.AT_LEAST, "at_most": Op.AT_MOST, "above": Op.MORE, "below": Op.LESS}
FITTING: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: (IS, IS_NOT, ONE_OF, NONE_OF, "contains", "starts", KNOWN, UNKNOWN),
    Kind.NAMED: (IS, IS_NOT, ONE_OF, NONE_OF),
    Kind.NUMBER: ("at_least", "at_most", "above", "below", IS, KNOWN, UNKNOWN),
    Kind.YES_NO: (IS,),
    Kind.MOMENT: (WITHIN, NOT_WITHIN, SINCE, BEFORE, KNOWN, UNKNOWN),
}
SEVERAL, ALONE = frozenset({ONE_OF, NONE_OF}), frozenset({KNOWN, UNKNOWN})
DAYS_MOST = LONGEST_AGO


class LineRefused(Refusal):
    """A line that cannot be a condition; the sentence says what to write instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form. Several values are separated by commas."""

    field: str = ""
    how: str = IS
    value: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A group of lines, joined by all or by any."""

    lines: tuple[Line, ...]
    any_of: bool = False


def condition_of_line(line: Line, field: Field) -> Condition:
    """The condition that a line means; raises LineRefused."""
    if line.how not in FITTING[field.kind]:
        raise LineRefused(
            gettext("“%(field)s” cannot be compared with “%(how)s”. Choose another comparison.")
            % {"field": field.label, "how": HOWS.get(line.how, line.how)}
        )
    if line.how in ALONE:
        return IsKnown(field.name) if line.how == KNOWN else Not(IsKnown(field.name))
    if field.kind is Kind.MOMENT:
        return _moment(line, field)
    values = tuple(_read(text, field) for text in _split(line))
    if not values:
        raise LineRefused(gettext("Write what “%(field)s” is compared with.") % {"field": field.label})
    same = (
        one_of(field.name, values) if line.how in SEVERAL and len(values) > 1 else Compare(field.name, OPS.get(line.how, Op.IS), values[0])
    )
    return Not(same) if line.how in (NONE_OF, IS_NOT) else same


def join_groups(groups: Sequence[Lines], *, any_of: bool, read: Callable[[Line], Condition]) -> Condition:
    """The condition of all groups. One part alone is itself."""
    parts = [_joined([read(line) for line in group.lines], any_of=group.any_of) for group in groups if group.lines]
    return _joined(parts, any_of=any_of)


def groups_of(condition: Condition) -> tuple[tuple[Lines, ...], bool] | None:
    """The groups of a condition, and whether any of them is enough. None when it was written in another way than the form's."""
    alone = _group(condition)
    if alone is not None:
        return (alone,), False
    if isinstance(condition, All | Any) and condition.parts:
        found = [_group(part) for part in condition.parts]
        groups = tuple(group for group in found if group is not None)
        return (groups, isinstance(condition, Any)) if len(groups) == len(found) else None
    return None


def _joined(parts: Sequence[Condition], *, any_of: bool) -> Condition:
    if len(parts) == 1:
        return parts[0]
    return Any(tuple(parts)) if any_of else All(tuple(parts))


def _group(condition: Condition) -> Lines | None:
    line = _line(condition)
    if line is not None:
        return Lines((line,))
    if isinstance(condition, All | Any) and condition.parts:
        found = [_line(part) for part in condition.parts]
        lines = tuple(one for one in found if one is not None)
        return Lines(lines, isinstance(condition, Any)) if len(lines) == len(found) else None
    return None


def _line(condition: Condition) -> Line | None:
    match condition:
        case IsKnown(field=field):
            return Line(field, KNOWN)
        case Not(part=part) if not isinstance(part, Any):
            return _denied(part)
        case Compare(field=field, op=Op.AT_LEAST, value=DaysAgo(days=days)):
            return Line(field, WITHIN, str(days))
        case Compare(field=field, op=Op.AT_LEAST | Op.LESS as op, value=date() as day):
            return Line(field, SINCE if op is Op.AT_LEAST else BEFORE, day.isoformat())
        case Compare(field=field, op=op, value=value) if isinstance(value, str | float | bool):
            return Line(field, next((name for name, one in OPS.items() if one is op), IS), _shown(value))
        case Any() | Not():
            return _several(condition)
    return None


def _denied(part: Condition) -> Line | None:
    """The line of `not` and this."""
    match part:
        case IsKnown(field=field):
            return Line(field, UNKNOWN)
        case Compare(field=field, op=Op.AT_LEAST, value=DaysAgo(days=days)):
            return Line(field, NOT_WITHIN, str(days))
        case Compare(field=field, op=Op.IS, value=str() as value):
            return Line(field, IS_NOT, value)
    return None


def _several(condition: Any | Not) -> Line | None:
    """The line of `one_of`, or of its opposite."""
    inner = condition.part if isinstance(condition, Not) else condition
    parts = inner.parts if isinstance(inner, Any) else ()
    same = [one for one in parts if isinstance(one, Compare) and one.op is Op.IS and isinstance(one.value, str | float)]
    if len(same) < 2 or len(same) != len(parts) or len({one.field for one in same}) != 1:
        return None
    if any("," in _shown(one.value) for one in same):
        return None
    return Line(same[0].field, NONE_OF if isinstance(condition, Not) else ONE_OF, ", ".join(_shown(one.value) for one in same))


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number_text(value) if isinstance(value, float) else str(value)


def _split(line: Line) -> list[str]:
    texts = line.value.split(",") if line.how in SEVERAL else [line.value]
    return [text.strip() for text in texts if text.strip()]


def _moment(line: Line, field: Field) -> Condition:
    text = line.value.strip()
    if line.how in (WITHIN, NOT_WITHIN):
        if not text.isdecimal() or not 0 < int(text) <= DAYS_MOST:
            raise LineRefused(gettext("Write a number of days for “%(field)s”, like 30.") % {"field": field.label})
        lately = Compare(field.name, Op.AT_LEAST, DaysAgo(int(text)))
        return lately if line.how == WITHIN else Not(lately)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise LineRefused(gettext("Write a day for “%(field)s”, like 2026-03-31.") % {"field": field.label}) from None
    return Compare(field.name, Op.AT_LEAST if line.how == SINCE else Op.LESS, day)


def _read(text: str, field: Field) -> str | float | bool:
    """One value as it is compared."""
    if field.kind is Kind.YES_NO:
        if fold(text) not in {"yes", "no"}:
            raise LineRefused(gettext("“%(field)s” is yes or no.") % {"field": field.label})
        return fold(text) == "yes"
    if field.kind is Kind.NUMBER:
        return _number(text)
    return _chosen(text, field)


def _number(text: str) -> float:
    try:
        number = float(text.replace(" ", ""))
    except ValueError:
        number = nan
    if not isfinite(number):
        raise LineRefused(gettext("“%(text)s” is not a number.") % {"text": text})
    return number


def _chosen(text: str, field: Field) -> str:
    """A folded text; of a choice one of its values, which may be written in its words."""
    for value, words in field.choices:
        if fold(text) in (fold(value), fold(words)):
            return fold(value) if field.kind is not Kind.NAMED else value
    if field.choices and field.kind is Kind.NAMED:
        names = ", ".join(words for _value, words in field.choices)
        raise LineRefused(gettext("“%(text)s” is none of: %(names)s.") % {"text": text, "names": names})
    return fold(text)
