"""What came of a survey, for paper: as on its page, of groups of five or more."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.staff.exporting import Asked
from keepwarm.surveys.queries.lists import find_survey
from keepwarm.surveys.queries.results import QuestionResult, results_of


def survey_paper(asked: Asked) -> Paper:
    """Each question with how many said what."""
    row = find_survey(asked.get("of"))
    found = results_of(row, way=asked.get("way"))
    figures = ((str(found.begun), _("began")), (str(found.finished), _("came to the end")))
    ways: list[tuple[Cell, ...]] = [(way.label, way.begun, way.finished) for way in found.ways]
    ways += [(_("in other ways"), found.others, None)] if found.others else []
    came = Part("ways", _("How did they come?"), Table((_("Way"), _("Began"), _("Came to the end")), ways))
    parts = (*(_part(one) for one in found.questions), came)
    return Paper(row.title, date_format(asked.now.date(), "j F Y"), parts, figures=figures)


def _part(one: QuestionResult) -> Part:
    words = [_("%(count)s answered it.") % {"count": one.answered}]
    if one.middle:
        said = {"least": one.least, "middle": one.middle, "most": one.most}
        words.append(_("From %(least)s to %(most)s; half of them at most %(middle)s.") % said)
    if one.texts:
        return Part(one.key, one.label, Table((_("In their words"),), [(text,) for text in one.texts]), words=tuple(words))
    rows = [(bar.label, bar.count, bar.percent) for bar in one.bars]
    return Part(one.key, one.label, Table((_("Answer"), _("People"), _("Percent")), rows, _("Nobody answered it.")), words=tuple(words))
