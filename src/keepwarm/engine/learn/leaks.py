"""Columns that must not be learned from, or that must be asked about first: each named with why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from keepwarm.engine.learn.frame import Column, Flags, Floats, Frame, Kind
from keepwarm.engine.learn.judging import area

NEARLY_PERFECT: Final = 0.90
"""AUC of one column alone from which it is taken for the outcome itself, told in another way."""
SUSPICIOUS: Final = 0.80
"""AUC of one column alone that honest facts known beforehand hardly reach."""
_SEASON: Final = 0.5  # of the variance lies between windows
_ID_SHARE: Final = 0.95  # of values that occur once
_FREE_TEXT: Final = 0.5
_AFTERWARDS: Final = re.compile(
    r"(?<![a-z])(last|latest|final|outcome|result|status|stage|closed?|closing|ended|won|lost|reason|cancel\w*|duration|tags?|scores?|quality|predicted|probability)(?![a-z])"
)
"""Words in the name of a column that is often filled in once the outcome is known."""


class Why(StrEnum):
    """Why a column is named. The last two are questions to a person; all others are dropped."""

    BLANK = "is empty"
    CONSTANT = "is the same everywhere"
    ID = "names each row (a number or a code of its own)"
    FREE_TEXT = "is free text, different in most rows"
    SEASON = "tells the season more than the row: the past cannot teach from it"
    NEARLY_PERFECT = "tells the outcome nearly alone: it was most likely written afterwards"
    SUSPICIOUS = "tells very much alone: was it known beforehand?"
    SOUNDS_LATER = "sounds as if it were written afterwards: was it known beforehand?"

    @property
    def is_question(self) -> bool:
        """Only a person knows; the column is used until they say."""
        return self in {Why.SUSPICIOUS, Why.SOUNDS_LATER}


@dataclass(frozen=True, slots=True)
class Named:
    """A column with why it is named, and its AUC alone (NaN when it was not tried)."""

    column: str
    why: Why
    alone: float


def find_leaks(frame: Frame, came: Flags) -> list[Named]:
    """Every column to drop or to ask about, in the order of the table."""
    found = [(column, _useless(column, frame.rows)) for column in frame.columns]
    alone = {column.name: alone_area(column, came) for column, useless in found if useless is None}
    return [
        Named(column.name, why, alone.get(column.name, float("nan")))
        for column, useless in found
        if (why := useless or _telling(column.name, alone))
    ]


def find_seasons(frame: Frame, *, size: int = 1000) -> list[str]:
    """Columns that differ more from one window of `size` rows to the next than inside windows: a month, an index of the market.

    What they taught last season holds for that season; among people of the same days they tell nothing.
    """
    windows = np.arange(frame.rows) // min(size, max(frame.rows // 10, 1))
    return [column.name for column in frame.columns if column.kind is not Kind.BLANK and _between(column, windows) > _SEASON]


def _between(column: Column, windows: NDArray[np.int64]) -> float:
    """The share of a column's variance that lies between windows; numbers by rank, kinds over all their kinds."""
    many = np.bincount(windows)
    if column.kind is Kind.CHOICE:
        return _between_kinds(column.values.astype(np.int64) + 1, windows, many)
    ranks = rankdata(np.nan_to_num(column.values, nan=-1e300))
    means = np.bincount(windows, weights=ranks) / many
    whole = float(ranks.var())
    return float((many * (means - ranks.mean()) ** 2).sum() / len(ranks) / whole) if whole else 0.0


def _between_kinds(codes: NDArray[np.int64], windows: NDArray[np.int64], many: NDArray[np.int64]) -> float:
    wide = int(codes.max()) + 1
    table = np.bincount(windows * wide + codes, minlength=len(many) * wide).reshape(len(many), wide)
    shares = table.sum(axis=0) / len(codes)
    whole = float((shares * (1 - shares)).sum())
    between = (many[:, None] * (table / many[:, None] - shares) ** 2).sum() / len(codes)
    return float(between / whole) if whole else 0.0


def _useless(column: Column, rows: int) -> Why | None:
    if column.kind is Kind.BLANK:
        return Why.BLANK
    distinct = column.distinct()
    if distinct == 1 and not column.missing.any():
        return Why.CONSTANT
    if column.kind is Kind.NUMBER:
        return Why.ID if _counts_rows(column, rows, distinct) else None
    if column.kind is Kind.CHOICE and distinct > 50:
        known = int((~column.missing).sum())
        return Why.ID if distinct >= _ID_SHARE * known else Why.FREE_TEXT if distinct >= _FREE_TEXT * known else None
    return None


def _counts_rows(column: Column, rows: int, distinct: int) -> bool:
    """Whole numbers, each once, that run on like a counter or all have as many digits: a key, not a quantity."""
    known = column.values[~column.missing]
    if len(known) < 50 or distinct < 0.99 * len(known) or (known != np.floor(known)).any():
        return False
    digits = np.floor(np.log10(np.maximum(np.abs(known), 1)))
    return bool(np.ptp(known) < 3 * rows or (digits.max() >= 4 and (digits == np.median(digits)).mean() > 0.99))


def _telling(name: str, alone: dict[str, float]) -> Why | None:
    if alone[name] >= NEARLY_PERFECT:
        return Why.NEARLY_PERFECT
    if alone[name] >= SUSPICIOUS:
        return Why.SUSPICIOUS
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name).casefold()
    return Why.SOUNDS_LATER if _AFTERWARDS.search(spaced) and alone[name] >= 0.55 else None


def alone_area(column: Column, came: Flags) -> float:
    """The AUC of one column alone: each row is judged by the share that came among the others of its band or kind."""
    bands = _banded(column)
    part = np.arange(len(came)) * 2654435761 % 2**32 % 5  # five parts, the same each time, in no order of the file
    chances = np.zeros(len(came))
    for held in range(5):
        chances[part == held] = _shares(bands, came, part != held)[bands[part == held]]
    return area(chances, came).value


def _banded(column: Column) -> NDArray[np.int64]:
    if column.kind is Kind.CHOICE:
        return column.values.astype(np.int64) + 1
    known = column.values[~column.missing]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, 21)[1:-1]))
    return np.where(column.missing, 0, np.searchsorted(edges, column.values, side="right") + 1)


def _shares(bands: NDArray[np.int64], came: Flags, use: Flags) -> Floats:
    many = np.bincount(bands[use], minlength=int(bands.max()) + 1)
    hits = np.bincount(bands[use], weights=came[use].astype(float), minlength=int(bands.max()) + 1)
    return np.asarray((hits + 5 * came[use].mean()) / (many + 5), float)


def to_drop(named: Sequence[Named], *, suspects: bool) -> list[str]:
    """The columns to leave out; with `suspects` also those that only a person can answer for."""
    return [one.column for one in named if suspects or not one.why.is_question]
