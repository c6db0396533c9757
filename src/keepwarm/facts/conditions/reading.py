"""Whom a condition means, read by key in parts: the count stops early, a page reads no further than it shows.

Each part takes the next so many people from where reading begins and asks of each whether the condition holds. Only open
people are meant. The parts keep both databases to the order that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from keepwarm.engine.conditions.tree import Condition
from keepwarm.facts.conditions.leaves import Rows
from keepwarm.facts.conditions.sql import Piece, all_of, among, is_postgres
from keepwarm.facts.conditions.tree import Node, to_sql
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.prospects.models import Prospect

COUNTED = 10_000
"""Counted exactly up to here; above it is "more than 10,000"."""
FIRST_PART, LARGEST_PART = 4_000, 64_000
EVERYONE = Rows("prospects_prospect e", "e.id", Piece("e.ended_at IS NULL"), is_sorted=True)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many; `is_more`: at least so many, nobody counted further."""

    number: int
    is_more: bool = False


def people(condition: Condition, *, now: datetime, known: Vocabulary | None = None) -> QuerySet[Prospect]:
    """The open people for whom the condition holds when the query is run, in any order."""
    node = to_sql(condition, now=now, known=known)
    if node.rows == ():
        return Prospect.objects.none()
    meant = _meant(_united(node.rows or (EVERYONE,), 0), node.rest)
    return Prospect.objects.filter(pk__in=RawSQL(meant.sql, meant.params))  # noqa: S611 - values are parameters


def who_of(keys: Sequence[int], condition: Condition, *, now: datetime, known: Vocabulary | None = None) -> set[int]:
    """Of these people the open ones for whom the condition holds. Give a few thousand at most."""
    node = to_sql(condition, now=now, known=known)
    those = Rows("prospects_prospect e", "e.id", among("e.id", list(keys)), is_sorted=True)
    return {row[0] for row in _rows(_meant(_united((those,), 0), node.test))} if keys else set()


def count(condition: Condition, *, now: datetime, within: Piece | None = None, known: Vocabulary | None = None) -> Counted:
    """How many the condition means, exact to 10,000. `within`: a test of `p` that must hold too."""
    number = 0
    for found in _parts(to_sql(condition, now=now, known=known), after=0, within=within, most=COUNTED + 1, in_order=False):
        number += len(found)
        if number > COUNTED:
            return Counted(COUNTED, is_more=True)
    return Counted(number)


def page(
    condition: Condition, *, now: datetime, after: int = 0, size: int = 50, within: Piece | None = None, known: Vocabulary | None = None
) -> list[int]:
    """The keys of the next `size` people behind the key `after`, by rising key."""
    keys: list[int] = []
    for found in _parts(to_sql(condition, now=now, known=known), after=after, within=within, most=size, in_order=True):
        keys += found
        if len(keys) >= size:
            break
    return keys[:size]


def _parts(node: Node, *, after: int, within: Piece | None, most: int, in_order: bool) -> Iterator[list[int]]:
    """The keys that fit, part by part. Few rows in no order are one part."""
    if node.rows == ():
        return
    begin, test = node.rows or (EVERYONE,), all_of([node.rest, *([within] if within else [])])
    if not all(one.is_sorted for one in begin):
        meant = _in_turn(_united(begin, after), test)
        order = " ORDER BY d.id" if in_order else ""
        yield [row[0] for row in _rows(Piece(f"{meant.sql}{order} LIMIT {int(most)}", meant.params))]
        return
    length = FIRST_PART
    while True:
        window = _window(begin, after, length)
        meant = _in_turn(window, test)
        yield [row[0] for row in _rows(Piece(f"{meant.sql} ORDER BY d.id LIMIT {int(most)}", meant.params))]
        ((last, number),) = _rows(Piece(f"SELECT max(id), count(*) FROM ({window.sql}) AS d", window.params))
        if number < length:
            return
        after, length = last, min(length * 4, LARGEST_PART)


def _in_turn(begin: Piece, test: Piece) -> Piece:
    """The same as `_meant`, each person asked by their key in the order in which reading begins.

    SQLite keeps to CROSS JOIN; PostgreSQL would turn it round, and read everyone, wherever it takes the test for a rare one.
    `OFFSET 0` keeps the question of one person by itself.
    """
    if not is_postgres():
        return _meant(begin, test)
    one = f"SELECT 1 FROM prospects_prospect p WHERE p.id = d.id AND {test.sql} AND p.ended_at IS NULL OFFSET 0"
    return Piece(f"SELECT d.id FROM ({begin.sql}) AS d CROSS JOIN LATERAL ({one}) AS asked", (*begin.params, *test.params))


def _meant(begin: Piece, test: Piece) -> Piece:
    """Of those where reading begins the open ones for whom the test holds."""
    sql = f"SELECT d.id FROM ({begin.sql}) AS d CROSS JOIN prospects_prospect p WHERE p.id = d.id AND {test.sql} AND p.ended_at IS NULL"
    return Piece(sql, (*begin.params, *test.params))


def _window(begin: tuple[Rows, ...], after: int, length: int) -> Piece:
    """The next so many people of these rows, each of which an index gives by person."""
    pieces = [
        Piece(
            f"SELECT DISTINCT {one.person} AS id FROM {one.table} WHERE {one.where.sql} AND {one.person} > %s"
            f" ORDER BY 1 LIMIT {int(length)}",
            (*one.where.params, after),
        )
        for one in begin
    ]
    if len(pieces) == 1:
        return pieces[0]
    sql = " UNION ".join(f"SELECT id FROM ({one.sql}) AS w{number}" for number, one in enumerate(pieces))
    return Piece(f"SELECT id FROM ({sql}) AS merged ORDER BY id LIMIT {int(length)}", tuple(p for one in pieces for p in one.params))


def _united(begin: tuple[Rows, ...], after: int) -> Piece:
    """All people of these rows behind the key. `+ 0` keeps SQLite off the index of people, by which it would read everyone."""
    pieces = [
        Piece(f"SELECT DISTINCT {one.person} AS id FROM {one.table} WHERE {one.where.sql}{behind}", (*one.where.params, *key))
        for one in begin
        for behind, key in [(f" AND {one.person} + 0 > %s", (after,)) if after else ("", ())]
    ]
    return Piece(" UNION ".join(one.sql for one in pieces), tuple(param for one in pieces for param in one.params))


def _rows(query: Piece) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        found: list[tuple[int, ...]] = cursor.fetchall()
        return found
