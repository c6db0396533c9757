"""One comparison in SQL: a test of one person, and where to find all whom it holds for, if there is a quick way."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.facts.conditions.sql import Piece


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of which each names a person for whom something holds: where to begin reading.

    `is_sorted`: an index gives them by person, so that any part of them can be read by itself. `weigh`: a wider condition of
    which the number of rows is quickly counted; without it `where` is counted.
    """

    table: str
    person: str
    where: Piece
    is_sorted: bool = False
    weigh: Piece | None = None

    def test(self) -> Piece:
        """Whether there is such a row of the person `d.id`."""
        return Piece(f"EXISTS (SELECT 1 FROM {self.table} WHERE {self.person} = d.id AND {self.where.sql})", self.where.params)


@dataclass(frozen=True, slots=True)
class Leaf:
    """`test` is about `d.id` and `p`; `rows` all for whom it holds, None when nobody knows them quicker than by asking each.

    `is_exact`: nobody else is in `rows`, so that who stands there need not be asked.
    """

    test: Piece
    rows: tuple[Rows, ...] | None = None
    is_exact: bool = False


def leaf_of(rows: Rows, *, is_quick: bool = True) -> Leaf:
    """A leaf that is a row in another table."""
    return Leaf(rows.test(), (rows,) if is_quick else None, is_exact=is_quick)
