"""Pieces of SQL with their parameters, written so that SQLite and PostgreSQL mean the same by them.

In a test `d.id` is the key of the person in question and `p` their row of `prospects_prospect`. Every test is true or false and
never NULL, so that NOT turns it round.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

from keepwarm.engine.conditions.tree import DaysAgo, Op

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """SQL and what stands at its `%s`, in order."""

    sql: str
    params: tuple[Any, ...] = ()


TRUE, FALSE = Piece("1 = 1"), Piece("1 = 0")


def all_of(pieces: Sequence[Piece]) -> Piece:
    """Every one of them."""
    return _joined(pieces, " AND ", TRUE)


def any_of(pieces: Sequence[Piece]) -> Piece:
    """At least one of them."""
    return _joined(pieces, " OR ", FALSE)


def negated(piece: Piece) -> Piece:
    """The opposite."""
    return Piece(f"NOT ({piece.sql})", piece.params)


def _joined(pieces: Sequence[Piece], word: str, empty: Piece) -> Piece:
    if not pieces:
        return empty
    return Piece("(" + word.join(f"({one.sql})" for one in pieces) + ")", tuple(param for one in pieces for param in one.params))


def is_postgres() -> bool:
    """Which of the two databases this is."""
    return connection.vendor == "postgresql"


def compare_text(column: str, op: Op, value: str) -> Piece:
    """A folded text column compared; never by a pattern, in which a percent sign would mean more."""
    if op is Op.CONTAINS:
        return Piece(f"{'strpos' if is_postgres() else 'instr'}({column}, %s) > 0", (value,))
    if op is Op.STARTS:
        return Piece(f"substr({column}, 1, {len(value)}) = %s", (value,))
    return Piece(f"{column} = %s", (value,))


def compare_number(column: str, op: Op, value: float) -> Piece:
    """A number compared."""
    return Piece(f"{column} {op.value} %s", (value,))


def compare_moment(column: str, op: Op, value: date | DaysAgo, now: datetime) -> Piece:
    """A moment compared as the engine does: to the second, so that what lies within a second is that second."""
    at = now.replace(microsecond=0) - timedelta(days=value.days) if isinstance(value, DaysAgo) else midnight(value)
    later = at + SECOND if op in (Op.AT_MOST, Op.MORE) else at
    return Piece(f"{column} {'<' if op in (Op.LESS, Op.AT_MOST) else '>='} %s", (as_stored(later),))


def midnight(day: date) -> datetime:
    """The beginning of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def as_stored(at: datetime) -> Any:
    """A moment as the database has it in a row, which a comparison of texts in SQLite needs to the letter."""
    return connection.ops.adapt_datetimefield_value(at)


def among(column: str, values: Sequence[Any]) -> Piece:
    """The column holds one of these texts or whole numbers, however many they are."""
    if not values:
        return FALSE
    if is_postgres():
        return Piece(f"{column} = ANY(%s)", (list(values),))
    return Piece(f"{column} IN (SELECT value FROM json_each(%s))", (json.dumps(list(values)),))
