"""Which SQLite runs: the newer one from the package pysqlite3 where there is one, else Python's own."""

import importlib
import sys

from keepwarm.lib.sqlite import is_affected


def use_newer_sqlite() -> None:
    """Let `import sqlite3` mean pysqlite3 in this whole process.

    The whole process, because two copies of SQLite that open one file undo each other's locks (POSIX locks belong to
    the process, not to the copy). Called by the settings, before Django or huey import `sqlite3`. Where the package
    has no wheel, Python's own SQLite stays; when that one is affected, no write-ahead log is used (`databases.py`).
    """
    if "sqlite3" in sys.modules and sys.modules["sqlite3"].__name__ == "pysqlite3":
        return
    try:
        newer = importlib.import_module("pysqlite3")
    except ImportError:
        return
    sys.modules["sqlite3"] = newer
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")


def has_wal_reset_bug() -> bool:
    """Whether the SQLite of this process is affected."""
    return is_affected(importlib.import_module("sqlite3").sqlite_version_info)
