"""Which versions of SQLite can corrupt a database (docs/decisions/0001-sqlite.md)."""

FIXED_IN = (3, 51, 3)
"""The first SQLite whose write-ahead log cannot be reset under another connection's feet (sqlite.org, wal.html section 11)."""

BACKPORTED = {(3, 44): 6, (3, 50): 7}
"""Older lines that have the same cure, from this patch level on."""


def is_affected(version: tuple[int, ...]) -> bool:
    """Whether this SQLite can corrupt a database in WAL mode when a commit meets a second checkpoint (3.7.0 to 3.51.2)."""
    cured_from = BACKPORTED.get((version[0], version[1]))
    return version < FIXED_IN and (cured_from is None or version[2] < cured_from)
