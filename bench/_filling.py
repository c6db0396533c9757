"""Fills a large house fast, once for all benches of a run: rows past the actions, indexes and search lines at the end."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

HOUSES = "KEEPWARM_BENCH_HOUSES"
"""The folder in which filled SQLite houses are kept for the next bench of the same run; none without it."""
Table = tuple[str, Sequence[str], Iterable[tuple[Any, ...]]]


def reuse(people: int) -> bool:
    """Put a house of that size in place that an earlier bench filled; False when there is none."""
    from django.conf import settings
    from django.db import connection

    kept = _kept(people)
    if kept is None or not kept.exists():
        return False
    connection.close()
    _copy(kept, Path(settings.HOME) / "house.sqlite3")
    return True


def keep(people: int) -> None:
    """Keep the house just filled for the next bench."""
    from django.conf import settings
    from django.db import connection

    kept = _kept(people)
    if kept is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    _copy(Path(settings.HOME) / "house.sqlite3", kept)


def _kept(people: int) -> Path | None:
    """Where such a house is kept; another schema or another filling is another house."""
    from django.db import connection

    folder = os.environ.get(HOUSES)
    if not folder or connection.vendor != "sqlite":
        return None
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("_[fm]il*.py"))))
    with connection.cursor() as cursor:
        cursor.execute("SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name)")
        digest.update(str(cursor.fetchone()[0]).encode())
    return Path(folder) / f"house-{people}-{digest.hexdigest()[:12]}.sqlite3"


def _copy(source: Path, target: Path) -> None:
    for path in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        with suppress(FileNotFoundError):
            path.unlink()
    shutil.copyfile(source, target)


def insert(tables: Iterable[Table], *, say: bool, lines: bool = True) -> None:
    """Write all tables, then the indexes, the search lines (unless they stand) and what the planner wants to know."""
    from django.db import connection

    connection.ensure_connection()
    with _without_care(), _without_indexes():
        for table, columns, rows in tables:
            if say:
                print(f"  {table}", file=sys.stderr, flush=True)
            _insert(table, columns, rows)
        if say:
            print("  indexes and search lines", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        if lines:
            cursor.execute(LINES[connection.vendor])
        cursor.execute("ANALYZE")


def _insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Through the bare driver: Django's cursor would keep every row of an iterator in memory."""
    from django.db import connection, transaction

    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            sql = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
            connection.connection.executemany(sql, rows)


@contextmanager
def _without_care() -> Iterator[None]:
    """SQLite without journal, checks and disk for the time of filling: a filling that fails is thrown away."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        for pragma in (
            "foreign_keys = OFF",
            "synchronous = OFF",
            "journal_mode = OFF",
            "ignore_check_constraints = ON",
            "cache_size = -262144",
        ):
            cursor.execute(f"PRAGMA {pragma}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")
    connection.close()  # the next connection has the house's own settings


@contextmanager
def _without_indexes() -> Iterator[None]:
    """SQLite fills tables several times faster when their indexes are made at the end."""
    from django.db import connection

    made: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name NOT LIKE 'django%'")
            made = cursor.fetchall()
        for name, _ in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, sql in made:
            cursor.execute(sql)


_LINE = """
SELECT p.id, '  ' || p.name_folded || {nl} || coalesce('  ' || o.name_folded || {nl}, '') || coalesce((
    SELECT {join}(' ' || ltrim(a.normalized, '+') || {nl}, '') FROM prospects_address a WHERE a.prospect_id = p.id), '')
FROM prospects_prospect p LEFT JOIN prospects_organization o ON o.id = p.organization_id
"""
LINES = {
    "sqlite": "INSERT INTO prospects_search (rowid, words)" + _LINE.format(nl="char(10)", join="group_concat"),
    "postgresql": "INSERT INTO prospects_search (prospect_id, words)" + _LINE.format(nl="chr(10)", join="string_agg"),
}
"""The lines by which people are found, of everyone at once, as `words_of` makes them."""
