"""Merging the parts of SQLite's index: each commit that writes lines adds a part, and many parts make finding and deleting slow.

No commit merges by itself (migration `0007`), for that would hold the write lock as long as a merge takes. It is done beside, a few
pages at a time, by whoever brings many lines and by the background. PostgreSQL's index needs none of it.

A line that is taken out is only marked, and is found no more: overwriting it at once (`secure-delete`) takes from ten milliseconds to two
seconds, for each of its groups of three letters is looked for in every part. Of somebody forgotten nothing may stay in the file:
`unindex_for_good` asks for a purge in the same transaction, and `purge` rewrites the index without what was marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Final

from django.db import connection, transaction

from keepwarm.prospects.models import SearchPurge
from keepwarm.prospects.search.indexing import unindex_prospects

FEWEST, MOST = 8, 256
"""Pages of 4 KB that one step writes; it also writes to its end what one group of three letters has."""
AIM: Final = 0.03  # seconds that a step may hold the write lock; the limit is 0.1


class Merger:
    """Merges step by step; each step is a transaction of its own, as large as the one before was quick."""

    def __init__(self) -> None:
        self.pages = 32
        self.newest = 0  # the wish for a purge that is being fulfilled, and all before it

    def step(self) -> bool:
        """One step; False when nothing is to be merged."""
        return connection.vendor == "sqlite" and self._step(1)

    def step_of_purge(self) -> bool:
        """One step in which all parts become one, without what was only marked; False when no purge is due.

        The last one finds nothing to merge. What was taken out since it began is looked for by another one.
        """
        if self.newest == 0:
            self.newest = newest_purge()
        if self.newest == 0:
            return False
        if not self._step(-1):
            SearchPurge.objects.filter(pk__lte=self.newest).delete()
            self.newest = 0
        return True

    def go_on(self) -> None:
        """All steps, until nothing is to be merged."""
        while self.step():
            pass

    def purge(self, *, seconds: float = 1e9) -> None:
        """Steps until nothing is left of lines that were taken out for good, or the time is over: then the background goes on."""
        began = perf_counter()
        while perf_counter() - began < seconds and self.step_of_purge():
            pass

    def _step(self, sign: int) -> bool:
        began = perf_counter()
        with transaction.atomic():
            found = _merge(sign * self.pages)
        factor = 1.25 if perf_counter() - began < AIM else 0.5
        self.pages = max(FEWEST, min(MOST, int(self.pages * factor)))
        return found


def unindex_for_good(ids: Sequence[int]) -> None:
    """Take the lines of these out; after the purge that is due now nothing of them stays in the file. The caller holds the transaction."""
    unindex_prospects(ids)
    if ids and connection.vendor == "sqlite":
        SearchPurge.objects.create()


def newest_purge() -> int:
    """The newest wish for a purge; 0 when none is due."""
    return SearchPurge.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _merge(pages: int) -> bool:
    before = connection.connection.total_changes
    _set("merge", pages)
    return bool(connection.connection.total_changes - before >= _MERGED)


def _set(name: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_search (prospects_search, rank) VALUES (%s, %s)", [name, value])


_MERGED: Final = 2
"""Rows that a step changes at least when it merged anything (sqlite.org, fts5.html, "merge")."""
