"""A report as it goes to paper: a title, its period, and parts with a table, a chart, or words. Pure; who prints it is a room above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from keepwarm.lib.sheets import Cell


@dataclass(frozen=True, slots=True)
class Table:
    """Titles of the columns, and rows of as many cells. `empty`: what is said instead of no rows."""

    titles: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `key` names its table in a file (`--part`). `chart`: an SVG, whose numbers are in the table or the words."""

    key: str
    title: str
    table: Table | None = None
    words: tuple[str, ...] = ()
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole report. `figures`: the few large ones at its head, each a number and its words."""

    title: str
    period: str
    parts: tuple[Part, ...]
    words: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = field(default=())
