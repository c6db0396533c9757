"""The tree of a condition: five kinds of node, seven operators, five kinds of value."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import inf, isfinite

from keepwarm.lib.refusal import Refusal


class ConditionError(Refusal):
    """A condition cannot be read or does not fit its field. The sentence names the field or the operator."""


LONGEST_AGO = 36_500
"""Days: a hundred years. No calendar goes back much further than two thousand."""


class Op(StrEnum):
    """How a field is compared. Text is compared case-folded; `contains` and `starts` are for text only."""

    IS = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    CONTAINS = "contains"
    STARTS = "starts"


@dataclass(frozen=True, slots=True)
class DaysAgo:
    """A moment counted back from now, in whole days of 24 hours."""

    days: int

    def __post_init__(self) -> None:
        if not 0 <= self.days <= LONGEST_AGO:
            raise ConditionError(f"“{str(self.days)[:20]} days ago” is too far back: write at most {LONGEST_AGO} days.")


Value = str | float | bool | date | DaysAgo
"""A number is always a float, so that 3 and 3.0 are one condition. A date means midnight UTC at its beginning."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A field compared with a value. False where the field is unknown."""

    field: str
    op: Op
    value: Value

    def __post_init__(self) -> None:
        check_field(self.field)
        if isinstance(self.value, str):
            object.__setattr__(self, "value", self.value.casefold())
        elif not isinstance(self.value, bool | date | DaysAgo):
            object.__setattr__(self, "value", _finite(self.field, self.value))
        _check_operator(self)


@dataclass(frozen=True, slots=True)
class IsKnown:
    """True where there is a value at all, whatever it is."""

    field: str

    def __post_init__(self) -> None:
        check_field(self.field)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite: `not (a = 1)` is true also where a is unknown."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. Without parts it always holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds. Without parts it never holds."""

    parts: tuple["Condition", ...]


Condition = Compare | IsKnown | Not | All | Any

ANSWER = "answer."
"""A field that begins so is the answer to the question of that key; every other field is a named fact."""


def one_of(field: str, values: tuple[Value, ...]) -> Condition:
    """The field equals one of the values: `in` of the text form, which is only a short way to write this."""
    return Any(tuple(Compare(field, Op.IS, value) for value in values))


def fields_of(condition: Condition) -> tuple[str, ...]:
    """The fields a condition reads, each once, in the order of reading."""
    return tuple(dict.fromkeys(_walk(condition)))


def answers_of(condition: Condition) -> tuple[str, ...]:
    """The keys of the questions whose answers a condition reads."""
    return tuple(field.removeprefix(ANSWER) for field in fields_of(condition) if field.startswith(ANSWER))


def check_field(field: str) -> None:
    """Raise ConditionError unless `field` is a name: words of letters, digits, `_` and `-`, joined by a dot."""
    plain = field.replace("_", "").replace("-", "").replace(".", "")
    if not plain.isalnum() or not field[0].isalpha() or field.endswith("."):
        raise ConditionError(f"“{field}” is not the name of a field.")


def number_text(value: float) -> str:
    """A number in plain digits, as it is read again: 1000000, 0.25; never 1e+06."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _finite(field: str, value: float) -> float:
    """A number that a database can keep and compare."""
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise ConditionError(f"“{field}” cannot be compared with a number that has no end.")
    return number


def _walk(condition: Condition) -> Iterator[str]:
    match condition:
        case Compare(field=field) | IsKnown(field=field):
            yield field
        case Not(part=part):
            yield from _walk(part)
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from _walk(part)


def _check_operator(compare: Compare) -> None:
    if isinstance(compare.value, str) and "\0" in compare.value:
        raise ConditionError(f"“{compare.field}” is compared with a text that no keyboard writes: type it anew.")
    if compare.op in (Op.CONTAINS, Op.STARTS) and not isinstance(compare.value, str):
        raise ConditionError(f"“{compare.field} {compare.op}” needs a text in quotes.")
    if isinstance(compare.value, bool) and compare.op is not Op.IS:
        raise ConditionError(f"“{compare.field}” is compared with yes or no, and for that only “=” makes sense.")
    if isinstance(compare.value, str) and compare.op in (Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST):
        raise ConditionError(f"“{compare.field} {compare.op}” needs a number or a date, not a text.")
    if isinstance(compare.value, date | DaysAgo) and compare.op is Op.IS:
        raise ConditionError(f"“{compare.field}” is a moment: compare it with “<”, “<=”, “>” or “>=”.")
