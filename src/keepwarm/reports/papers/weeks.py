"""The weekly review, what works, replies beside conversations, and what lists are worth, for paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.reports.forms import WeekForm
from keepwarm.reports.papers.cells import amount, in_percent, say_days, share_cells, share_titles
from keepwarm.reports.papers.drawing import draw_stacks
from keepwarm.reports.queries.list_page import Judged, list_page
from keepwarm.reports.queries.weeks.coaching import Counted, Tried, coaching
from keepwarm.reports.queries.weeks.goals import Aimed
from keepwarm.reports.queries.weeks.replies import Replies, WayLine, replies_beside_conversations
from keepwarm.reports.queries.weeks.weekly import WeekLine, Weekly, weekly_review
from keepwarm.staff.exporting import Asked


def weekly_paper(asked: Asked) -> Paper:
    """How was the week? `week` and `rep` as in the page's address."""
    form = WeekForm(dict(asked.filters))
    found = weekly_review(for_=asked.for_, on=form.day, rep=form.rep, now=asked.now)
    whose = (found.whose.seat.name,) if found.whose.seat else ()
    figures = tuple((str(one.value), one.label) for one in found.tiles)
    return Paper(_("How was the week?"), say_days(found.start, found.ends_on), (_week_reps(found), _trend(found)), whose, figures)


def _week_titles(first: str) -> tuple[str, ...]:
    counted = (_("Conversations"), _("Meetings"), _("Dialled"), _("Reached, percent"), _("Letters"))
    return (first, *counted, _("Leads"), _("Given up early"), _("Sales"))


def _week_cells(line: WeekLine) -> tuple[Cell, ...]:
    reached = in_percent(line.connects.value)
    return (line.conversations, line.met, line.tried, reached, line.letters, line.leads_met, line.gave_up, line.sold)


def _week_reps(found: Weekly) -> Part:
    rows = [(line.seat.name, *_week_cells(line.week), round(line.before, 1), _aims(line.aims)) for line in found.reps]
    titles = (*_week_titles(_("Rep")), _("Conversations before, mean"), _("Goals"))
    return Part("reps", _("Reps"), Table(titles, rows))


def _aims(aims: Sequence[Aimed]) -> str:
    return ", ".join(_("%(done)s of %(aim)s") % {"done": one.done, "aim": one.aim} for one in aims)


def _trend(found: Weekly) -> Part:
    known = [line for line in found.lines if line.is_known]
    rows = [(line.start, *_week_cells(line)) for line in known]
    chart = draw_stacks((_("Conversations"),), [(date_format(line.start, "j M"), [float(line.conversations)]) for line in known[-12:]])
    return Part("weeks", _("Where is it going?"), Table(_week_titles(_("Week from")), rows), chart=chart)


def coaching_paper(asked: Asked) -> Paper:
    """What works? `rep` as in the page's address."""
    found = coaching(for_=asked.for_, rep=WeekForm(dict(asked.filters)).rep, now=asked.now)
    parts = (
        _tried("hours", _("At which hours do calls reach people?"), _("Hour"), found.hours),
        _tried("attempts", _("At which attempt?"), _("Attempt"), found.attempts),
        _counted("gave-up", _("After how many attempts do we give up?"), _("Attempts"), found.gave_up),
        _counted("letters", _("What are letters for?"), _("Purpose"), found.letters),
        _counted("overruled", _("Which advice on letters was overruled?"), _("Advice"), found.overruled),
    )
    hints = Part("hints", _("Worth a talk"), words=found.hints)
    learned = Part("learned", _("What this house learned by itself"), words=found.learned)
    whose = (found.whose.seat.name,) if found.whose.seat else ()
    return Paper(_("What works?"), say_days(found.since, found.until), (*([hints] if found.hints else []), learned, *parts), whose)


def _tried(key: str, title: str, first: str, lines: Sequence[Tried]) -> Part:
    rows = [(line.label, line.share.among, line.share.found, *share_cells(line.share)) for line in lines]
    titles = (first, _("Calls"), _("Reached"), *share_titles(_("Reached, percent")))
    chart = draw_stacks(
        (_("Reached"), _("Not reached")),
        [(line.label, [float(line.share.found), float(line.share.among - line.share.found)]) for line in lines],
    )
    return Part(key, title, Table(titles, rows), chart=chart)


def _counted(key: str, title: str, first: str, lines: Sequence[Counted]) -> Part:
    return Part(key, title, Table((first, _("Times")), [(line.label, line.count) for line in lines]))


def replies_paper(asked: Asked) -> Paper:
    """What do email replies lead to, beside conversations?"""
    found = replies_beside_conversations(now=asked.now)
    parts = (
        _ways("conversations", _("Conversations"), (*found.talked, found.all_talked)),
        _ways("replies", _("Replies by mail"), (*found.replied, found.all_replied)),
    )
    return Paper(_("What do replies lead to, beside conversations?"), say_days(found.since, found.until), parts, _others(found))


def _others(found: Replies) -> tuple[str, ...]:
    told = _("%(leads)s leads and %(sales)s sales had neither before them.")
    return (told % {"leads": found.other_leads, "sales": found.other_sales},)


def _ways(key: str, title: str, lines: Sequence[WayLine]) -> Part:
    rows = [_way_cells(one) for one in lines]
    counted = (_("Count"), _("Answers"), _("Answers in 100"))
    titles = (title, *counted, _("Leads"), *share_titles(_("Leads in 100")), _("Sales"), *share_titles(_("Sales in 100")))
    return Part(key, title, Table(titles, rows))


def _way_cells(one: WayLine) -> tuple[Cell, ...]:
    leads, sales = (one.leads.found, *share_cells(one.leads)), (one.sales.found, *share_cells(one.sales))
    return (one.label, one.count, one.learned, _rounded(one.learned_per_100), *leads, *sales)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def lists_paper(asked: Asked) -> Paper:
    """Which lists are worth it? What to stop buying stands first."""
    found = list_page()
    counted = say_days(found.lists.counted_at.date(), found.lists.counted_at.date()) if found.lists.counted_at else _("as of today")
    parts = (_lists("stop", _("Not to be bought again"), found.stop), _lists("others", _("The other lists"), found.others))
    return Paper(_("Which lists are worth it?"), counted, parts)


def _lists(key: str, title: str, lines: Sequence[Judged]) -> Part:
    titles = (_("List"), _("People"), _("Worked"), _("Touches"), _("Leads"), *share_titles(_("Leads, percent")), _("Cost"))
    more = (_("Cost of one lead"), _("at least"), _("at most"), _("Currency"), *share_titles(_("Wrong numbers, percent")))
    return Part(key, title, Table((*titles, *more), [_list_cells(one) for one in lines]))


def _list_cells(one: Judged) -> tuple[Cell, ...]:
    line, tally = one.line, one.line.tally
    low, high = one.cost_range or (None, None)
    costs = [amount(minor, line.currency) for minor in (line.cost_minor, line.cost_per_lead_minor, low, high)]
    return (
        line.name,
        tally.people,
        tally.worked,
        tally.touches,
        tally.leads,
        *share_cells(one.leads),
        *costs,
        _("no rate for %(currency)s") % {"currency": line.unpriced} if line.unpriced else line.currency,
        *share_cells(one.wrong),
    )
