"""The report of the leads for a terminal: tables that fit 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from keepwarm.cli.output import open_console, print_table
from keepwarm.reports.queries.leads import LeadsReport
from keepwarm.reports.queries.leads.counting import Line
from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.leads.page import say_reason
from keepwarm.reports.queries.page import percent
from keepwarm.reports.templatetags.lead_words import likely, middle, ninety
from keepwarm.reports.templatetags.lead_words import share as say_share

FATES = {
    "bought": "became customers",
    "accepted": "accepted by sales later",
    "offered": "offered again",
    "kept_warm": "kept warm",
    "ended": "ended",
}


def show(report: LeadsReport) -> None:
    """Everything, a table for each question."""
    console = open_console()
    console.print(f"Leads offered to sales from {report.period.since} to {report.period.until}", style="bold")
    for sentence in _remarks(report):
        console.print(sentence)
    _show_lines("by source", report.sources, report.total)
    _show_lines("by version", report.versions)
    if report.reasons:
        rows = [(line.name, line.returned, line.gave_back) for line in report.reasons]
        print_table(["why they came back", "leads", "given back by a rep"], rows)
    _show_reps(report)
    console.print(f"\n{report.people_back} people came back. Today:")
    print_table(["", "people"], [(words, report.fates[name]) for name, words in FATES.items()])
    sales = report.sales
    told = f"{sales.once_returned} to people whom sales had once returned ({_say(sales.share)})"
    console.print(f"\n{sales.all} sales out of leads, {told}; {sales.once_put_back} more to people put back before.")
    console.print(f"\n{report.gave_up} given up early, before {report.attempts} attempts, since {report.given_up_since}.")
    if report.given_up:
        print_table(["reason", "people"], [(say_reason(key), count) for key, count in report.given_up])


def _remarks(report: LeadsReport) -> list[str]:
    found = [f"Signed by one person for both sides: {line.name}." for line in report.signed_by_one]
    review = report.review
    if review is not None and review.review.share is not None:
        found.append(f"A review of the definition is due: {_say(review.back)} came back; {percent(review.limit)} is too many.")
    elif review is not None:
        found.append(f"A review of the definition is due since {review.review.since}.")
    return found


def _show_lines(heading: str, lines: Sequence[Line], total: Line | None = None) -> None:
    names = ("offered", "accepted", "returned", "waiting", "bought")
    rows = [(line.name, *(line.counts[name] for name in names), say_share(line.returned)) for line in lines]
    if total is not None:
        rows.append(("all", *(total.counts[name] for name in names), say_share(total.returned)))
    print_table([heading, "offered", "accepted", "returned", "waits", "customers", "came back"], rows)


def _show_reps(report: LeadsReport) -> None:
    names = ("asked", "took", "gave_back", "passed_on", "late")
    times = [(middle(line.to_answer), ninety(line.to_answer), middle(line.to_call)) for line in report.reps]
    rows = [(line.name, *(line.counts[name] for name in names), *how) for line, how in zip(report.reps, times, strict=True)]
    headings = ["rep", "asked", "took", "gave back", "passed on", "late", "answer", "9 of 10", "first call"]
    print_table(headings, rows)


def _say(found: Share) -> str:
    return f"{say_share(found)}, {likely(found)}, of {found.among}" if found.is_told else f"too few to say, of {found.among}"
