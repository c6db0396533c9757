"""Which databases there are: SQLite files in the house's folder, or the PostgreSQL that `KEEPWARM_DATABASE_URL` names."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from keepwarm.site.sqlite.library import has_wal_reset_bug

CHECKPOINT_PAGES = 4_096
"""A connection checkpoints by itself only when the log holds this many pages (16 MiB of 4 KiB): the background process
does it every second, and this is the net for when it does not run, as during an import on the command line."""

HOUSE_PRAGMAS = (
    "synchronous = FULL",  # NORMAL lost acknowledged commits in power cuts; FULL lost none (docs/decisions/0001-sqlite.md)
    f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    f"journal_size_limit = {CHECKPOINT_PAGES * 4096}",
    "foreign_keys = ON",
    "mmap_size = 1073741824",  # bytes: reads come from the operating system's cache without a copy
    "cache_size = -32768",  # KiB for each connection, one connection a thread
    "temp_store = MEMORY",
)
SESSION_PRAGMAS = ("synchronous = NORMAL", "cache_size = -2048")
"""A lost session is a new sign-in, so its file need not wait for the disk."""


PAGES_ARE_SMALL = "-c jit=off -c random_page_cost=1.1"
"""Of a connection to PostgreSQL: compiling a query takes longer than any page's query, and a row found by its key costs hardly more than
the next one, as no disk turns today. By PostgreSQL's own 4.0 it reads a million people whole rather than find 5,000 by their keys."""


class UnknownDatabase(ValueError):
    """`KEEPWARM_DATABASE_URL` names something that is not PostgreSQL."""


def choose_databases(url: str, home: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: one PostgreSQL, or two SQLite files so that sessions never wait for the house's writer."""
    if url:
        return {"default": _postgres(url)}
    return {
        "default": _sqlite(home / "house.sqlite3", HOUSE_PRAGMAS),
        "sessions": _sqlite(home / "sessions.sqlite3", SESSION_PRAGMAS),
    }


def journal_pragma() -> str:
    """A write-ahead log, unless this SQLite may corrupt it: then the slower rollback journal, where readers wait too."""
    return "journal_mode = DELETE" if has_wal_reset_bug() else "journal_mode = WAL"


def _sqlite(path: Path, pragmas: tuple[str, ...]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # opening a file anew costs more than a page's queries
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a write waits for its turn at the start instead of failing half-way
            "timeout": 20,  # seconds
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in (journal_pragma(), *pragmas)),
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise UnknownDatabase("KEEPWARM_DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": PAGES_ARE_SMALL, **dict(parse_qsl(parts.query))},
    }


class SessionsApart:
    """Sends sessions to their own file and everything else to the house; used with SQLite only."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "sessions" if model._meta.app_label == "sessions" else "default"

    db_for_write = db_for_read

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool | None:
        return None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "sessions") == (app_label == "sessions")
