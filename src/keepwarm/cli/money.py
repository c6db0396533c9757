"""The reports of money, late buyers and the circle for a terminal."""

from __future__ import annotations

from keepwarm.cli.output import open_console, print_table
from keepwarm.reports.papers.money import left_out
from keepwarm.reports.queries.flow.page import FlowReport
from keepwarm.reports.queries.money.late import LateReport
from keepwarm.reports.queries.money.page import MoneyReport, OwedLine
from keepwarm.reports.queries.page import percent
from keepwarm.reports.templatetags.ledger_words import amount, channel_name, hours, ranged, share_range, told, within

WAYS = {"winning": "won within three months", "nurturing": "kept warm, bought later"}


def show_money(report: MoneyReport) -> None:
    """Costs, sales, and to what the sales are owed."""
    console, currency, found = open_console(), report.currency, report.earned
    console.print(f"Money from {report.period.since} to {report.period.until}", style="bold")
    if report.state.waits:
        console.print(f"{report.state.waits} of these days are still to be counted by the background.")
    if report.is_empty:
        console.print("Nothing happened in these days.")
        return
    late = f"{found.late} to late buyers"
    console.print(f"{found.sales} sales worth {amount(found.minor, currency)}, {late}; {amount(report.cost_minor, currency)} spent:")
    console.print(
        f"touches {amount(report.spent.minor, currency)}, lists {amount(report.bought_minor, currency)}, "
        f"outlays {amount(report.outlays_minor, currency)}."
    )
    for sentence in left_out(report):
        console.print(sentence)
    _show_costs(report)
    _show_owed("contact", report.owing.kinds, currency, compares=True)
    _show_owed("inquiry", report.owing.inquiries, currency)
    _show_owed("who", report.owing.seats, currency)
    _show_owed("content", report.owing.items, currency)


def _show_costs(report: MoneyReport) -> None:
    """By channel, way and source."""
    currency = report.currency
    rows = [
        (channel_name(key), one.touches, hours(one.seconds), hours(one.theirs), amount(one.minor, currency)) for key, one in report.channels
    ]
    print_table(["channel", "touches", "our time", "their time", "cost"], rows)
    ways = [
        (WAYS[one.key], amount(one.cost_minor, currency), one.customers, amount(one.each.value, currency), ranged(one.each, currency))
        for one in report.ways
    ]
    print_table(["way", "spent", "new customers", "one costs", "between"], ways)
    sources = [
        (one.name or "unknown", one.came, amount(one.cost_minor, currency), one.earned.sales, amount(one.earned.minor, currency))
        for one in report.sources
    ]
    print_table(["source", "came", "spent", "sales", "worth"], sources)


def _show_owed(what: str, lines: tuple[OwedLine, ...], currency: str, *, compares: bool = False) -> None:
    if not lines:
        return
    rows = [
        (
            line.name,
            line.owed.sales,
            *(amount(share, currency) for share in line.owed.shares.values()),
            *([told(line.compared)] if compares else []),
        )
        for line in lines
    ]
    print_table([what, "sales", "first", "last", "equal", "fading", *(["more buyers"] if compares else [])], rows)


def show_late(report: LateReport) -> None:
    """By months after the first inquiry, and what kept them."""
    console, found = open_console(), report.earned
    console.print(f"Late buyers from {report.period.since} to {report.period.until}", style="bold")
    if not found.sales:
        console.print("Nothing was sold in these days.")
        return
    share = f"{percent(report.share.share)}, {share_range(report.share)}" if report.share.of else "no inquiry is known of any"
    console.print(f"{found.late} of {found.known} sales ({share}) {report.late_months} months or more after the first inquiry.")
    months = [("not known" if one.months < 0 else str(one.months), one.sales, amount(one.minor, report.currency)) for one in report.months]
    print_table(["months", "sales", "worth"], months)
    print_table(["what kept them", "sales", "of"], [(one.name, one.sales, one.of) for one in report.kept])


def show_flow(report: FlowReport) -> None:
    """Who is where, and how they moved."""
    console = open_console()
    if report.looked_at is None:
        console.print("Nobody was looked at yet; the background does it within minutes.")
    places = [(one.name, one.people, within(one.half_days) if one.people else "", one.stuck) for one in report.places]
    print_table(["stage", "people", "half came", "too long here"], places)
    if not report.moves:
        console.print(f"Nobody moved from {report.period.since} to {report.period.until}.")
        return
    moves = [(one.from_name or "wherever they were", one.to_name, one.people, within(one.half_days)) for one in report.moves]
    print_table(["from", "to", "people", "half of them"], moves, title=f"From {report.period.since} to {report.period.until}")
