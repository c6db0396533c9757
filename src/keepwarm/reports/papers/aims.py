"""Goals and quotas, for paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.reports.forms import WeekForm
from keepwarm.reports.papers.cells import amount, say_days
from keepwarm.reports.queries.aims.goals import goals_page
from keepwarm.reports.queries.aims.quotas import Needed, QuotaLine, quotas_page
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
    titles = (_("Rep"), _("Quota"), _("Sold so far"), _("Sales so far"), _("Expected"), _("at least"), _("at most"), _("Left"))
    needed = (_("Sales needed"), _("Leads needed"), _("Conversations needed"))
    table = Table((*titles, *needed), [_quota(line, page.currency) for line in page.lines])
    words = (_("Money is in %(currency)s.") % {"currency": page.currency},)
    return Paper(
        _("What is sold, and what is still needed?"),
        say_days(page.starts_on, page.ends_on),
        (Part("quotas", _("Quotas"), table, words=words),),
    )


def _quota(line: QuotaLine, currency: str) -> tuple[Cell, ...]:
    def told(value: int | None) -> Cell:
        return amount(value, currency) if line.in_money else value

    low, high = (line.expected.minor_range[0], line.expected.minor_range[1])
    expected = [amount(minor, currency) for minor in (line.expected.minor, low, high)]
    more = [_likely(one) for one in (line.sales_needed, line.leads_needed, line.conversations_needed)]
    return (line.seat.name, told(line.target), amount(line.sold_minor, currency), line.sold, *expected, told(line.left), *more)


def _likely(needed: Needed) -> int | None:
    return needed.likely
