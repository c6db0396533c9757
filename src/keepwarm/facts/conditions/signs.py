"""What people did, in SQL. What robots did counts for nothing."""

from __future__ import annotations

from datetime import datetime

from keepwarm.engine.conditions.tree import Compare, DaysAgo, IsKnown, Op
from keepwarm.facts.conditions.fields import sign_asked
from keepwarm.facts.conditions.leaves import Leaf, Rows, leaf_of
from keepwarm.facts.conditions.sql import FALSE, Piece, all_of, among, any_of, compare_moment, negated
from keepwarm.facts.conditions.vocabulary import Vocabulary


def sign_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """The newest sign of a kind, perhaps about a topic, as a moment."""
    kind, topic = sign_asked(part.field, known)
    found = rows_of_signs(kind, topic, known, now)
    if isinstance(part, IsKnown):
        return Leaf(any_of([one.test() for one in found]), found if topic else None)
    assert not isinstance(part.value, str | float | bool)
    is_later = part.op in (Op.MORE, Op.AT_LEAST)
    later = compare_moment("s.at", part.op if is_later else _OPPOSITE[part.op], part.value, now)
    since = tuple(_since(one, part, later, now) for one in found)
    if is_later:
        return Leaf(any_of([one.test() for one in since]), since)
    ever, lately = any_of([one.test() for one in found]), any_of([one.test() for one in since])
    return Leaf(all_of([ever, negated(lately)]), found if topic else None)


_OPPOSITE = {Op.LESS: Op.AT_LEAST, Op.AT_MOST: Op.MORE}


def _since(rows: Rows, part: Compare, later: Piece, now: datetime) -> Rows:
    """What was recorded later happened at most as late: the index of recording bounds what is read."""
    assert isinstance(part.value, DaysAgo) or not isinstance(part.value, str | float | bool)
    recorded = compare_moment("s.recorded_at", Op.AT_LEAST, part.value, now)
    return Rows(rows.table, rows.person, all_of([rows.where, later, recorded]), weigh=recorded)


def rows_of_signs(kind: str, topic: str, known: Vocabulary, now: datetime) -> tuple[Rows, ...]:
    """The signs of people, of one kind or any, about one topic or any: from marked pages and from items."""
    plain = [Piece("NOT s.is_robot"), *([Piece("s.kind = %s", (kind,))] if kind else [])]
    if not topic:
        return (Rows("signs_sign s", "s.prospect_id", all_of(plain)),)
    pages, items = known.pages_about(topic), known.items_about(topic)
    about = [
        Piece(f"s.{column} IS NOT NULL AND {among(f's.{column}', keys).sql}", among(f"s.{column}", keys).params)
        for column, keys in (("page_id", pages), ("item_id", items))
        if keys
    ]
    return tuple(Rows("signs_sign s", "s.prospect_id", all_of([*plain, one])) for one in about)


def no_sign(known: Vocabulary, now: datetime) -> Piece:
    """Nothing that they ever did."""
    found = rows_of_signs("", "", known, now)
    return negated(found[0].test()) if found else FALSE


__all__ = ["leaf_of", "no_sign", "rows_of_signs", "sign_leaf"]
