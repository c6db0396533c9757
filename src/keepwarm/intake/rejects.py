"""The refused rows of an import as a CSV file: line, reason, and the row as it came, to be mended and brought in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from keepwarm.intake import files
from keepwarm.intake.models import Import, Reject
from keepwarm.intake.reading.tables import open_table
from keepwarm.lib.refusal import Refusal

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rejects_csv(imported: Import) -> Iterator[str]:
    """The file, line by line. A value that a spreadsheet would run as a formula is written behind an apostrophe."""
    yield _line(["line", "reason", *map(_safe, header_of(imported))])
    for line, reason, raw in Reject.objects.filter(imported=imported).order_by("line").values_list("line", "reason", "raw").iterator():
        yield _line([str(line), _safe(reason), *[_safe(str(cell)) for cell in raw]])


def write_rejects(imported: Import) -> Path:
    """The same as a file in the house's folder; its path."""
    path = Path(settings.HOME) / "rejects" / f"{imported.ref}.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.writelines(rejects_csv(imported))
    return path


def header_of(imported: Import) -> list[str]:
    """The titles of the file's own columns; none when the file was swept."""
    try:
        return list(open_table(files.path_of(imported.file_hash), name=imported.file_name).header)
    except Refusal:
        return []


def _safe(cell: str) -> str:
    is_number = cell[1:].replace(" ", "").replace(".", "").isdigit()
    return f"'{cell}" if cell.startswith(FORMULA) and not is_number else cell


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
