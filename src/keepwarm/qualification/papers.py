"""A trial on history, for paper."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.qualification.queries.trial import TrialPage, find_finished, say_tried, trial_page
from keepwarm.qualification.trial_chart import on_paper
from keepwarm.qualification.trial_counting import Figures
from keepwarm.staff.exporting import Asked

COUNTS = ("leads", "leads_bought", "missed", "offered", "returned")
BY_SOURCE = COUNTS[:3]


def trial_paper(asked: Asked) -> Paper:
    """The page in parts. Raises NotThrough for a trial that is still counted, or was stopped."""
    page = trial_page(find_finished(asked.get("of")), now=asked.now)
    return Paper(
        title=_("Who of the past would have been a lead?"),
        period=date_format(page.row.asked_at.date(), "j F Y"),
        parts=(_beside(page), _sources(page)),
        words=(_words(page),),
        figures=_figures(page),
    )


def _figures(page: TrialPage) -> tuple[tuple[str, str], ...]:
    tried = page.tried
    return (
        (str(tried.leads), _("would have been leads, of %(count)s inquiries") % {"count": tried.inquiries}),
        (_say_share(tried.precision), _("of those bought")),
        (_say_share(tried.recall), _("of the %(count)s buyers found") % {"count": tried.bought}),
        (str(tried.missed), _("buyers missed")),
    )


def _words(page: TrialPage) -> str:
    return _("%(tried)s. Only what was known then counts. Whoever asked to be forgotten is left out.") % {"tried": say_tried(page.row)}


def _titles(names: tuple[str, ...]) -> tuple[str, ...]:
    known = {
        "leads": _("Leads"),
        "leads_bought": _("Bought"),
        "missed": _("Missed"),
        "offered": _("Offered"),
        "returned": _("Given back"),
    }
    return (*(known[name] for name in names), _("Of leads bought, percent"), _("Of buyers found, percent"))


def _cells(of: Figures, names: tuple[str, ...]) -> tuple[Cell, ...]:
    shares = (None if share is None else round(100 * share, 1) for share in (of.precision, of.recall))
    return (*(getattr(of, name) for name in names), *shares)


def _beside(page: TrialPage) -> Part:
    """The definition tried, and the version in force beside it unless they are the same."""
    number = page.row.against
    in_force = _("Version %(number)s, in force") % {"number": number} if number else _("The provisional definition, in force")
    rows: list[tuple[Cell, ...]] = [(say_tried(page.row), *_cells(page.tried, COUNTS))]
    rows += [] if page.is_same else [(in_force, *_cells(page.now, COUNTS))]
    both = {"tried": page.only_tried, "in_force": page.only_in_force}
    words = _("%(tried)s inquiries are a lead only by the definition tried; %(in_force)s only by the version in force.") % both
    table = Table((_("Definition"), *_titles(COUNTS)), rows)
    return Part("beside", _("Beside the version in force"), table, words=() if page.is_same else (words, *filter(None, [page.doubt])))


def _sources(page: TrialPage) -> Part:
    """A line a source and definition."""
    titles = (_("Source"), _("Definition"), _("Inquiries"), _("Sales"), *_titles(BY_SOURCE))
    both = ((_("tried"), "tried"),) if page.is_same else ((_("tried"), "tried"), (_("in force"), "now"))
    rows = [
        (line.name, said, line.tried.inquiries, line.tried.bought, *_cells(getattr(line, which), BY_SOURCE))
        for line in page.sources
        for said, which in both
    ]
    legend = _("Green: leads that bought. Grey: leads that did not. Brown: buyers missed. Above: tried. Below, paler: in force.")
    chart = on_paper(page.row.result.get("chart", ""))
    return Part("sources", _("By source"), Table(titles, rows), words=(legend,) if chart else (), chart=chart)


def _say_share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"
