"""Many new rows of a table at once, past the objects of the ORM: executemany on SQLite, COPY on PostgreSQL.

For arrivals, where a list brings hundreds of thousands, for decisions, of which a night may write as many, and for the messages of
a mailing. Every column that a caller does not give gets the default of its field, so a new column of a model needs nothing here.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from django.db import connection, models, transaction

_PAST_ORM: Final = "sqlite"
_TOGETHER: Final = 16  # rows a statement


def insert_rows(model: type[models.Model], names: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, whose values stand in the order of `names` (column names). Moments as `at`, JSON as `as_json` make them.

    The caller holds the transaction.
    """
    given = list(rows)
    if not given:
        return
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == _PAST_ORM:
            _insert_many(model, names, given)
        else:
            _copy(model, names, given)


def insert_objects(objects: Sequence[models.Model], *, keys: Sequence[int] = ()) -> None:
    """Insert unsaved objects of one model, which have no reference of their own to be made.

    They do not learn their keys, unless these are given: `reserve_ids` makes them.
    """
    if not objects:
        return
    for one, key in zip(objects, keys, strict=True) if keys else ():
        one.pk = key
    columns = [field for field in objects[0]._meta.concrete_fields if keys or not field.primary_key]
    names = tuple(str(field.column) for field in columns)
    attributes = [field.attname for field in columns]
    insert_rows(type(objects[0]), names, [[_value(getattr(one, attribute)) for attribute in attributes] for one in objects])
    for one in objects if keys else ():
        one._state.adding, one._state.db = False, connection.alias  # noqa: SLF001  # as bulk_create leaves them


def update_rows(model: type[models.Model], names: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    """Set columns of many rows, to other values in each: the values in the order of `names`, then the key.

    The caller holds the transaction.
    """
    given = list(rows)
    past_orm = connection.vendor == _PAST_ORM
    place = "?" if past_orm else "%s"
    columns = ", ".join(f'"{name}" = {place}' for name in names)
    sql = f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "id" = {place}'  # noqa: S608 - names of our own models
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.cursor() as cursor:
        (connection.connection if past_orm else cursor).executemany(sql, given)


_AS_IT_IS: Final = frozenset({str, int, type(None), bool, float})


def _value(value: Any) -> Any:
    """A value of an object as a row takes it."""
    if type(value) in _AS_IT_IS:  # nearly all are
        return value
    if isinstance(value, datetime):
        return at(value)
    return as_json(value) if isinstance(value, dict | list) else value


def _insert_many(model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Past Django's cursor, which rewrites each statement. Several rows a statement: one for each takes a third longer."""
    whole = len(rows) - len(rows) % _TOGETHER
    if whole:
        several = ([value for row in rows[start : start + _TOGETHER] for value in row] for start in range(0, whole, _TOGETHER))
        connection.connection.executemany(_insert_sql(model, names, _TOGETHER), several)
    connection.connection.executemany(_insert_sql(model, names, 1), rows[whole:])


def _copy(model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    others = _defaults(model, names)
    columns = ", ".join(f'"{name}"' for name in (*names, *(name for name, _ in others)))
    constant = tuple(value for _, value in others)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row((*row, *constant))


@cache
def _insert_sql(model: type[models.Model], names: tuple[str, ...], count: int) -> str:
    """OR FAIL: what was written before a row that is refused goes with the caller's transaction, so that nothing of a page need be kept
    beside, as for one statement to be taken back alone."""
    others = _defaults(model, names)
    columns = ", ".join(f'"{name}"' for name in (*names, *(name for name, _ in others)))
    values = ", ".join([*["?"] * len(names), *(_literal(value) for _, value in others)])
    several = ", ".join([f"({values})"] * count)
    return f'INSERT OR FAIL INTO "{model._meta.db_table}" ({columns}) VALUES {several}'  # noqa: S608 - names of our own models


@cache
def _defaults(model: type[models.Model], names: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    """Name and default of every other column but the key; a reference must be given, it is never the same twice."""
    others = [field for field in model._meta.concrete_fields if field.column not in names and not field.primary_key]
    return tuple((str(field.column), _default(field)) for field in others)


def _default(field: models.Field[Any, Any]) -> Any:
    if field.name == "ref":
        raise LookupError(f"{field.model.__name__}.ref must be given for each row.")
    value = field.get_default()
    return as_json(value) if isinstance(field, models.JSONField) else value


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(int(value) if isinstance(value, bool) else value)
    return "'" + str(value).replace("'", "''") + "'"


as_json: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""A value of a JSON column. One encoder for all: `json.dumps` makes one for each value, which takes longer than the value."""


@lru_cache(maxsize=16384)
def at(moment: datetime | int | None) -> str | None:
    """A moment of a row: an aware datetime, or seconds since 1970. Many share theirs: the same chunk, the same day of a list."""
    if moment is None:
        return None
    if isinstance(moment, int):
        moment = datetime.fromtimestamp(moment, UTC)
    text = str(moment.astimezone(UTC).replace(tzinfo=None))
    return text if connection.vendor == _PAST_ORM else f"{text}+00"


def on(day: date | None) -> str | None:
    """A day of a row."""
    return day.isoformat() if day else None


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """`count` keys of the model's table that nobody else will get; those that stay unused are gaps, and harmless."""
    if not count:
        return ()
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor != _PAST_ORM:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table])
        row = cursor.fetchone()
        if row is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        last = row[0] if row else count
    return range(last - count + 1, last + 1)


class Keys:
    """Keys reserved ahead in blocks, for many batches: each reservation is a commit, and a commit waits for the disk."""

    def __init__(self, block: int = 0) -> None:
        self.block = block
        self._left: dict[type[models.Model], deque[int]] = {}

    def take(self, model: type[models.Model], count: int) -> list[int]:
        """`count` keys of the model's table, in rising order."""
        left = self._left.setdefault(model, deque())
        if len(left) < count:
            left.extend(reserve_ids(model, max(count - len(left), self.block)))
        return [left.popleft() for _ in range(count)]
