"""The morning report, for paper: the figures, whom each rep reached by name, what stands open, and what each list is worth."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.reports.forms import DayForm
from keepwarm.reports.papers.drawing import draw_stacks
from keepwarm.reports.queries import day_asked
from keepwarm.reports.queries.handoffs import HandOffsOfDay
from keepwarm.reports.queries.lists import Lists
from keepwarm.reports.queries.page import MorningPage, morning_page
from keepwarm.reports.queries.shapes import Line, MorningReport, Waiting
from keepwarm.reports.templatetags.morning_words import endings, value
from keepwarm.staff.exporting import Asked, money


def morning_paper(asked: Asked) -> Paper:
    """The page in parts. `on`: the day, as in its address; the last working day without one."""
    on = day_asked(DayForm(dict(asked.filters)).day, for_=asked.for_, now=asked.now)
    page = morning_page(for_=asked.for_, on=on, now=asked.now)
    report = page.report
    open_ones = (_overdue(report), _postponed(report), _given_up(report))
    parts = (_reps(report), _talks(report), _tried(report), *open_ones) if page.shows_talk else ()
    handoffs = () if page.handoffs is None else (_handoffs(page.handoffs),)
    lists = () if page.lists is None else (_lists(page.lists), _refused(page), _changes(report))
    figures = tuple((tile.value, tile.label) for tile in page.tiles)
    return Paper(page.heading, date_format(on, "l, j F Y"), (*parts, *handoffs, *lists), figures=figures)


def _reps(report: MorningReport) -> Part:
    titles = (
        _("Rep"),
        _("Reached"),
        _("Tried"),
        _("Rang us"),
        _("Meetings"),
        _("Emails, percent"),
        _("Promised and overdue"),
        _("Given up early"),
    )
    rows = [
        (
            part.name,
            len(part.reached),
            len(part.tried),
            part.rang_us,
            len(part.meetings),
            None if part.share is None else round(100 * part.share, 1),
            len(part.overdue),
            len(part.given_up),
        )
        for part in report.parts
    ]
    stacks = [(part.name, [float(len(part.reached)), float(len(part.not_reached))]) for part in report.parts]
    chart = draw_stacks((_("Reached"), _("Tried, not reached")), stacks)
    return Part("reps", _("Reps"), Table(titles, rows), words=(_("Emails do not count as talking."),), chart=chart)


def _talks(report: MorningReport) -> Part:
    titles = (_("Rep"), _("Name"), _("Firm"), _("How"), _("When"), _("What was learned"))
    rows = [
        (part.name, line.person.name, line.person.firm, how, line.at, line.learned or _("nothing noted"))
        for part in report.parts
        for how, lines in ((_("by phone"), part.reached), (_("met"), part.meetings))
        for line in _sorted(lines)
    ]
    return Part("talks", _("Whom we talked to"), Table(titles, rows, _("Nobody was reached.")))


def _sorted(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.at)


def _tried(report: MorningReport) -> Part:
    rows = [
        (part.name, one.person.name, one.person.firm, one.attempts, endings(one.endings))
        for part in report.parts
        for one in part.not_reached
    ]
    titles = (_("Rep"), _("Name"), _("Firm"), _("Attempts"), _("How they ended"))
    return Part("tried", _("Tried, not reached"), Table(titles, rows, _("Nobody was dialled in vain.")))


def _handoffs(found: HandOffsOfDay) -> Part:
    kinds = ((_("not answered in time"), found.unanswered), (_("waiting"), found.waiting), (_("returned that day"), found.returned))
    rows = [(said, one.name, one.to_name, one.clock.until if one.clock else one.small) for said, lines in kinds for one in lines]
    titles = (_("How it stands"), _("Name"), _("Offered to"), _("Until, or why"))
    return Part("hand-offs", _("Whom did sales not answer yet?"), Table(titles, rows, _("No hand-off waits, and none came back.")))


def _changes(report: MorningReport) -> Part:
    rows = [
        (str(one.setting.label), value(one.old, one.setting), value(one.new, one.setting), one.by, one.at, one.because)
        for one in report.changes
    ]
    titles = (_("What"), _("Before"), _("Now"), _("By"), _("When"), _("Why"))
    return Part("changes", _("What changed in the policy?"), Table(titles, rows, _("Nothing in the last 30 days.")))


def _overdue(report: MorningReport) -> Part:
    return Part("overdue", _("Promised and overdue"), _waiting(report.overdue, _("Since"), _("Nothing promised is overdue.")))


def _postponed(report: MorningReport) -> Part:
    return Part("postponed", _("Postponed twice"), _waiting(report.postponed, _("First date"), _("Nothing was postponed twice.")))


def _waiting(found: Sequence[Waiting], since: str, empty: str) -> Table:
    rows = [(one.person.name, one.person.firm, one.whose, one.since_at, one.times, one.because) for one in found]
    return Table((_("Name"), _("Firm"), _("Whose"), since, _("Times moved"), _("Why")), rows, empty)


def _given_up(report: MorningReport) -> Part:
    titles = (_("Name"), _("Firm"), _("By"), _("Attempts"), _("Agreed"), _("Why"), _("When"))
    rows = [(one.person.name, one.person.firm, one.by, one.attempts, one.agreed, one.because, one.at) for one in report.given_up]
    return Part("given-up", _("Given up early"), Table(titles, rows, _("Nobody was given up early.")))


def _lists(lists: Lists) -> Part:
    counted = (_("List"), _("People"), _("Worked"), _("Touches"), _("Leads"), _("Customers"))
    titles = (*counted, _("Touches for one lead"), _("Cost"), _("Cost of one lead"), _("Currency"))
    rows = [
        (
            line.name,
            line.tally.people,
            line.tally.worked,
            line.tally.touches,
            line.tally.leads,
            line.tally.customers,
            None if line.touches_per_lead is None else round(line.touches_per_lead, 1),
            money(line.cost_minor, line.currency),
            money(line.cost_per_lead_minor, line.currency),
            _("no rate for %(currency)s") % {"currency": line.unpriced} if line.unpriced else line.currency,
        )
        for line in lists.lines
    ]
    return Part("lists", _("Which lists are worth it?"), Table(titles, rows, _("No list was counted yet.")))


def _refused(page: MorningPage) -> Part:
    rows = [(one.short, one.count, ", ".join(f"{reason} {count}" for reason, count in one.reasons)) for one in page.refused]
    table = Table((_("Advice"), _("Times"), _("Why")), rows, _("None: whatever was advised was followed."))
    return Part("refused", _("Advice refused in the last 30 days"), table)
