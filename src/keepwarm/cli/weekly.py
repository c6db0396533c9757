"""The manager's pages for a terminal: the week, what works, replies, lists, goals and quotas; tables that fit 80 columns."""

from __future__ import annotations

from keepwarm.cli.output import open_console, print_table
from keepwarm.lib.money import money
from keepwarm.reports.papers.aims import of_history
from keepwarm.reports.queries.aims.goals import GoalsPage
from keepwarm.reports.queries.aims.quotas import QuotaLine, QuotasPage
from keepwarm.reports.queries.aims.rhythm import Rhythm
from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.list_page import Judged, ListPage
from keepwarm.reports.queries.weeks.coaching import Coaching
from keepwarm.reports.queries.weeks.replies import Replies
from keepwarm.reports.queries.weeks.weekly import WeekLine, Weekly
from keepwarm.reports.templatetags.lead_words import likely
from keepwarm.reports.templatetags.lead_words import share as say_share
from keepwarm.reports.templatetags.week_words import needed

HEADINGS = ("talks", "met", "dialled", "reached", "letters", "leads", "gave up", "sales")


def show_week(report: Weekly) -> None:
    """Each rep's week, and the weeks before it."""
    console = open_console()
    console.print(f"The week from {report.start} to {report.ends_on}", style="bold")
    if report.missing:
        console.print(f"{len(report.missing)} weeks are not counted yet: the background counts them.")
    if report.is_empty:
        console.print("Nothing happened in this week, nor in the twelve before.")
        return
    print_table(["rep", *HEADINGS], [(line.seat.name, *_cells(line.week)) for line in report.reps])
    aims = [(one.goal.seat.name, f"{one.done} of {one.aim} {one.goal.get_measure_display()}") for line in report.reps for one in line.aims]
    aims += [(one.goal.seat.name, f"{one.done} of {one.aim} {one.goal.get_measure_display()}") for one in report.teams]
    if aims:
        print_table(["goals", ""], aims)
    print_table(["week from", *HEADINGS], [(str(line.start), *_cells(line)) for line in reversed(report.lines) if line.is_known])


def show_coaching(report: Coaching) -> None:
    """What works."""
    console = open_console()
    console.print(f"What works, since {report.since}", style="bold")
    for hint in report.hints:
        console.print(f"! {hint}")
    for line in report.learned:
        console.print(line)
    for heading, lines in (("hour", report.hours), ("attempt", report.attempts)):
        print_table(
            [heading, "dialled", "reached", "share", ""],
            [(one.label, one.share.among, one.share.found, *_told(one.share)) for one in lines],
        )
    for heading, counted in (("given up after", report.gave_up), ("letters for", report.letters), ("overruled", report.overruled)):
        if counted:
            print_table([heading, "count"], [(one.label, one.count) for one in counted])


def show_replies(report: Replies) -> None:
    """Replies beside conversations."""
    lines = [report.all_talked, *report.talked, report.all_replied, *report.replied]
    rows = [(line.label, line.count, line.learned, say_share(line.leads), say_share(line.sales)) for line in lines]
    print_table(["what it was", "count", "answers", "leads", "sales"], rows, title=f"Replies beside conversations, since {report.since}")


def show_lists(report: ListPage) -> None:
    """What each list gave."""
    rows = [
        (
            one.line.name,
            one.line.tally.people,
            one.line.tally.touches,
            one.line.tally.leads,
            *_told(one.leads),
            _cost(one),
            one.line.verdict,
        )
        for one in (*report.stop, *report.others)
    ]
    print_table(["list", "people", "touches", "leads", "share", "", "a lead costs", ""], rows)


def _cost(one: Judged) -> str:
    """Of one lead; that it cannot be told where the list was bought in a currency without a rate."""
    if one.line.unpriced:
        return f"no rate for {one.line.unpriced}"
    return "" if one.line.cost_per_lead_minor is None else money(one.line.cost_per_lead_minor, one.line.currency)


def show_goals(page: GoalsPage) -> None:
    """How far the goals are met."""
    rows = [
        (
            line.goal.seat.name,
            line.aims_at,
            "" if line.today is None else line.today,
            f"{line.week.done} of {line.week.aim}",
            f"{line.before.done} of {line.before.aim}",
        )
        for line in page.lines
    ]
    print_table(["who", "goal", "today", "this week", "last week"], rows)


def show_quotas(page: QuotasPage) -> None:
    """How far the quotas are."""
    rows = [_quota(line, page.currency) for line in page.lines]
    headings = ["rep", "quota", "so far", "expected", "at least", "at most", "missing", "sales", "leads", "talks"]
    print_table(headings, rows, title=f"{page.period} from {page.starts_on}; the last three are what is still needed")
    console = open_console()
    for line in of_history(page):
        console.print(line)
    moved = [(one.seat.name, *_moved(one.rhythm)) for one in page.lines if one.rhythm]
    if moved:
        print_table(["at the end of it", "pushed", "a usual week", "dropped", "a usual week"], moved)


def _moved(its: Rhythm) -> tuple[str, ...]:
    return (str(its.pushed), f"{its.usual_pushed:.1f}", str(its.dropped), f"{its.usual_dropped:.1f}")


def _quota(line: QuotaLine, currency: str) -> tuple[str, ...]:
    def say(value: float) -> str:
        return money(round(value), currency) if line.in_money else f"{value:g}"

    found = line.expected
    expected = (found.minor, *found.minor_range) if line.in_money else tuple(round(one, 1) for one in (found.sales, *found.sales_range))
    left = say(line.left) if line.target else ""
    more = [needed(one) if line.left else "" for one in (line.sales_needed, line.leads_needed, line.conversations_needed)]
    return (line.seat.name, say(line.target) if line.target else "–", say(line.so_far), *(say(one) for one in expected), left, *more)


def _cells(line: WeekLine) -> tuple[object, ...]:
    return (line.conversations, line.met, line.tried, say_share(line.connects), line.letters, line.leads_met, line.gave_up, line.sold)


def _told(share: Share) -> tuple[str, str]:
    return say_share(share), likely(share)
