"""Whom a condition means, read by key in parts: the count stops early, a page reads no further than it shows.

Each part takes the next so many people from where reading begins and asks of each whether the condition holds. Only open
people are meant. PostgreSQL and SQLite get the same statements; the parts keep both to the order that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from keepwarm.engine.conditions.tree import Condition
from keepwarm.facts.conditions.leaves import Rows
from keepwarm.facts.conditions.sql import Piece
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
    begin = _united(node.rows or (EVERYONE,))
    sql = (
        f"SELECT p.id FROM ({begin.sql}) AS d CROSS JOIN prospects_prospect p WHERE p.id = d.id AND p.ended_at IS NULL AND {node.test.sql}"
    )
    return Prospect.objects.filter(pk__in=RawSQL(sql, (*begin.params, *node.test.params)))  # noqa: S611 - values are parameters


def count(condition: Condition, *, now: datetime, within: Piece | None = None, known: Vocabulary | None = None) -> Counted:
    """How many the condition means, exact to 10,000. `within`: a test of `p` that must hold too."""
    number = 0
    for found in _parts(to_sql(condition, now=now, known=known), after=0, within=within, most=COUNTED + 1):
        number += len(found)
        if number > COUNTED:
            return Counted(COUNTED, is_more=True)
    return Counted(number)


def page(
    condition: Condition, *, now: datetime, after: int = 0, size: int = 50, within: Piece | None = None, known: Vocabulary | None = None
) -> list[int]:
    """The keys of the next `size` people behind the key `after`, by rising key."""
    keys: list[int] = []
    for found in _parts(to_sql(condition, now=now, known=known), after=after, within=within, most=size):
        keys += found
        if len(keys) >= size:
            break
    return keys[:size]


def _parts(node: Node, *, after: int, within: Piece | None, most: int) -> Iterator[list[int]]:
    """The keys that fit, part by part, each by rising key."""
    if node.rows == ():
        return
    begin, length = node.rows or (EVERYONE,), FIRST_PART
    while True:
        last, found = _part(begin, node.test, after, length, within, most)
        yield found
        if last is None:
            return
        after, length = last, min(length * 4, LARGEST_PART)


def _part(begin: tuple[Rows, ...], test: Piece, after: int, length: int, within: Piece | None, most: int) -> tuple[int | None, list[int]]:
    """The people that fit among the next `length`, at most `most` of them, and the key to go on from; None at the end."""
    window = _window(begin, after, length)
    own = f" AND {within.sql}" if within else ""
    params = (*window.params, *test.params, *(within.params if within else ()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.id FROM ({window.sql}) AS d CROSS JOIN prospects_prospect p"
            f" WHERE p.id = d.id AND {test.sql} AND p.ended_at IS NULL{own} ORDER BY d.id LIMIT {int(most)}",
            params,
        )
        found = [row[0] for row in cursor.fetchall()]
        if len(found) >= most:
            return found[-1], found
        cursor.execute(f"SELECT max(id), count(*) FROM ({window.sql}) AS d", window.params)
        last, number = cursor.fetchone()
    return (last if number >= length else None), found


def _window(begin: tuple[Rows, ...], after: int, length: int) -> Piece:
    pieces = [_piece(rows, after, length) for rows in begin]
    if len(pieces) == 1:
        return pieces[0]
    sql = " UNION ".join(f"SELECT id FROM ({one.sql}) AS w{number}" for number, one in enumerate(pieces))
    return Piece(f"SELECT id FROM ({sql}) AS merged ORDER BY id LIMIT {int(length)}", tuple(p for one in pieces for p in one.params))


def _piece(rows: Rows, after: int, length: int) -> Piece:
    """The next people of these rows. What lies in no order is kept off the index of people, which would read everyone."""
    person = rows.person if rows.is_sorted else f"{rows.person} + 0"
    sql = f"SELECT DISTINCT {person} AS id FROM {rows.table} WHERE {rows.where.sql} AND {person} > %s ORDER BY 1 LIMIT {int(length)}"
    return Piece(sql, (*rows.where.params, after))


def _united(begin: tuple[Rows, ...]) -> Piece:
    sql = " UNION ".join(f"SELECT {one.person} AS id FROM {one.table} WHERE {one.where.sql}" for one in begin)
    if len(begin) == 1:
        sql = sql.replace("SELECT ", "SELECT DISTINCT ", 1)
    return Piece(sql, tuple(param for one in begin for param in one.where.params))
