"""A whole condition in SQL: a test of one person, and the smallest set of rows from which all whom it means can be reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from keepwarm.engine.conditions.tree import ANSWER, All, Any, Compare, Condition, IsKnown, Not, Op
from keepwarm.facts.conditions import standing
from keepwarm.facts.conditions.fields import INTEREST, ROW_MOMENTS, SIGN, STAGES, TOUCH, check_fields
from keepwarm.facts.conditions.happened import touch_leaf
from keepwarm.facts.conditions.leaves import Leaf, Rows
from keepwarm.facts.conditions.said import answer_leaf, interest_leaf, owner_leaf, source_leaf
from keepwarm.facts.conditions.signs import sign_leaf
from keepwarm.facts.conditions.sql import TRUE, Piece, all_of, any_of, negated
from keepwarm.facts.conditions.vocabulary import Vocabulary

FEW, UNSORTED, MANY = 20_000, 100_000, 200_000
"""So many rows are counted at first; so many at most are read where they lie in no order; and so far the larger ones are compared."""
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
    """A part of the tree: its test, and where to begin; None: with everyone. Without rows it holds for nobody.

    `rest`: what is left to ask of who stands in `rows`.
    """

    test: Piece
    rows: tuple[Rows, ...] | None
    rest: Piece


def to_sql(condition: Condition, *, now: datetime, known: Vocabulary | None = None) -> Node:
    """The condition as SQL. Raises FieldGone or ConditionError when it names what is not there, or does not fit."""
    words = known or Vocabulary()
    check_fields(condition, words)
    return _node(condition, words, now)


def _node(condition: Condition, known: Vocabulary, now: datetime) -> Node:
    match condition:
        case Compare() | IsKnown():
            leaf = _maker(condition.field)(condition, known, now)
            rows = _readable(leaf.rows)
            return Node(leaf.test, rows, TRUE if leaf.is_exact and rows is not None else leaf.test)
        case Not(part=part):
            return _denied(part, known, now)
        case All(parts=parts):
            return _every([_node(part, known, now) for part in parts])
        case Any(parts=parts):
            return _either([_node(part, known, now) for part in parts])


def _every(nodes: list[Node]) -> Node:
    """Begin with the part that has the fewest rows, and ask the others."""
    begin = _smallest([one for one in nodes if one.rows is not None])
    test = all_of([one.test for one in nodes])
    if begin is None:
        return Node(test, None, test)
    return Node(test, begin.rows, all_of([begin.rest, *(one.test for one in nodes if one is not begin)]))


def _either(nodes: list[Node]) -> Node:
    """Begin with the rows of all parts, if each has some."""
    test = any_of([one.test for one in nodes])
    if any(one.rows is None for one in nodes):
        return Node(test, None, test)
    rows = tuple(row for one in nodes for row in one.rows or ())
    return Node(test, rows, TRUE if all(one.rest is TRUE for one in nodes) else test)


def _denied(part: Condition, known: Vocabulary, now: datetime) -> Node:
    """`not` is moved inwards, where other rows may say the same."""
    match part:
        case Not(part=inner):
            return _node(inner, known, now)
        case All(parts=parts):
            return _either([_denied(one, known, now) for one in parts])
        case Any(parts=parts):
            return _every([_denied(one, known, now) for one in parts])
        case Compare(field="stage", value=value):
            others = [Compare("stage", Op.IS, name) for name, _words in STAGES if name != value]
            return _either([_node(one, known, now) for one in others])
    test = negated(_node(part, known, now).test)
    return Node(test, None, test)


def _maker(field: str) -> LeafMaker:
    return MAKERS.get(field) or next(maker for prefix, maker in FAMILIES if field.startswith(prefix))


def _readable(rows: tuple[Rows, ...] | None) -> tuple[Rows, ...] | None:
    """Rows that lie in no order are only read when they are few: many of them are quicker asked one by one."""
    if rows and any(not one.is_sorted and weight(one, UNSORTED) > UNSORTED for one in rows):
        return None
    return rows


def _smallest(nodes: list[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    weights = [_weigh(one, FEW) for one in nodes]
    if min(weights) > FEW:
        weights = [_weigh(one, MANY) for one in nodes]
    return nodes[weights.index(min(weights))]


def _weigh(node: Node, most: int) -> int:
    return sum(weight(one, most) for one in node.rows or ())


def weight(rows: Rows, most: int) -> int:
    """How many rows there are, counted to one more than `most`."""
    where = rows.weigh or rows.where
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {rows.table} WHERE {where.sql} LIMIT {most + 1}) AS counted", where.params)
        return int(cursor.fetchone()[0])
