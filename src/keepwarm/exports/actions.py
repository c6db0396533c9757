"""The one write of this room: what left the house stands in the book before its first byte leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from keepwarm.exports.making import Progress, make_file
from keepwarm.exports.queries.finding import check_asked, find_export
from keepwarm.staff.actions.audit import note_in_audit
from keepwarm.staff.exporting import Asked
from keepwarm.staff.models import User

WHAT = "export"
"""The word in the book."""


def take_export(
    name: str,
    filters: Mapping[str, str],
    *,
    kind: str,
    for_: User,
    by: User | None,
    now: datetime,
    progress: Progress | None = None,
) -> tuple[IO[bytes], int]:
    """The finished file, at its beginning, and how many rows it holds; a line in the book says who took what.

    `by` None: the command line, which takes it as `for_` may see it. The file is whole or there is none; it has no name on the
    disk, so that nothing of it stays when somebody forgets to close it. Raises UnknownExport, NotYours, BadExport, and what the
    list refuses.
    """
    found = find_export(name, for_=for_)
    asked = Asked(for_, now, {name: value for name, value in filters.items() if value})
    check_asked(found, asked, kind=kind)
    file = TemporaryFile()  # noqa: SIM115  # whoever asked reads and closes it
    try:
        count = make_file(found, asked, kind=kind, to=file, progress=progress)
        args = {"name": name, "kind": kind, "rows": count, "filters": dict(asked.filters)}
        note_in_audit(WHAT, args if by is not None else {**args, "as": for_.ref}, by=by, now=now)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, count
