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


def reuse(people: int, kind: str = "house") -> bool:
    """Put a house of that size and kind in place that an earlier bench filled; False when there is none."""
    from django.conf import settings
    from django.db import connection

    kept = _kept(people, kind)
    if kept is None or not kept.exists():
        return False
    connection.close()
    _copy(kept, Path(settings.HOME) / "house.sqlite3")
    return True


def keep(people: int, kind: str = "house") -> None:
    """Keep the house just filled for the next bench."""
    from django.conf import settings
    from django.db import connection

    kept = _kept(people, kind)
    if kept is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    _copy(Path(settings.HOME) / "house.sqlite3", kept)


def _kept(people: int, kind: str) -> Path | None:
    """Where such a house is kept; another schema or another filling is another house."""
    from django.db import connection

    folder = os.environ.get(HOUSES)
    if not folder or connection.vendor != "sqlite":
        return None
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("_[fm]il*.py"))))
    with connection.cursor() as cursor:
        cursor.execute("SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name)")
        digest.update(str(cursor.fetchone()[0]).encode())
    return Path(folder) / f"{kind}-{people}-{digest.hexdigest()[:12]}.sqlite3"


def _copy(source: Path, target: Path) -> None:
    for path in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        with suppress(FileNotFoundError):
            path.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
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
        cursor.execute(SETTLE[connection.vendor])


SETTLE = {"sqlite": "ANALYZE", "postgresql": "VACUUM (ANALYZE)"}
"""What the planner wants to know; and what autovacuum does after so many rows."""


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
    """Without journal, checks, triggers and disk for the time of filling, where one may: a filling that fails is thrown away."""
    from django.db import connection

    with connection.cursor() as cursor:
        for setting in CARELESS[connection.vendor]:
            cursor.execute(setting)
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode = WAL")
    connection.close()  # the next connection has the house's own settings


CARELESS = {
    "sqlite": (
        "PRAGMA foreign_keys = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA journal_mode = OFF",
        "PRAGMA ignore_check_constraints = ON",
        "PRAGMA cache_size = -262144",
    ),
    "postgresql": (  # only an owner of the cluster may leave triggers out
        "SELECT set_config('session_replication_role', 'replica', false) FROM pg_roles WHERE rolname = current_user AND rolsuper",
        "SELECT set_config('maintenance_work_mem', '512MB', false)",
    ),
}


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Tables are filled several times faster when their indexes are made at the end."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(INDEXES[connection.vendor])
        made: list[tuple[str, str]] = cursor.fetchall()
        for name, _ in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, sql in made:
            cursor.execute(sql)


INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name NOT LIKE 'django%'",
    "postgresql": """
        SELECT made.relname, pg_get_indexdef(made.oid) FROM pg_index JOIN pg_class made ON made.oid = pg_index.indexrelid
        JOIN pg_namespace room ON room.oid = made.relnamespace
        WHERE room.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = made.oid)
    """,
}
"""Those that no constraint needs."""


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
