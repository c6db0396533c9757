"""The JSON form of a condition, as it is stored and as the API gives it.

`{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}`, `{"known": "answer.need"}`,
`{"field": "answer.need", "op": "=", "value": "soon"}`; a date is `{"date": "2026-03-01"}`, a moment back `{"days_ago": 30}`.
"""

from datetime import date
from typing import Any as Json

from keepwarm.engine.conditions.tree import (
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
)

DEEPEST = 50


def to_json(condition: Condition) -> dict[str, Json]:
    """The JSON form, made of dicts, lists, texts, numbers and booleans only."""
    match condition:
        case Compare(field=field, op=op, value=value):
            return {"field": field, "op": op.value, "value": _value_out(value)}
        case IsKnown(field=field):
            return {"known": field}
        case Not(part=part):
            return {"not": to_json(part)}
        case All(parts=parts):
            return {"all": [to_json(part) for part in parts]}
        case Any(parts=parts):
            return {"any": [to_json(part) for part in parts]}


def from_json(data: object, *, depth: int = 0) -> Condition:
    """Read the JSON form. Raises ConditionError, which names what could not be read."""
    if depth > DEEPEST:
        raise ConditionError(f"The condition is nested more than {DEEPEST} deep.")
    match data:
        case {"all": list(parts), **rest} if not rest:
            return All(tuple(from_json(part, depth=depth + 1) for part in parts))
        case {"any": list(parts), **rest} if not rest:
            return Any(tuple(from_json(part, depth=depth + 1) for part in parts))
        case {"not": part, **rest} if not rest:
            return Not(from_json(part, depth=depth + 1))
        case {"known": str(field), **rest} if not rest:
            return IsKnown(field)
        case {"field": str(field), "op": str(op), "value": value, **rest} if not rest:
            return Compare(field, _op(field, op), _value_in(field, value))
    raise ConditionError(f"A condition is “all”, “any”, “not”, “known” or a field with op and value, not {str(data)[:60]}.")


def _op(field: str, op: str) -> Op:
    if op not in set(Op):
        raise ConditionError(f"“{op}” is not a way to compare “{field}”; there are {', '.join(o.value for o in Op)}.")
    return Op(op)


def _value_out(value: Value) -> Json:
    match value:
        case DaysAgo(days=days):
            return {"days_ago": days}
        case date():
            return {"date": value.isoformat()}
        case _:
            return value


def _value_in(field: str, value: object) -> Value:
    match value:
        case bool() | str() | int() | float():
            return value
        case {"days_ago": int(days)}:
            return DaysAgo(days)
        case {"date": str(text)}:
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise ConditionError(f"“{text}”, compared with “{field}”, is not a date.") from None
    raise ConditionError(f"“{field}” cannot be compared with {str(value)[:60]}.")
