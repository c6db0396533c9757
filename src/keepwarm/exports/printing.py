"""A report as PDF, by typst, all of them in one layout: the house, the title, the period, and the parts with their tables and charts.

What people wrote goes in as data: no text of theirs is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepwarm.content.typesetting import set_pdf
from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.staff.models import User

TEMPLATE = Path(__file__).parent / "templates" / "exports" / "report.typ"
MOST_ROWS = 400
"""Of one table on paper; whoever wants more takes the table as a file."""
LONGEST = 400  # letters of a cell on paper
COLOURS = {
    "call": "#0c6350", "call-strong": "#0c6350", "call-wash": "#e2f1ec", "write": "#3b4ba6", "write-wash": "#e9ebfa",
    "warm": "#964607", "warm-wash": "#fbeedd", "alert": "#ab231b", "alert-wash": "#fce6e4", "ink": "#221d16", "soft": "#655d50",
    "line": "#e4dccf", "edge": "#8c8272", "card": "#ffffff", "paper": "#ffffff", "sunk": "#f1ebe1",
}  # fmt: skip
"""The colours of `site/tokens.css` by day, for charts that name them."""
_VARIABLE = re.compile(r"var\(--([\w-]+)(?:,[^()]*)?\)")


def print_paper(paper: Paper, *, house: str, by: User, now: datetime) -> bytes:
    """The PDF. `house`: its name, at the head of each page; `by`: who took it, at the foot."""
    return set_pdf(TEMPLATE, "paper", _shape(paper, house=house, by=by, now=now))


def _shape(paper: Paper, *, house: str, by: User, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(by.zone)
    taken = {"name": by.name, "when": date_format(now.astimezone(zone), "j F Y, H:i"), "zone": by.zone}
    return {
        "lang": (get_language() or "en").split("-")[0],
        "house": house or "Keepwarm",
        "title": paper.title,
        "period": paper.period,
        "foot": _("Taken by %(name)s on %(when)s (%(zone)s)") % taken,
        "page": _("Page"),
        "figures": [list(one) for one in paper.figures],
        "words": list(paper.words),
        "parts": [_part(one, zone) for one in paper.parts],
    }


def _part(part: Part, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "title": part.title,
        "words": list(part.words),
        "chart": in_daylight(part.chart),
        "table": _table(part.table, zone) if part.table is not None else None,
    }


def _table(table: Table, zone: ZoneInfo) -> dict[str, Any]:
    rows = table.rows[:MOST_ROWS]
    left = len(table.rows) - len(rows)
    return {
        "titles": list(table.titles),
        "numbers": [_is_number(place, rows) for place in range(len(table.titles))],
        "rows": [[say_cell(cell, zone) for cell in row] for row in rows],
        "more": _("%(count)s more stand in the file for a spreadsheet.") % {"count": left} if left > 0 else "",
        "empty": table.empty or _("Nothing in these days."),
    }


def _is_number(place: int, rows: Sequence[Sequence[Cell]]) -> bool:
    cells = [row[place] for row in rows if row[place] not in (None, "")]
    return bool(rows) and all(isinstance(cell, int | float | Decimal) for cell in cells)  # what nobody could tell is a figure


def say_cell(cell: Cell, zone: ZoneInfo) -> str:
    """A cell as people read it: numbers with their marks, moments in the zone."""
    if cell is None:
        return "–"
    if isinstance(cell, datetime):
        return date_format(cell.astimezone(zone), "j M Y, H:i")
    if isinstance(cell, date):
        return date_format(cell, "j M Y")
    if isinstance(cell, str):
        return cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…"
    return str(number_format(cell, 1 if isinstance(cell, float) else None, force_grouping=True))


def in_daylight(svg: str) -> str:
    """A chart with the colours of the page's style written out, as nothing else reads them."""
    return _VARIABLE.sub(lambda found: COLOURS.get(found[1], "#221d16"), svg).replace("currentColor", COLOURS["ink"])
