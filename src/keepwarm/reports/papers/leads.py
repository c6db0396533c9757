"""What became of our leads, for paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.reports.forms import PeriodForm
from keepwarm.reports.papers.cells import say_days, share_cells, share_titles
from keepwarm.reports.papers.drawing import draw_stacks
from keepwarm.reports.queries.leads import LeadsReport, leads_report
from keepwarm.reports.queries.leads.counting import Line
from keepwarm.reports.queries.leads.page import say_reason
from keepwarm.staff.exporting import Asked

NAMES = ("offered", "accepted", "returned", "waiting", "fell_away", "bought")
DRAWN = ("accepted", "returned", "waiting", "fell_away")


def leads_paper(asked: Asked) -> Paper:
    """The page in parts. `since` and `until` as in its address."""
    form = PeriodForm(dict(asked.filters))
    report = leads_report(for_=asked.for_, since=form.day("since"), until=form.day("until"), now=asked.now)
    return Paper(
        title=_("What became of our leads?"),
        period=say_days(report.period.since, report.period.until),
        figures=_figures(report),
        words=() if report.sees_all else (_("Only those you offered, had before, or were asked about."),),
        parts=(
            _lines("sources", _("By source"), _("Source"), report.sources),
            _lines("versions", _("By version of the definition"), _("Version"), report.versions),
            _reasons(report),
            _reps(report),
            _back(report),
            _given_up(report),
        ),
    )


def _figures(report: LeadsReport) -> tuple[tuple[str, str], ...]:
    counts = report.total.counts
    words = {"offered": _("offered"), "accepted": _("accepted"), "returned": _("returned"), "bought": _("became customers")}
    return tuple((str(counts[name]), said) for name, said in words.items())


def _counted() -> tuple[str, ...]:
    return _("Offered"), _("Accepted"), _("Returned"), _("Waiting"), _("No answer needed"), _("Customers")


def _lines(key: str, title: str, first: str, lines: Iterable[Line]) -> Part:
    found = list(lines)
    rows = [(line.name, *(line.counts[name] for name in NAMES), *share_cells(line.returned)) for line in found]
    stacks = [(line.name, [float(line.counts[name]) for name in DRAWN]) for line in found]
    chart = draw_stacks((_("Accepted"), _("Returned"), _("Waiting"), _("No answer needed")), stacks)
    return Part(key, title, Table((first, *_counted(), *share_titles(_("Came back, percent"))), rows), chart=chart)


def _reasons(report: LeadsReport) -> Part:
    rows = [(line.name, line.returned, line.gave_back) for line in report.reasons]
    return Part("reasons", _("Why they came back"), Table((_("Reason"), _("Leads"), _("Given back by a rep")), rows))


def _reps(report: LeadsReport) -> Part:
    names = ("asked", "took", "gave_back", "passed_on", "waits", "late")
    titles = (_("Rep"), _("Asked"), _("Accepted"), _("Gave back"), _("Passed on"), _("Waits"), _("Not in time"))
    times = (_("Minutes to answer, median"), _("Minutes to the first call, median"))
    rows = [
        (line.name, *(line.counts[name] for name in names), _whole(line.to_answer.median), _whole(line.to_call.median))
        for line in report.reps
    ]
    words = (_("Minutes are those in which the rep was at work."),)
    return Part("reps", _("Reps"), Table((*titles, *times), rows), words=words)


def _back(report: LeadsReport) -> Part:
    words = {
        "bought": _("became customers"),
        "accepted": _("accepted by sales later"),
        "offered": _("offered again"),
        "kept_warm": _("kept warm"),
        "ended": _("ended"),
    }
    rows: Sequence[tuple[Cell, ...]] = [(said, report.fates.get(name, 0)) for name, said in words.items()]
    sales = report.sales
    told = _("%(all)s sales out of leads; %(returned)s of them to people once returned, %(put_back)s to people put back before.")
    said = told % {"all": sales.all, "returned": sales.once_returned, "put_back": sales.once_put_back}
    return Part("came-back", _("Who came back, and where they stand today"), Table((_("Today"), _("People")), rows), words=(said,))


def _given_up(report: LeadsReport) -> Part:
    rows = [(say_reason(key), count) for key, count in report.given_up]
    told = _("Before the agreed %(attempts)s attempts, since %(day)s.")
    words = (told % {"attempts": report.attempts, "day": date_format(report.given_up_since, "j F Y")},)
    return Part("given-up", _("Given up early"), Table((_("Reason"), _("People")), rows), words=words)


def _whole(minutes: float | None) -> int | None:
    return None if minutes is None else round(minutes)
