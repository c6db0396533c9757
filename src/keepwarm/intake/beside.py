"""Second files beside a list, read into its map: kept with the import, so that it can go on when the files are gone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from keepwarm.intake.mapping.checks import MapWrong
from keepwarm.intake.reading.opening import open_table

MOST: Final = 20_000  # rows: they are kept in one row of the database


def with_files(data: Mapping[str, Any], *, beside: Path, called: str) -> dict[str, Any]:
    """The map with the rows of each lookup's file. Raises MapWrong, Unreadable."""
    lookups = data.get("lookup")
    if not isinstance(lookups, list):
        return dict(data)
    return {**data, "lookup": [_read(one, beside, called) if isinstance(one, Mapping) else one for one in lookups]}


def _read(one: Mapping[str, Any], beside: Path, called: str) -> dict[str, Any]:
    if "file" not in one:
        return dict(one)
    path = beside / str(one["file"])
    if not path.is_file():
        raise MapWrong(_("%(map)s, lookup: there is no file %(file)s beside the list.") % {"map": called, "file": one["file"]})
    table = open_table(path)
    if table.lines > MOST + 1:
        words = {"map": called, "file": path.name, "most": f"{MOST:,}"}
        raise MapWrong(_("%(map)s, lookup: %(file)s has more than %(most)s rows; bring it in as a list of its own.") % words)
    rows = [list(row.cells) for row in table.rows() if not row.problem]
    return {"name": path.stem, **{key: value for key, value in one.items() if key != "file"}, "header": list(table.header), "rows": rows}
