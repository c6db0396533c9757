"""What the background does for the frame itself: keeping SQLite's log short, and forgetting old sessions."""

from contextlib import closing
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from keepwarm.lib.periodic import Periodic


def checkpoint_databases() -> None:
    """Bring what SQLite's log holds into the database, without making anyone wait (PASSIVE); nothing on PostgreSQL.

    This process alone checkpoints; the others do so only past `CHECKPOINT_PAGES` (docs/decisions/0001-sqlite.md).
    """
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with closing(connection.cursor()) as cursor:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def optimize_databases(*, now: datetime) -> None:
    """Let SQLite renew the statistics its planner reads, where tables have changed much."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with closing(connection.cursor()) as cursor:
                cursor.execute("PRAGMA analysis_limit = 1000")
                cursor.execute("PRAGMA optimize")


def forget_old_sessions(*, now: datetime) -> None:
    """Delete sessions that have run out."""
    SessionStore.clear_expired()


PERIODIC = (Periodic(forget_old_sessions, minutes=59), Periodic(optimize_databases, minutes=30))
