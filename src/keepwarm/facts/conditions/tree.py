"""A whole condition in SQL: a test of one person, and the smallest set of rows from which all whom it means can be reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from keepwarm.engine.conditions.tree import ANSWER, All, Any, Compare, Condition, IsKnown, Not
from keepwarm.facts.conditions import standing
from keepwarm.facts.conditions.fields import INTEREST, ROW_MOMENTS, SIGN, TOUCH, check_fields
from keepwarm.facts.conditions.happened import touch_leaf
from keepwarm.facts.conditions.leaves import Leaf, Rows
from keepwarm.facts.conditions.said import answer_leaf, interest_leaf, owner_leaf, source_leaf
from keepwarm.facts.conditions.signs import sign_leaf
from keepwarm.facts.conditions.sql import Piece, all_of, any_of, negated
from keepwarm.facts.conditions.vocabulary import Vocabulary

FEW, MANY = 20_000, 200_000
"""So many rows are counted at first, and again of those that are more: what is smaller is read, what is larger is asked."""
LeafMaker = Callable[[Compare | IsKnown, Vocabulary, datetime], Leaf]
MAKERS: dict[str, LeafMaker] = {
    "stage": standing.stage_leaf,
    "step": standing.step_leaf,
    "language": standing.text_leaf,
    "place": standing.text_leaf,
    "owner": owner_leaf,
    "source": source_leaf,
    "warm": standing.warm_leaf,
    "attempts": standing.number_leaf,
    "reached": standing.number_leaf,
    "firm": standing.firm_leaf,
    "firm.place": standing.firm_leaf,
    "firm.people": standing.colleagues_leaf,
    "wishes": standing.wishes_leaf,
    **dict.fromkeys(standing.MAY, standing.may_leaf),
    **dict.fromkeys(ROW_MOMENTS, standing.moment_leaf),
}
FAMILIES: tuple[tuple[str, LeafMaker], ...] = (
    (ANSWER, answer_leaf),
    (INTEREST, interest_leaf),
    (TOUCH, touch_leaf),
    (SIGN, sign_leaf),
)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the tree: its test, and where to begin; None: with everyone. Without rows it holds for nobody."""

    test: Piece
    rows: tuple[Rows, ...] | None


def to_sql(condition: Condition, *, now: datetime, known: Vocabulary | None = None) -> Node:
    """The condition as SQL. Raises FieldGone or ConditionError when it names what is not there, or does not fit."""
    words = known or Vocabulary()
    check_fields(condition, words)
    return _node(condition, words, now)


def _node(condition: Condition, known: Vocabulary, now: datetime) -> Node:
    match condition:
        case Compare() | IsKnown():
            leaf = _maker(condition.field)(condition, known, now)
            return Node(leaf.test, _readable(leaf.rows))
        case Not(part=part):
            return Node(negated(_node(part, known, now).test), None)
        case All(parts=parts):
            nodes = [_node(part, known, now) for part in parts]
            return Node(all_of([one.test for one in nodes]), _smallest([one.rows for one in nodes if one.rows is not None]))
        case Any(parts=parts):
            nodes = [_node(part, known, now) for part in parts]
            found = [one.rows for one in nodes]
            rows = None if any(one is None for one in found) else tuple(row for one in found for row in one or ())
            return Node(any_of([one.test for one in nodes]), rows)


def _maker(field: str) -> LeafMaker:
    return MAKERS.get(field) or next(maker for prefix, maker in FAMILIES if field.startswith(prefix))


def _readable(rows: tuple[Rows, ...] | None) -> tuple[Rows, ...] | None:
    """Rows that lie in no order are only read when they are few: many of them are quicker asked one by one."""
    if rows and any(not one.is_sorted and weight(one, FEW) > FEW for one in rows):
        return None
    return rows


def _smallest(found: list[tuple[Rows, ...]]) -> tuple[Rows, ...] | None:
    if len(found) < 2:
        return found[0] if found else None
    weights = [sum(weight(one, FEW) for one in rows) for rows in found]
    if min(weights) > FEW:
        weights = [sum(weight(one, MANY) for one in rows) for rows in found]
    return found[weights.index(min(weights))]


def weight(rows: Rows, most: int) -> int:
    """How many rows there are, counted to one more than `most`."""
    where = rows.weigh or rows.where
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {rows.table} WHERE {where.sql} LIMIT {most + 1}) AS counted", where.params)
        return int(cursor.fetchone()[0])
