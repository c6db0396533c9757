"""Set-based writes of prospect columns: one prepared statement, many rows, on both databases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

TABLE = "prospects_prospect"
JSON_COLUMNS = frozenset({"because_args"})


def write_columns(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set `columns` of prospects and raise their version. Each row: the values in that order, then the prospect's id."""
    if not rows:
        return
    assignments = ", ".join(f"{column} = {_placeholder(column)}" for column in columns)
    sql = f"UPDATE {TABLE} SET {assignments}, version = version + 1 WHERE id = %s"  # noqa: S608
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
