"""The morning report for a terminal; for a program `morning_values`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from keepwarm.cli.morning_values import VERDICTS
from keepwarm.cli.output import open_console
from keepwarm.lib.money import to_major
from keepwarm.reports.queries import Lists, MorningReport, Part, RefusedRule
from keepwarm.reports.queries.page import heading_of, percent, whose
from keepwarm.reports.queries.shapes import Line

IN_COLUMNS = 100
"""From this width on a name, the firm and what was learned stand beside each other."""


def show(report: MorningReport, lists: Lists | None, refused: Sequence[RefusedRule]) -> None:
    """The same to read."""
    console = open_console()
    console.print(Text(heading_of(report), style="bold"))
    console.print(Text(f"{report.on:%-d %B %Y} · emails do not count as talking", style="dim"))
    console.print()
    figures = Table.grid(padding=(0, 2, 0, 0))
    figures.add_column(justify="right", min_width=6)
    figures.add_column(overflow="fold")
    for figure, words in _figures(report):
        figures.add_row(figure, words)
    console.print(figures)
    for part in report.parts:
        _show_part(console, part)
    if lists is not None and lists.lines:
        _show_lists(console, lists)
    if refused:
        console.print(Text("\nAdvice refused in the last 30 days", style="bold"))
        for one in refused:
            reasons = ", ".join(f"{reason} {count}" for reason, count in one.reasons)
            console.print(f"  {one.count}  {one.short} ({reasons})")


def _figures(report: MorningReport) -> Iterable[tuple[Text, str]]:
    totals = report.totals
    held = f"; {totals.meetings} {'meeting' if totals.meetings == 1 else 'meetings'} held" if totals.meetings else ""
    rang = f"; {totals.rang_us} rang us" if totals.rang_us else ""
    highest = f"; highest {totals.highest[0]}, {percent(totals.highest[1])}" if totals.highest and report.sees_all else ""
    since = f", since {totals.overdue_since.astimezone(ZoneInfo(report.zone)):%a %-d %b}" if totals.overdue_since else ""
    names = report.sees_all
    rows = [
        (str(totals.reached), f"reached by phone, of {totals.tried} tried{rang}{held}", False),
        (_share(report), f"email; limit {percent(report.email_limit)}{highest}", False),
        (str(totals.overdue), f"promised and overdue{_of(totals.overdue_whose) if names else ''}{since}", totals.overdue > 0),
        (str(totals.postponed), f"postponed twice{_of(totals.postponed_whose) if names else ''}", False),
        (str(len(report.given_up)), "given up early", bool(report.given_up)),
        (str(totals.silence_days), f"days, the longest silence; limit {report.silence_limit_days}", False),
    ]
    for figure, words, is_wrong in rows:
        yield Text(figure, style="bold red" if is_wrong else "bold"), words


def _share(report: MorningReport) -> str:
    """That of the house, as far as it is known."""
    totals = report.totals
    return percent(totals.email.share) if totals.email.is_known or not totals.unknown_shares else "?"


def _of(counts: Sequence[tuple[str, int]]) -> str:
    return f" ({whose(counts)})" if counts else ""


def _show_part(console: Console, part: Part) -> None:
    held = f" · {len(part.meetings)} met" if part.meetings else ""
    email = f" · email {percent(part.share)}" if part.share is not None else " · email share unknown" if part.is_share_unknown else ""
    away = " · away" if part.is_away else ""
    head = Text.assemble((f"\n{part.name}", "bold"), (f"  {len(part.reached)} reached · {len(part.tried)} tried{held}{email}{away}", "dim"))
    console.print(head)
    _show_lines(console, [*((line, "") for line in part.reached), *((line, "met: ") for line in part.meetings)])
    if part.not_reached:
        tried = ", ".join(f"{one.person.name} ({one.attempts})" if one.attempts > 1 else one.person.name for one in part.not_reached)
        _show_indented(console, Text(f"tried: {tried}", style="dim"))
    for one in part.granted:
        _show_indented(console, Text(f"{one.count} letters beyond the budget, granted by {one.by}: {one.because}", style="dim"))
    for told in _flags(part):
        _show_indented(console, Text(f"! {told}", style="red"))


def _show_lines(console: Console, lines: Sequence[tuple[Line, str]]) -> None:
    """Name, firm, and what was learned: in columns where there is room, else what was learned below the name."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for style in ("", "dim", ""):
        table.add_column(style=style, overflow="fold")
    for line, how in lines:
        learned = Text.assemble((how, "dim"), _learned(line))
        if console.width >= IN_COLUMNS:
            table.add_row(f"  {line.person.name}", line.person.firm, learned)
        else:
            _show_indented(console, Text.assemble(line.person.name, (f", {line.person.firm}" if line.person.firm else "", "dim")))
            _show_indented(console, learned, by=4)
    if table.row_count:
        console.print(table)


def _show_indented(console: Console, text: Text, *, by: int = 2) -> None:
    """Every line of it, also where it wraps."""
    console.print(Padding(text, (0, 0, 0, by), expand=False))


def _learned(line: Line) -> Text:
    return Text(line.learned) if line.learned else Text("nothing noted", style="italic dim")


def _flags(part: Part) -> Iterable[str]:
    zone = ZoneInfo(part.zone)
    for one in part.overdue:
        since = f", since {one.since_at.astimezone(zone):%a %-d %b, %H:%M}" if one.since_at else ""
        yield f"promised and overdue: {one.person.name}{since}"
    for given in part.given_up:
        yield f"given up after {given.attempts} of {given.agreed} attempts: {given.person.name} ({given.because})"
    for one in part.postponed:
        yield f"postponed {one.times} times: {one.person.name} ({one.because})"
    for hint in part.hints:
        if hint.kind == "burst" and hint.at is not None:
            yield f"{hint.count} calls written down within a minute, at {hint.at.astimezone(zone):%H:%M}"
        elif hint.kind == "late":
            yield f"{hint.count} calls of earlier days entered late"


def _show_lists(console: Console, lists: Lists) -> None:
    how = " (by the provisional definition of a lead)" if lists.is_provisional else ""
    how = " (the definition of a lead was signed by one person for both sides)" if lists.is_signed_by_one else how
    table = Table(title=f"\nWhich lists are worth it?{how}", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("list", max_width=60, min_width=16, overflow="fold", vertical="bottom")
    for heading in ("people", "touches", "leads", "touches\nfor one", "cost\nof one"):
        table.add_column(heading, justify="right", no_wrap=True, vertical="bottom")
    table.add_column("", vertical="bottom")
    for line in lists.lines:
        per, cost = line.touches_per_lead, line.cost_per_lead_minor
        table.add_row(
            line.name,
            str(line.tally.people),
            str(line.tally.touches),
            str(line.tally.leads),
            f"{per:.0f}" if per is not None else "–",
            f"{to_major(cost, line.currency):,.0f} {line.currency}" if cost is not None else "–",
            VERDICTS.get(line.verdict, ""),
        )
    console.print(table)
