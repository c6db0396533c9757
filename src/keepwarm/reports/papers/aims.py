"""Goals and quotas, for paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from keepwarm.engine.forecast import Verdict
from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.reports.forms import WeekForm
from keepwarm.reports.papers.cells import amount, say_days
from keepwarm.reports.queries.aims.goals import goals_page
from keepwarm.reports.queries.aims.quotas import Needed, QuotaLine, QuotasPage, quotas_page
from keepwarm.staff.exporting import Asked


def goals_paper(asked: Asked) -> Paper:
    """What do we aim at, and how far are we?"""
    page = goals_page(for_=asked.for_, now=asked.now)
    rows = [
        (line.goal.seat.name, line.aims_at, line.today, line.week.done, line.week.aim, line.before.done, line.before.aim)
        for line in page.lines
    ]
    titles = (_("Who"), _("Goal"), _("Today"), _("This week"), _("of"), _("Last week"), _("of"))
    history = [
        (
            goal.seat.name,
            goal.get_measure_display(),
            goal.get_per_display(),
            goal.aim,
            goal.from_on,
            goal.because,
            goal.by.name if goal.by else "",
        )
        for goal in page.history
    ]
    kept = (_("Who"), _("Measure"), _("Per"), _("Aim"), _("From"), _("Why"), _("By"))
    parts = (Part("goals", _("Goals"), Table(titles, rows)), Part("history", _("What was set"), Table(kept, history)))
    return Paper(_("What do we aim at?"), say_days(page.week_on, page.today), parts)


def quotas_paper(asked: Asked) -> Paper:
    """What is sold, what is to be expected, what is still needed? `period` and `on` as in the page's address."""
    form = WeekForm({"week": asked.get("on")})
    page = quotas_page(for_=asked.for_, period=asked.get("period"), on=form.day, now=asked.now)
    quotas = (_("Rep"), _("Quota"), _("So far"), _("Percent"), _("Expected besides"), _("at least"), _("at most"), _("Still missing"))
    needed = (_("Rep"), _("Sales"), _("Leads"), _("at least"), _("at most"), _("Conversations"), _("at least"), _("at most"))
    moved = (_("Rep"), _("Pushed"), _("in a usual week"), _("Dropped"), _("in a usual week"))
    words = (_("Money is in %(currency)s; a quota in sales is counted in sales.") % {"currency": page.currency}, *of_history(page))
    parts = (
        Part("quotas", _("Quotas"), Table(quotas, [_quota(line, page.currency) for line in page.lines]), words=words),
        Part(
            "needed",
            _("What is probably still needed?"),
            Table(needed, [_needed(line) for line in page.lines if line.left], _("Nothing more, as far as can be told.")),
        ),
        Part(
            "rhythm",
            _("Was anybody pushed or dropped at the end?"),
            Table(moved, [_moved(line) for line in page.lines if line.rhythm], _("The last seven days of this time have not begun.")),
        ),
    )
    return Paper(_("What is sold, and what is still needed?"), say_days(page.starts_on, page.ends_on), parts)


def of_history(page: QuotasPage) -> tuple[str, ...]:
    """What the house's own history says of chances, as on the page."""
    if page.is_over:
        return (_("This time is over: nothing more is expected."),)
    if page.verdict == Verdict.SIGNAL:
        return (_("Expected is the sum over open opportunities by the house’s own history; the range holds in 19 of 20 cases."),)
    if page.verdict == Verdict.NO_SIGNAL:
        return (
            _(
                "The history of this house tells no open opportunity from another, so each counts with the share that is usually won; "
                "the range says how unsure that is."
            ),
        )
    return (_("Too few opportunities were won or lost so far to foretell anything: the range is all that can be said."),)


def _quota(line: QuotaLine, currency: str) -> tuple[Cell, ...]:
    """In the quota's own measure."""

    def told(value: int | None) -> Cell:
        return amount(value, currency) if line.in_money else value

    found = line.expected
    expected: list[Cell] = [round(one, 1) for one in (found.sales, *found.sales_range)]
    if line.in_money:
        expected = [amount(minor, currency) for minor in (found.minor, *found.minor_range)]
    left = told(line.left) if line.target else None
    return (line.seat.name, told(line.target), told(line.so_far), line.percent, *expected, left)


def _needed(line: QuotaLine) -> tuple[Cell, ...]:
    return (line.seat.name, line.sales_needed.likely, *_likely(line.leads_needed), *_likely(line.conversations_needed))


def _likely(needed: Needed) -> tuple[Cell, ...]:
    return (needed.likely, *(needed.range or (None, None)))


def _moved(line: QuotaLine) -> tuple[Cell, ...]:
    assert line.rhythm is not None
    its = line.rhythm
    return (line.seat.name, its.pushed, round(its.usual_pushed, 1), its.dropped, round(its.usual_dropped, 1))
