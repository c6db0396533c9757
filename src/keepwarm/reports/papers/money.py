"""What it costs and brings, late buyers, and the circle, for paper. Money is in the currency of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.engine.credit import MODELS
from keepwarm.ledger.queries.earned import MOST_MONTHS
from keepwarm.ledger.queries.spent import Spent, State
from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.reports.flow_drawing import draw_circle
from keepwarm.reports.forms import PeriodForm
from keepwarm.reports.papers.cells import amount, each_cells, in_percent, say_days
from keepwarm.reports.papers.drawing import draw_stacks, dress_circle
from keepwarm.reports.queries.flow.page import FlowReport, flow_report
from keepwarm.reports.queries.money.late import late_report
from keepwarm.reports.queries.money.page import MoneyReport, OwedLine, SourceLine, Way, money_report
from keepwarm.reports.templatetags.ledger_words import channel_name, within
from keepwarm.reports.templatetags.ledger_words import told as say_difference
from keepwarm.staff.exporting import Asked


class Days(TypedDict):
    """As in the addresses of these pages."""

    since: date | None
    until: date | None


def days_of(asked: Asked) -> Days:
    """What was asked for."""
    form = PeriodForm(dict(asked.filters))
    return {"since": form.day("since"), "until": form.day("until")}


def money_paper(asked: Asked) -> Paper:
    """What does it cost, and what does it bring?"""
    found = money_report(for_=asked.for_, **days_of(asked), now=asked.now)
    figures = (
        (_money(found.earned.minor, found.currency), _("earned")),
        (str(found.earned.sales), _("sales")),
        (_money(found.cost_minor, found.currency), _("spent")),
        (str(found.earned.new), _("new customers")),
    )
    owing = (
        _owed("contacts", _("To which contacts are sales owed?"), found.owing.kinds, found.currency),
        _owed("inquiries", _("To which sources?"), found.owing.inquiries, found.currency),
        _owed("seats", _("To whom of us?"), found.owing.seats, found.currency),
        _owed("content", _("To which content?"), found.owing.items, found.currency),
    )
    parts = (_spending(found), _two_ways(found), _channels(found), _sources(found), _offerings(found), *owing, _outlays(found))
    return Paper(
        _("What does it cost, and what does it bring?"),
        say_days(found.period.since, found.period.until),
        parts,
        (*say_waits(found.state), *left_out(found)),
        figures,
    )


def left_out(found: MoneyReport) -> Iterator[str]:
    """What is not in the figures, since nobody said what it is worth."""
    if not found.counts_minutes:
        yield _("Nobody said yet what an hour of a seat costs, so minutes cost nothing here.")
    if found.unpriced:
        said = ngettext(
            "The hours of %(count)s seat are in a currency without a rate, and are left out.",
            "The hours of %(count)s seats are in currencies without a rate, and are left out.",
            found.unpriced,
        )
        yield said % {"count": found.unpriced}
    if lists := len(found.unpriced_lists):
        said = ngettext(
            "What %(count)s list cost is in a currency without a rate (%(currencies)s), and is left out.",
            "What %(count)s lists cost is in currencies without a rate (%(currencies)s), and is left out.",
            lists,
        )
        yield said % {"count": lists, "currencies": ", ".join(found.unpriced_lists)}


def _spending(found: MoneyReport) -> Part:
    rows = [
        (_("Touches: minutes, postage, seats and content"), found.spent.touches, amount(found.spent.minor, found.currency)),
        (_("Lists that were bought"), found.lists, amount(found.bought_minor, found.currency)),
        (_("Outlays that no touch carries"), found.outlays_count, amount(found.outlays_minor, found.currency)),
        (_("Together"), None, amount(found.cost_minor, found.currency)),
    ]
    return Part("spent", _("What was spent?"), Table((_("On what"), _("How many"), _("Cost")), rows))


def _outlays(found: MoneyReport) -> Part:
    rows = [(one.what, str(one.get_kind_display()), one.on, amount(one.amount_minor, found.currency)) for one in found.outlays]
    more = found.outlays_count - len(rows)
    words = (ngettext("%(count)s more outlay.", "%(count)s more outlays.", more) % {"count": more},) if more > 0 else ()
    table = Table((_("On what"), _("Kind"), _("When"), _("How much")), rows)
    return Part("outlays", _("What else was spent?"), table, words=words)


def _money(minor: int, currency: str) -> str:
    return f"{amount(minor, currency):,} {currency}"


def _spent(spent: Spent, currency: str) -> tuple[Cell, ...]:
    return spent.touches, round(spent.seconds / 3600, 1), round(spent.theirs / 3600, 1), amount(spent.minor, currency)


def _channels(found: MoneyReport) -> Part:
    rows = [
        (str(channel_name(key)), *_spent(spent, found.currency), amount(spent.each_minor, found.currency)) for key, spent in found.channels
    ]
    return Part(
        "channels",
        _("What does a touch cost?"),
        Table((_("Channel"), _("Touches"), _("Our hours"), _("Their hours"), _("Cost"), _("Cost of one")), rows),
    )


def _two_ways(found: MoneyReport) -> Part:
    counted = (_("Way"), _("Touches"), _("Our hours"), _("Their hours"), _("Cost of touches"), _("Lists, seminars, content"))
    titles = (*counted, _("Customers"), _("Cost of one"), _("at least"), _("at most"))
    return Part("ways", _("What does a customer cost, by which way?"), Table(titles, [_way(way, found.currency) for way in found.ways]))


def _way(way: Way, currency: str) -> tuple[Cell, ...]:
    names = {"winning": _("Won within three months"), "nurturing": _("Kept warm, and bought later")}
    besides = amount(way.besides_minor, currency)
    return (names.get(way.key, way.key), *_spent(way.spent, currency), besides, way.customers, *each_cells(way.each, currency))


def _sources(found: MoneyReport) -> Part:
    spent = (_("Touches"), _("Our hours"), _("Their hours"), _("Cost of touches"), _("Cost of the list"))
    titles = (_("Source"), _("People"), *spent, _("Sales"), _("Earned"), _("New customers"), _("Cost of one"), _("at least"), _("at most"))
    rows = [_source(line, found.currency) for line in found.sources]
    return Part("sources", _("What does each source cost and bring?"), Table(titles, rows))


def _source(line: SourceLine, currency: str) -> tuple[Cell, ...]:
    spent, earned = _spent(line.spent, currency), (line.earned.sales, amount(line.earned.minor, currency), line.earned.new)
    bought = amount(line.bought_minor, currency)
    return (line.name or _("not known"), line.came, *spent, bought, *earned, *each_cells(line.each, currency))


def _offerings(found: MoneyReport) -> Part:
    rows = [
        (line.name, one.sales, amount(one.minor, found.currency), one.late, amount(one.cost_minor, found.currency))
        for line in found.offerings
        for one in (line.earned,)
    ]
    titles = (_("Offering"), _("Sales"), _("Earned"), _("To late buyers"), _("Touches before cost"))
    return Part("offerings", _("What was sold?"), Table(titles, rows))


def _owed(key: str, title: str, lines: Sequence[OwedLine], currency: str) -> Part:
    models = {str(model): _(words[0]) for model, words in MODELS.items()}
    compares = (_("More buyers, of 100"),) if any(line.compared for line in lines) else ()
    rows = [
        (
            line.name,
            line.owed.sales,
            line.owed.contacts,
            *(amount(line.owed.shares.get(model), currency) for model in models),
            *(say_difference(line.compared) for _title in compares),
        )
        for line in lines
    ]
    return Part(key, title, Table((_("To what"), _("Sales"), _("Contacts"), *models.values(), *compares), rows))


def late_paper(asked: Asked) -> Paper:
    """Who bought long after the first inquiry?"""
    found = late_report(for_=asked.for_, **days_of(asked), now=asked.now)
    months = [(_months(one.months), one.sales, amount(one.minor, found.currency)) for one in found.months]
    chart = draw_stacks((_("Sales"),), [(_months(one.months), [float(one.sales)]) for one in found.months])
    kept = [(one.name, one.sales, one.of, in_percent(one.share)) for one in found.kept]
    parts = (
        Part("months", _("When do they buy?"), Table((_("Months after the first inquiry"), _("Sales"), _("Earned")), months), chart=chart),
        Part("kept", _("What kept late buyers?"), Table((_("Contact"), _("Sales"), _("of"), _("Percent")), kept)),
    )
    words = say_waits(found.state)
    if found.share.of:
        told = _(
            "%(share)s percent of the sales are late, from %(months)s months on; the true share lies between %(low)s and %(high)s percent."
        )
        cells = {"share": in_percent(found.share.share), "low": in_percent(found.share.low), "high": in_percent(found.share.high)}
        words += (told % (cells | {"months": found.late_months}),)
        worth = {"worth": _money(found.earned.late_minor, found.currency), "share": in_percent(found.value_share)}
        words += (_("They brought %(worth)s, %(share)s percent of what these sales are worth.") % worth,)
    return Paper(_("Who bought late?"), say_days(found.period.since, found.period.until), parts, words)


def _months(months: int) -> str:
    """As on the page: whole months after it, the last step open."""
    if months == MOST_MONTHS:
        return _("24 or more")
    return _("not known") if months < 0 else str(months)


def flow_paper(asked: Asked) -> Paper:
    """Where is everyone, and how do they move?"""
    found = flow_report(for_=asked.for_, **days_of(asked), now=asked.now)
    places = [
        (
            one.name,
            one.people,
            one.calls,
            one.letters,
            one.warm,
            one.stuck if one.can_be_stuck else None,
            within(one.half_days) if one.people else None,
        )
        for one in found.places
    ]
    titles = (_("Where"), _("People"), _("To call"), _("To write"), _("Kept warm"), _("Too long there"), _("Half of them came"))
    parts = (Part("places", _("Where is everyone?"), Table(titles, places), chart=dress_circle(draw_circle(found))), _moves(found))
    title, words = _("Where is everyone, and how do they move?"), say_waits(found.state)
    return Paper(title, say_days(found.period.since, found.period.until), parts, words)


def say_waits(state: State) -> tuple[str, ...]:
    """That sums are still to be counted; nothing when all are."""
    if state.counted_at is None:
        return (_("Nothing was counted yet; it is done in the background."),)
    if not state.waits:
        return ()
    told = ngettext("%(count)s day is still to be counted.", "%(count)s days are still to be counted.", state.waits)
    return (told % {"count": state.waits},)


def _moves(found: FlowReport) -> Part:
    rows = [(one.from_name or _("wherever they were"), one.to_name, one.people, within(one.half_days)) for one in found.moves]
    told = _("%(reopened)s came back out of an end, %(put_back)s were put back from sales.")
    words = (told % {"reopened": found.reopened, "put_back": found.put_back},)
    return Part("moves", _("How do they move?"), Table((_("From"), _("To"), _("People"), _("Half of them went on")), rows), words=words)
