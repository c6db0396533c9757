"""Merging the parts of SQLite's index: each commit that writes lines adds a part, and many parts make finding and deleting slow.

No commit merges by itself (migration `0007`), for that would hold the write lock as long as a merge takes. It is done beside, a few
pages at a time, by whoever brings many lines and by the background. PostgreSQL's index needs none of it.

A line that is taken out is overwritten at once (`secure-delete`), which takes some ten milliseconds: each of its groups of three letters
is looked for in every part. Many lines are therefore only marked (`unindex_many`), and `purge` rewrites the index without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Final

from django.db import connection, transaction

from keepwarm.prospects.search.indexing import unindex_prospects

FEWEST, MOST = 8, 256
"""Pages of 4 KB that one step writes; it also writes to its end what one group of three letters has."""
AIM: Final = 0.03  # seconds that a step may hold the write lock; the limit is 0.1


class Merger:
    """Merges step by step; each step is a transaction of its own, as large as the one before was quick."""

    def __init__(self) -> None:
        self.pages = 32

    def step(self) -> bool:
        """One step; False when nothing is to be merged."""
        return connection.vendor == "sqlite" and self._step(1)

    def step_of_purge(self) -> bool:
        """One step in which all parts become one, without what was only marked; False when nothing marked is left.

        The last one finds nothing to merge, and has each line overwritten at once again.
        """
        return has_remains() and self._step(-1)

    def go_on(self) -> None:
        """All steps, until nothing is to be merged."""
        while self.step():
            pass

    def purge(self) -> None:
        """All steps, until nothing is left of lines that were taken out."""
        while self.step_of_purge():
            pass

    def _step(self, sign: int) -> bool:
        began = perf_counter()
        with transaction.atomic():
            found = _merge(sign * self.pages)
            if not found and sign < 0:
                _set("secure-delete", 1)
        factor = 1.25 if perf_counter() - began < AIM else 0.5
        self.pages = max(FEWEST, min(MOST, int(self.pages * factor)))
        return found


def unindex_many(ids: Sequence[int]) -> None:
    """Take the lines of these out without overwriting them yet: quick, and `purge` is due. The caller holds the transaction."""
    if connection.vendor == "sqlite" and not has_remains():
        _set("secure-delete", 0)
    unindex_prospects(ids)


def has_remains() -> bool:
    """Whether lines were only marked as taken out since the last `purge`."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT v FROM prospects_search_config WHERE k = 'secure-delete'")
        return bool(cursor.fetchone()[0] == 0)


def _merge(pages: int) -> bool:
    before = connection.connection.total_changes
    _set("merge", pages)
    return bool(connection.connection.total_changes - before >= _MERGED)


def _set(name: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_search (prospects_search, rank) VALUES (%s, %s)", [name, value])


_MERGED: Final = 2
"""Rows that a step changes at least when it merged anything (sqlite.org, fts5.html, "merge")."""
