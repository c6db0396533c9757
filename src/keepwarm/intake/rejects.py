"""The refused rows of an import as a CSV file: line, reason, and the row as it came, to be mended and brought in again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from keepwarm.intake import files
from keepwarm.intake.models import Import, Reject
from keepwarm.intake.reading.opening import open_table
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.sheets import Cell, csv_lines


def rejects_csv(imported: Import) -> Iterator[str]:
    """The file, line by line. What a spreadsheet would run as a formula stands behind an apostrophe; brought in again, it is as it was."""
    rows = Reject.objects.filter(imported=imported).order_by("line").values_list("line", "reason", "raw").iterator()
    cells: Iterator[list[Cell]] = ([line, reason, *(str(cell) for cell in raw)] for line, reason, raw in rows)
    return csv_lines(["line", "reason", *header_of(imported)], cells, bom=False)


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
