"""Measure who becomes ready: `bin/measure readiness FILE --target COLUMN [--time-order] [--drop COLUMN] [--json]`.

FILE is any table that the importer reads. Every row is judged by a model that never saw it; with --time-order the rows stand as
they came, and only what lay before judges what came after. Columns that give the outcome away are named and left out; those that only
may do so are named, used, and the figures without them stand beside. Options: see `bench/_learning.py`.
"""

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, Final

from bench._learning import Words, add_options, judge_files, show_rows

WORDS: Final = Words(
    rows="people",
    came="became ready",
    use="The ranking is better than chance: call the upper tenths first.",
    no_use="There is no signal here: this ranks no better than chance. The policy decides.",
)
__all__ = ["add_options", "run", "show"]


def run(paths: list[str], options: argparse.Namespace) -> Iterable[dict[str, Any]]:
    """Yield one row a file."""
    return judge_files(paths, options)


def show(rows: Sequence[dict[str, Any]]) -> str:
    """The text for people."""
    return show_rows(rows, WORDS)
