"""Texts of a condition as they are compared: without case, accents and needless blanks, as answers are kept."""

from __future__ import annotations

from keepwarm.engine.conditions.tree import All, Any, Compare, Condition, IsKnown, Not
from keepwarm.lib.text import fold


def folded(condition: Condition) -> Condition:
    """The same condition with every text folded; folding twice changes nothing."""
    match condition:
        case Compare(field=field, op=op, value=str(value)):
            return Compare(field, op, fold(value))
        case Compare() | IsKnown():
            return condition
        case Not(part=part):
            return Not(folded(part))
        case All(parts=parts):
            return All(tuple(folded(part) for part in parts))
        case Any(parts=parts):
            return Any(tuple(folded(part) for part in parts))
