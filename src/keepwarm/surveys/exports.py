"""Surveys, and what was answered in one, as files: a line a sheet. The way they came stands only of groups of five or more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.exporting import Asked, Column, Columns, Export, Report, by_key
from keepwarm.staff.models import EDITORS, User
from keepwarm.surveys.models import Sheet, SheetAnswer, Survey
from keepwarm.surveys.papers import survey_paper
from keepwarm.surveys.queries.lists import COUNTED, find_survey
from keepwarm.surveys.queries.results import say_way, shown_alone


def _sheets(asked: Asked) -> Iterable[Sheet]:
    """Who it was stands only where the reader may see them."""
    rows = Sheet.objects.filter(COUNTED, survey=find_survey(asked.get("of")))
    counts = rows.order_by().values_list("source").annotate(count=Count("pk")).values_list("source", "count")
    alone = shown_alone(dict(counts))
    return by_key(rows.select_related("prospect"), prepare=lambda lot: _fill(lot, alone, asked.for_))


def _fill(lot: list[Sheet], alone: set[str], for_: User) -> None:
    said: dict[int, dict[int, str]] = {}
    for sheet, question, value in SheetAnswer.objects.filter(sheet__in=lot).values_list("sheet_id", "question_id", "value"):
        said.setdefault(sheet, {})[question] = value
    ids = [row.prospect_id for row in lot if row.prospect_id]
    seen = set(visible_to(for_).filter(pk__in=ids).values_list("pk", flat=True))
    for row in lot:
        person: Prospect | None = row.prospect if row.prospect_id in seen else None
        row.__dict__ |= {"said": said.get(row.pk, {}), "person": person, "way": say_way(row.source) if row.source in alone else ""}


def _columns(asked: Asked) -> Columns:
    asks = find_survey(asked.get("of")).asks.select_related("question").order_by("position", "pk")
    return (
        Column(_("Sheet"), "ref"),
        Column(_("Began"), "began_at"),
        Column(_("Finished"), "finished_at"),
        Column(_("Way"), "way"),
        Column(_("Reference"), "person.ref"),
        Column(_("Name"), "person.name"),
        *(_answer(ask.question_id, ask.question.label) for ask in asks),
    )


def _answer(question_id: int, label: str) -> Column[Sheet]:
    return Column(label, lambda row: row.__dict__["said"].get(question_id, ""))


EXPORTS = (
    Export[Sheet]("survey-answers", _("Answers to a survey"), _columns, _sheets, roles=frozenset(EDITORS), of="of"),
    Export[Survey](
        "surveys",
        _("Surveys"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Title"), "title"),
            Column(_("State"), "get_state_display"),
            Column(_("Owner"), "owner.name"),
            Column(_("Made"), "made_at"),
            Column(_("Last day"), "open_until_on"),
            Column(_("Sheets begun"), lambda row: row.begun),
            Column(_("Sheets finished"), lambda row: row.finished),
        ),
        lambda asked: by_key(Survey.objects.select_related("owner").annotate(begun=Count("sheets"), finished=Count("sheets__finished_at"))),
    ),
)
REPORTS = (Report("survey", _("What came of a survey"), survey_paper, filters=("way",), of="of"),)
