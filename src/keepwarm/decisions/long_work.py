"""Long work that writes much in many short transactions: an import, its undo, the nightly plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

from keepwarm.lib.collecting import seldom_collecting

_NORMAL: Final = 1  # of SQLite's `synchronous`
MANY: Final = 1_000
"""Fewer new rows of a table change no plan."""
_CHANGED: Final = """
SELECT s.relname FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
WHERE s.schemaname = current_schema() AND s.n_mod_since_analyze > greatest(%s, c.reltuples / 10) ORDER BY s.relname
"""


@contextmanager
def long_work() -> Iterator[None]:
    """Within the block a commit does not wait for the disk, and circles among objects are seldom looked for.

    The first commit after the block waits, and takes all before it along. Only for work that goes on where it broke off: a power cut
    may take back the newest commits of the block, never one in the middle, and leaves the file sound (docs/decisions/0001-sqlite.md).
    PostgreSQL's planner is told what came, so that the first pages after it need not wait for autovacuum.
    """
    with seldom_collecting(), _unhurried_commits():
        yield
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        _count_what_came()


@contextmanager
def _unhurried_commits() -> Iterator[None]:
    """Only where there is a write-ahead log of SQLite, and not within a transaction of the caller's."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or _ask("journal_mode") != "wal":
        yield
        return
    usual = int(str(_ask("synchronous")))
    _ask(f"synchronous = {min(usual, _NORMAL)}")
    try:
        yield
    finally:
        _ask("wal_checkpoint(PASSIVE)")  # waits for the disk without the write lock, so that the next commit need not
        _ask(f"synchronous = {usual}")


def _count_what_came() -> None:
    """ANALYZE for each table of which a tenth is new or changed, as autovacuum would within a minute or two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")  # what this connection wrote itself
        cursor.execute(_CHANGED, [MANY])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")


def _ask(pragma: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        return (cursor.fetchone() or (None,))[0]
