"""A file that somebody gave us is opened as a table, or refused with what it is."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext, gettext_noop

from keepwarm.intake.reading.csv_table import CsvTable
from keepwarm.intake.reading.ours import as_written
from keepwarm.intake.reading.sheet_table import open_sheet
from keepwarm.intake.reading.tables import Table, Unreadable

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": gettext_noop("a PDF document"),
    b"\x89PNG": gettext_noop("a picture"),
    b"\xff\xd8\xff": gettext_noop("a picture"),
    b"GIF8": gettext_noop("a picture"),
    b"\x1f\x8b": gettext_noop("a compressed file; unpack it first"),
    b"7z\xbc\xaf": gettext_noop("a compressed file; unpack it first"),
    b"Rar!": gettext_noop("a compressed file; unpack it first"),
    b"{\\rtf": gettext_noop("a text document"),
    b"SQLite format 3": gettext_noop("a database"),
}


def open_table(path: Path, *, name: str = "") -> Table:
    """The table in the file at `path`, one that we wrote as it was; `name` is what sentences call it. Raises Unreadable."""
    return as_written(_open(path, name or path.name))


def open_list(path: Path, *, name: str = "") -> Table:
    """The same for a file of which rows are wanted. Raises Unreadable where there is none below the header."""
    table = open_table(path, name=name)
    if next(table.rows(), None) is None:
        raise Unreadable(gettext("%(called)s has a header and no row below it.") % {"called": name or path.name})
    return table


def _open(path: Path, called: str) -> Table:
    head = _head_of(path, called)
    if head.startswith((_ZIP, _OLD_OFFICE)):
        return open_sheet(path, called)
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            raise Unreadable(
                gettext("%(called)s is %(what)s. Please give a CSV or an XLSX file.") % {"called": called, "what": gettext(what)}
            )
    return CsvTable(path, called)


def _head_of(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        raise Unreadable(gettext("There is no file %(called)s.") % {"called": called}) from None
    except IsADirectoryError:
        raise Unreadable(gettext("%(called)s is a folder. Please give a CSV or an XLSX file.") % {"called": called}) from None
    except OSError as problem:
        raise Unreadable(
            gettext("%(called)s cannot be read: %(problem)s.") % {"called": called, "problem": problem.strerror or problem}
        ) from None
    if not head:
        raise Unreadable(gettext("%(called)s is empty.") % {"called": called})
    return head
