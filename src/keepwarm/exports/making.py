"""Writes the file of an export: rows as they are read, never all of them at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from keepwarm.content.brand import house_brand
from keepwarm.exports.printing import print_paper
from keepwarm.exports.queries.finding import BadExport, Declared
from keepwarm.exports.workbook import Sheet, write_workbook
from keepwarm.lib.papers import Paper, Part
from keepwarm.lib.sheets import Cell, csv_lines
from keepwarm.staff.exporting import Asked, Export

Progress = Callable[[int], None]
"""Called with the number of rows written so far."""
TOLD_EVERY = 500


def make_file(found: Declared, asked: Asked, *, kind: str, to: IO[bytes], progress: Progress | None = None) -> int:
    """Writes the file into `to`; how many rows it holds, titles not counted. `asked` was checked. Raises BadExport."""
    if isinstance(found, Export):
        sheet = _sheet_of(found, asked, progress)
        return write_workbook([sheet], to) if kind == "xlsx" else _write_csv([sheet], to, names=False)
    part = asked.get("part")
    filters = {name: value for name, value in asked.filters.items() if name != "part"}
    paper = _of_part(found.paper(replace(asked, filters=filters)), part)
    if kind == "pdf":
        to.write(print_paper(paper, house=house_brand().name, by=asked.for_, now=asked.now))
        return sum(len(one.table.rows) for one in paper.parts if one.table)
    sheets = [_sheet_of_part(one, asked.for_.zone) for one in paper.parts if one.table]
    return write_workbook(sheets, to) if kind == "xlsx" else _write_csv(sheets, to, names=len(sheets) > 1)


def _sheet_of(found: Export[Any], asked: Asked, progress: Progress | None) -> Sheet:
    zone, columns = ZoneInfo(asked.for_.zone), found.columns_for(asked)
    titles = [f"{one.title} ({zone.key})" if one.is_moment else str(one.title) for one in columns]
    rows = ([as_cell(one.of(row), zone) for one in columns] for row in _counted(found.rows(asked), progress))
    return str(found.title), titles, rows


def _counted(rows: Iterable[Any], progress: Progress | None) -> Iterator[Any]:
    for count, row in enumerate(rows, 1):
        yield row
        if progress is not None and count % TOLD_EVERY == 0:
            progress(count)


def _sheet_of_part(part: Part, zone: str) -> Sheet:
    assert part.table is not None
    rows = ([as_cell(cell, ZoneInfo(zone)) for cell in row] for row in part.table.rows)
    return part.title, part.table.titles, rows


def as_cell(value: Any, zone: ZoneInfo) -> Cell:
    """A value as it stands in a file: moments in the zone, lists with commas, yes and no in words."""
    if value is None or isinstance(value, float | Decimal):
        return value
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return value.astimezone(zone)
    if isinstance(value, date) or (isinstance(value, int) and type(value) is int):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _write_csv(sheets: Sequence[Sheet], to: IO[bytes], *, names: bool) -> int:
    """One table, or several below each other, each under its name."""
    count = 0
    for place, (name, titles, rows) in enumerate(sheets):
        if names:
            _write(csv_lines([], [*([[]] if place else []), [name]], bom=place == 0), to)
        count += _write(csv_lines(titles, rows, bom=place == 0 and not names), to) - 1
    return count


def _write(lines: Iterator[str], to: IO[bytes]) -> int:
    count = 0
    for line in lines:
        count += 1
        to.write(line.encode("utf-8", errors="replace"))
    return count


def _of_part(paper: Paper, key: str) -> Paper:
    """Only that part, when one is asked for."""
    if not key:
        return paper
    found = [part for part in paper.parts if part.key == key]
    if not found:
        keys = ", ".join(part.key for part in paper.parts if part.table)
        raise BadExport(gettext("This report has no part “%(key)s”. It has: %(keys)s.") % {"key": key[:40], "keys": keys})
    return replace(paper, parts=tuple(found))
