"""The results as a file for a spreadsheet: a line a sheet. What a spreadsheet would run as a formula is written behind an apostrophe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.db.models import Count

from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.models import User
from keepwarm.surveys.models import Sheet, SheetAnswer, Survey
from keepwarm.surveys.queries.lists import COUNTED
from keepwarm.surveys.queries.results import say_way, shown_alone

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
AT_ONCE = 500


def results_csv(survey: Survey, *, for_: User) -> Iterator[str]:
    """The file, line by line. Who it was stands only where the reader may see them, and the way only of groups of five or more."""
    questions = [(ask.question_id, ask.question.label) for ask in survey.asks.select_related("question")]
    yield "\ufeff" + _line(["sheet", "began", "finished", "way", "person", "name", *(label for _pk, label in questions)])
    sheets = Sheet.objects.filter(COUNTED, survey=survey)
    alone = shown_alone(dict(sheets.order_by().values_list("source").annotate(count=Count("pk")).values_list("source", "count")))
    seen = visible_to(for_)
    ids = list(sheets.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        rows = list(Sheet.objects.filter(pk__in=ids[start : start + AT_ONCE]).select_related("prospect").order_by("pk"))
        said = _said([row.pk for row in rows])
        visible = set(seen.filter(pk__in=[row.prospect_id for row in rows if row.prospect_id]).values_list("pk", flat=True))
        for row in rows:
            yield _line([*_who(row, alone, visible), *(said.get((row.pk, pk), "") for pk, _label in questions)])


def _who(row: Sheet, alone: set[str], visible: set[int]) -> list[str]:
    person = row.prospect if row.prospect is not None and row.prospect_id in visible else None
    finished = row.finished_at.isoformat() if row.finished_at else ""
    way = say_way(row.source) if row.source in alone else ""
    return [row.ref, row.began_at.isoformat(), finished, way, person.ref if person else "", person.name if person else ""]


def _said(sheet_ids: list[int]) -> dict[tuple[int, int], str]:
    rows = SheetAnswer.objects.filter(sheet__in=sheet_ids).values_list("sheet_id", "question_id", "value")
    return {(sheet, question): value for sheet, question, value in rows}


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def _safe(cell: str) -> str:
    """A number with its sign stays one."""
    if not cell.startswith(FORMULA):
        return cell
    is_number = cell[0] in "+-" and cell[1:].replace(".", "", 1).isdigit()
    return cell if is_number else f"'{cell}"
