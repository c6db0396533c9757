"""Every report as PDF, and its tables as files; and the hand-offs behind a figure of the report of the leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from keepwarm.handoff.exports import HANDOFF
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.page_list import with_all
from keepwarm.lib.papers import Paper
from keepwarm.policy.queries import exception_in_words
from keepwarm.reports.forms import DayForm, PeriodForm
from keepwarm.reports.papers.aims import goals_paper, quotas_paper
from keepwarm.reports.papers.leads import leads_paper
from keepwarm.reports.papers.money import flow_paper, late_paper, money_paper
from keepwarm.reports.papers.morning import morning_paper
from keepwarm.reports.papers.sales import sale_paper
from keepwarm.reports.papers.weeks import coaching_paper, lists_paper, replies_paper, weekly_paper
from keepwarm.reports.queries import day_asked
from keepwarm.reports.queries.leads.period import period_of
from keepwarm.reports.queries.leads.rows import TITLES, Wanted, handoffs_behind
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.reports.queries.rows import NoSuchRows, Row, Rows, rows_behind
from keepwarm.reports.rows_as_files import ROWS
from keepwarm.staff.exporting import Asked, Column, Columns, Export, Report, by_key
from keepwarm.staff.models import REPS, SEES_ALL, Role

READERS = REPS | SEES_ALL
TALKERS = REPS | set(SEES_EVERY_REP)
SELLERS = frozenset({Role.CLOSING_REP, *SEES_EVERY_REP})
DAYS = ("since", "until")


def _behind(asked: Asked) -> Iterable[HandOff]:
    form = PeriodForm(dict(asked.filters))
    period = period_of(for_=asked.for_, since=form.day("since"), until=form.day("until"), now=asked.now)
    wanted = Wanted.read(asked.get("of"), asked.filters)
    if wanted.what not in TITLES or wanted.what == "given_up":
        raise NoSuchRows
    return by_key(with_all(handoffs_behind(wanted, for_=asked.for_, period=period, now=asked.now)))


def _rows(asked: Asked) -> Rows:
    on = day_asked(DayForm(dict(asked.filters)).day, for_=asked.for_, now=asked.now)
    return rows_behind(asked.get("of"), for_=asked.for_, on=on, key=asked.get("key"), now=asked.now)


def _row_columns(asked: Asked) -> Columns:
    person: Columns = (Column(_("Reference"), "person.ref"), Column(_("Name"), "person.name"), Column(_("Firm"), "person.firm"))
    return (*person, *(_cell(place, title) for place, title in enumerate(_rows(asked).columns)))


def _cell(place: int, title: str) -> Column[Row]:
    return Column(title, lambda row: row.cells[place] if place < len(row.cells) else "")


EXPORTS = (
    Export[Row](
        "morning-rows",
        _("Names behind a figure of the morning report"),
        _row_columns,
        lambda asked: _rows(asked).rows,
        roles=READERS,
        filters=("on", "key"),
        of="of",
    ),
    Export[HandOff](
        "lead-rows",
        _("Hand-offs behind a figure of the report"),
        HANDOFF,
        _behind,
        roles=READERS,
        filters=("since", "until", "source", "version", "rep", "reason"),
        of="of",
    ),
    *ROWS,
)


def _said(paper: Callable[[Asked], Paper]) -> Callable[[Asked], Paper]:
    """The same report, which says that one person signed for both what a lead is, where that is so."""

    def make(asked: Asked) -> Paper:
        made = paper(asked)
        return replace(made, words=(*made.words, *filter(None, [exception_in_words()])))

    return make


REPORTS = (
    Report("morning", _("Morning report"), _said(morning_paper), roles=READERS, filters=("on",)),
    Report("leads", _("What became of our leads?"), _said(leads_paper), roles=READERS, filters=DAYS),
    Report("weekly", _("How was the week?"), _said(weekly_paper), roles=TALKERS, filters=("week", "rep")),
    Report("coaching", _("What works?"), _said(coaching_paper), roles=TALKERS, filters=("rep",)),
    Report("replies", _("Replies beside conversations"), _said(replies_paper), roles=SEES_ALL),
    Report("lists", _("Which lists are worth it?"), _said(lists_paper), roles=SEES_ALL),
    Report("goals", _("Goals"), _said(goals_paper), roles=TALKERS),
    Report("quotas", _("Quotas"), _said(quotas_paper), roles=SELLERS, filters=("period", "on")),
    Report("money", _("What it costs and brings"), _said(money_paper), roles=SEES_ALL, filters=DAYS),
    Report("sale-story", _("What led to a sale"), _said(sale_paper), roles=SEES_ALL, of="of"),
    Report("late", _("Who bought late?"), _said(late_paper), roles=SEES_ALL, filters=DAYS),
    Report("flow", _("Where everyone is, and how they move"), _said(flow_paper), roles=SEES_ALL, filters=DAYS),
)
