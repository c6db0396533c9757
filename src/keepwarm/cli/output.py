"""How all commands print: `--json` for programs, else words and tables for people."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DAY = click.DateTime(["%Y-%m-%d"])
"""A day, as 2026-12-01."""


WIDE = 400
"""Columns of what is written into a file or a pipe: nothing is folded or cut there."""


def open_console() -> Console:
    """As wide as the terminal, or as COLUMNS says."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE
    return Console(highlight=False, markup=False, width=width)


def print_json(data: Any) -> None:
    """`data` as one JSON document; dates in ISO form, what JSON does not know as its text."""
    from django.core.serializers.json import DjangoJSONEncoder

    click.echo(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> None:
    """`rows` as a table as wide as the terminal, or as it needs in a file or a pipe; numbers to the right."""
    lines = [list(row) for row in rows]
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column, heading in enumerate(headings):
        numbers = bool(lines) and all(isinstance(line[column], int | float) for line in lines)
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for line in lines:
        table.add_row(*("" if cell is None else str(cell) for cell in line))
    open_console().print(table)
