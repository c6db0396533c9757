"""Lists for tests: small files, their maps, and the way through an import as the command line goes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from keepwarm.intake.actions import begin, draft_import, run_import
from keepwarm.intake.files import pieces_of
from keepwarm.intake.models import Import
from tests.cast import NOW

HEADER = ("Name", "Firm", "Email", "Phone", "Date", "Size", "Budget", "Call me")
MAP: Mapping[str, Any] = {
    "dates": "day first",
    "country": "GB",
    "person": {"name": "Name", "organization": "Firm", "emails": ["Email"], "phones": ["Phone"]},
    "inquiry": {"date": "Date", "wants_contact": "Call me"},
    "answer": [{"column": "Size", "key": "size"}, {"column": "Budget", "key": "budget", "evidence": "form"}],
}
Row = Sequence[str]


def row(name: str, firm: str = "", email: str = "", phone: str = "", date: str = "", *more: str) -> Row:
    """A row of the usual header."""
    return (name, firm, email, phone, date, *more, *[""] * (3 - len(more)))


def write_list(folder: Path, rows: Sequence[Row], *, header: Row = HEADER, name: str = "list.csv") -> Path:
    """A CSV file."""
    path = folder / name
    text = "\n".join(",".join(f'"{cell}"' if any(mark in cell for mark in ',"\n') else cell for cell in line) for line in (header, *rows))
    path.write_text(text + "\n", encoding="utf-8")
    return path


def prepare(path: Path, map_: Mapping[str, Any] = MAP, *, source: str = "Fair", now: datetime = NOW) -> Import:
    """An import that has begun and whose first row has not come in."""
    imported = draft_import(pieces_of(path), name=path.name, by=None, now=now)
    begin(imported, map_, called="map.toml", source=source, by=None, now=now)
    return imported


def bring_in(
    folder: Path,
    rows: Sequence[Row],
    map_: Mapping[str, Any] = MAP,
    *,
    header: Row = HEADER,
    source: str = "Fair",
    now: datetime = NOW,
) -> Import:
    """Rows, all the way in."""
    imported = prepare(write_list(folder, rows, header=header), map_, source=source, now=now)
    return run_import(imported.ref, clock=lambda: now)
