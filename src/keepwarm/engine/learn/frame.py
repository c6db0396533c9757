"""A table of text becomes columns that can be learned from: numbers, days, and kinds; with what is missing kept as missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNKNOWN: Final = frozenset(("", "?", "-", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "(blank)", "select", "not specified"))
"""What stands for "not answered" in lists of the world; compared in small letters."""
_MOSTLY: Final = 0.97  # of the values there are; the others are taken as missing
_LARGEST: Final = 1e100  # a number beyond it counts nothing that there is: it is taken as missing
_NUMBER: Final = re.compile(r"[+-]?(\d+([ '\u00a0]\d{3})*|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d+)?")
_COMMA: Final = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+")
_DAYS: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y", "%b %d, %Y", "%Y%m%d")


class Kind(StrEnum):
    """What a column holds. BLANK: nothing at all."""

    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `values`: numbers (days as days since 1970; NaN missing) or places in `levels` (−1 missing)."""

    name: str
    kind: Kind
    values: Floats
    levels: tuple[str, ...] = ()

    @property
    def missing(self) -> Flags:
        """Where nothing is known."""
        return self.values < 0 if self.kind is Kind.CHOICE else np.isnan(self.values)

    def distinct(self) -> int:
        """How many different values there are, missing not counted."""
        return len(np.unique(self.values[~self.missing]))


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns of the same length, in the order of the file."""

    columns: tuple[Column, ...]
    rows: int

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)

    def without(self, names: Sequence[str]) -> Frame:
        """The same without these columns."""
        gone = set(names)
        return Frame(tuple(column for column in self.columns if column.name not in gone), self.rows)


def read_frame(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Frame:
    """The columns of a table; `rows` are as wide as `header`."""
    return Frame(tuple(read_column(name, [row[place] for row in rows]) for place, name in enumerate(header)), len(rows))


def read_column(name: str, texts: Sequence[str]) -> Column:
    """What a column of text holds: numbers or days when nearly all its values are, else kinds."""
    cleaned = [text.strip() for text in texts]
    counted = Counter(text for text in cleaned if text.casefold() not in UNKNOWN)
    if not counted:
        return Column(name, Kind.BLANK, np.full(len(cleaned), np.nan))
    for kind, known in ((Kind.DAY, _days(counted)), (Kind.NUMBER, _numbers(counted))):
        if sum(counted[text] for text in known) >= _MOSTLY * counted.total():
            return Column(name, kind, np.array([known.get(text, np.nan) for text in cleaned]))
    levels = tuple(sorted(counted))
    places = {level: float(place) for place, level in enumerate(levels)}
    return Column(name, Kind.CHOICE, np.array([places.get(text, -1.0) for text in cleaned]), levels)


def _numbers(counted: Counter[str]) -> dict[str, float]:
    """Each text that is a number, with its value; a decimal comma is read where the column writes it so."""
    commas = sum(bool(_COMMA.fullmatch(text)) for text in counted)
    points = sum("." in text and "," not in text for text in counted)
    found: dict[str, float] = {}
    for text in counted:
        plain = text.strip("%€$£ ").strip()
        if commas > points and "," in plain:
            plain = plain.replace(".", "").replace(",", ".")
        if plain and _NUMBER.fullmatch(plain) and any(letter.isdigit() for letter in plain):
            value = float(re.sub(r"[ ',\u00a0]", "", plain))
            found[text] = value if abs(value) <= _LARGEST else np.nan
    return found


def _days(counted: Counter[str]) -> dict[str, float]:
    """Each text that is a day, in the one way of writing that reads most of them."""
    sample = list(counted)[:200]
    best = max((_day_by(form) for form in (*_DAYS, "iso")), key=lambda read: sum(read(text) is not None for text in sample))
    if sum(best(text) is not None for text in sample) < _MOSTLY * len(sample):
        return {}
    return {text: day for text in counted if (day := best(text)) is not None}


def _day_by(form: str) -> Any:
    """Reads a day as it is written in `form`; years from 1900 to 2099, so that plain numbers stay numbers."""

    def read(text: str) -> float | None:
        if len(text) < 8 or (form == "%Y%m%d" and not text.isdigit()):
            return None
        try:
            plain = text.partition("T")[0].strip()
            moment = datetime.fromisoformat(text) if form == "iso" else datetime.strptime(plain, form)  # noqa: DTZ007
        except ValueError:
            return None
        return float((moment.date() - date(1970, 1, 1)).days) if 1900 <= moment.year < 2100 else None

    return read
