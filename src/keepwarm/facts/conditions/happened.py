"""What passed between us and them, in SQL: the newest touch of a kind, and how many there were lately."""

from __future__ import annotations

from datetime import datetime

from keepwarm.engine.conditions.tree import Compare, DaysAgo, IsKnown, Op
from keepwarm.facts.conditions.fields import TouchAsked, touch_asked
from keepwarm.facts.conditions.leaves import Leaf, Rows
from keepwarm.facts.conditions.sql import Piece, all_of, compare_moment, compare_number, negated
from keepwarm.facts.conditions.vocabulary import Vocabulary

TALKS, RARE = "t.channel IN ('phone', 'meeting')", "t.channel IN ('email', 'post', 'web', 'note')"
"""Word for word the conditions of small indexes, so that SQLite uses them."""
SMALL = {"phone": TALKS, "meeting": TALKS, "email": RARE, "post": RARE, "web": RARE, "note": RARE}
OPPOSITE = {Op.LESS: Op.AT_LEAST, Op.AT_MOST: Op.MORE}


def touch_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """The newest such touch as a moment, or with days their count."""
    asked = touch_asked(part.field)
    if asked.days:
        return _count(asked, part, now)
    every = _touches(asked)
    if isinstance(part, IsKnown):
        return Leaf(every.test(), (every,) if asked.direction == "in" else None)
    assert not isinstance(part.value, str | float | bool)
    is_later = part.op in (Op.MORE, Op.AT_LEAST)
    later = compare_moment("t.happened_at", part.op if is_later else OPPOSITE[part.op], part.value, now)
    since = Rows(every.table, every.person, all_of([every.where, later]), weigh=_weight(asked, later))
    if is_later:
        return Leaf(since.test(), (since,), is_exact=True)
    return Leaf(all_of([every.test(), negated(since.test())]), (every,) if asked.direction == "in" else None)


def _touches(asked: TouchAsked) -> Rows:
    where = ["t.voided_at IS NULL"]
    if asked.channel in SMALL:
        where.append(SMALL[asked.channel])
    where += [f"t.{column} = '{value}'" for column, value in _named(asked) if value]  # words of the house, checked
    return Rows("touches_touch t", "t.prospect_id", Piece(" AND ".join(where)))


def _named(asked: TouchAsked) -> tuple[tuple[str, str], ...]:
    return ("channel", asked.channel), ("direction", asked.direction), ("disposition", asked.disposition)


def _weight(asked: TouchAsked, later: Piece) -> Piece:
    """The rows that an index bounds: talks and what came from them have small ones of their own."""
    if asked.direction == "in" or asked.channel in SMALL:
        bounds = [Piece(SMALL[asked.channel] + f" AND t.channel = '{asked.channel}'")] if asked.channel in SMALL else []
        return all_of([*bounds, *([Piece("t.direction = 'in'")] if asked.direction == "in" else []), later])
    return later


def _count(asked: TouchAsked, part: Compare | IsKnown, now: datetime) -> Leaf:
    if isinstance(part, IsKnown):
        return Leaf(Piece("1 = 1"))
    assert isinstance(part.value, float)
    rows, later = _touches(asked), compare_moment("t.happened_at", Op.AT_LEAST, DaysAgo(asked.days), now)
    where = all_of([rows.where, later])
    count = compare_number(f"(SELECT count(*) FROM {rows.table} WHERE t.prospect_id = d.id AND {where.sql})", part.op, part.value)
    some = part.op in (Op.MORE, Op.AT_LEAST, Op.IS) and part.value > 0
    begin = Rows(rows.table, rows.person, where, weigh=_weight(asked, later))
    return Leaf(Piece(count.sql, (*where.params, *count.params)), (begin,) if some else None)
