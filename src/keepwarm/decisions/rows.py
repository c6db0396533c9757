"""Set-based SQL for both databases: columns of prospects written by one statement, and rows found by a list of values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime

TABLE = "prospects_prospect"
JSON_COLUMNS = frozenset({"because_args"})


def fetch(sql: str, values: Sequence[object], *, kind: str = "text", before: Sequence[Any] = ()) -> list[tuple[object, ...]]:
    """Rows of `sql` with `{those}` as the list of values: one parameter, however many. `before`: parameters that stand before it."""
    those, parameter = f"(SELECT unnest(%s::{kind}[]))", list[Any](values)  # psycopg takes a list
    if connection.vendor == "sqlite":
        those, parameter = "(SELECT value FROM json_each(%s))", json.dumps(parameter)  # type: ignore[assignment]
    with connection.cursor() as cursor:
        cursor.execute(sql.format(those=those), [*before, parameter])
        return list(cursor.fetchall())


def moment(value: datetime | str | None) -> datetime | None:
    """A moment as a row gives it: SQLite keeps it in UTC without saying so, and the newest of several as text."""
    found = parse_datetime(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def write_columns(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set `columns` of prospects and raise their version. Each row: the values in that order, then the prospect's id."""
    if not rows:
        return
    assignments = ", ".join([*(f"{column} = {_placeholder(column)}" for column in columns), "version = version + 1"])
    sql = f"UPDATE {TABLE} SET {assignments} WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [tuple(adapt(value) for value in row) for row in rows])


def adapt(value: Any) -> Any:
    """A value as the database takes it in raw SQL."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value


def _placeholder(column: str) -> str:
    return "%s::jsonb" if column in JSON_COLUMNS and connection.vendor == "postgresql" else "%s"
