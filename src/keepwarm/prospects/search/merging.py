"""Merging the parts of SQLite's index: each commit that writes lines adds a part, and many parts make finding and deleting slow.

No commit merges by itself (migration `0007`), for that would hold the write lock as long as a merge takes. It is done beside, a few
pages at a time, by whoever brings many lines and by the background. PostgreSQL's index needs none of it.
"""

from __future__ import annotations

from time import perf_counter
from typing import Final

from django.db import connection, transaction

FEWEST, MOST = 8, 256
"""Pages of 4 KB that one step writes; it also writes to its end what one group of three letters has."""
AIM: Final = 0.03  # seconds that a step may hold the write lock; the limit is 0.1


class Merger:
    """Merges step by step; each step is a transaction of its own, as large as the one before was quick."""

    def __init__(self) -> None:
        self.pages = 32

    def step(self) -> bool:
        """One step; False when nothing is to be merged."""
        if connection.vendor != "sqlite":
            return False
        began = perf_counter()
        with transaction.atomic():
            found = _merge(self.pages)
        factor = 1.25 if perf_counter() - began < AIM else 0.5
        self.pages = max(FEWEST, min(MOST, int(self.pages * factor)))
        return found

    def go_on(self) -> None:
        """All steps, until nothing is to be merged."""
        while self.step():
            pass


def _merge(pages: int) -> bool:
    before = connection.connection.total_changes
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_search (prospects_search, rank) VALUES ('merge', %s)", [pages])
    return bool(connection.connection.total_changes - before >= _MERGED)


_MERGED: Final = 2
"""Rows that a step changes at least when it merged anything (sqlite.org, fts5.html, "merge")."""
