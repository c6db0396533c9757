"""`keepwarm report`: whom each rep reached by phone, by name, and what became of our leads; in the terminal or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import click

from keepwarm.cli.leads import show as show_leads
from keepwarm.cli.money import show_flow, show_late, show_money
from keepwarm.cli.morning import show
from keepwarm.cli.morning_values import as_data
from keepwarm.cli.output import DAY, json_option, print_json
from keepwarm.cli.report_mail import command as show_mail
from keepwarm.cli.weekly import show_coaching, show_lists, show_replies, show_week
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import exception_in_words
from keepwarm.reports.queries import day_asked, list_quality, morning_report, refused_advice
from keepwarm.reports.queries.flow import flow_report
from keepwarm.reports.queries.leads import as_json as leads_as_data
from keepwarm.reports.queries.leads import leads_report
from keepwarm.reports.queries.list_page import list_page
from keepwarm.reports.queries.money.late import late_report
from keepwarm.reports.queries.money.page import money_report
from keepwarm.reports.queries.money.telling import flow_as_json, late_as_json, money_as_json
from keepwarm.reports.queries.telling import coaching_as_data, lists_as_data, replies_as_data, weekly_as_data
from keepwarm.reports.queries.weeks.coaching import coaching as what_works
from keepwarm.reports.queries.weeks.replies import replies_beside_conversations
from keepwarm.reports.queries.weeks.weekly import weekly_review
from keepwarm.staff.models import User

Command = Callable[..., Any]


class NobodyOfThatName(Refusal):
    """No such person works here."""


def _days(command: Command) -> Command:
    """The options of a report of some days."""
    since = click.option("--since", type=DAY, help="The first day, as 2026-01-01; a year ago when left out.")
    until = click.option("--until", type=DAY, help="The last day; today when left out.")
    return since(until(json_option(command)))


def _span(since: datetime | None, until: datetime | None) -> dict[str, date | None]:
    return {"since": since.date() if since else None, "until": until.date() if until else None}


@click.group()
def command() -> None:
    """Print reports.

    Example: keepwarm report morning
    """


command.add_command(show_mail)


@command.command()
@click.option("--on", type=DAY, help="The day, as 2026-11-20; the last working day when left out.")
@click.option("--rep", metavar="EMAIL", help="The report as this person sees it: their own part, and the house in figures.")
@json_option
def morning(*, on: datetime | None, rep: str | None, as_json: bool) -> None:
    """Whom did we talk to: the names reached by phone, with what was learned, and what stands open.

    Example: keepwarm report morning --on 2026-11-20 --json
    """
    now, reader = datetime.now(UTC), _reader(rep)
    report = morning_report(for_=reader, on=day_asked(on.date() if on else None, for_=reader, now=now), now=now)
    lists, refused = (list_quality(), refused_advice(now=now)) if reader is None else (None, ())
    if as_json:
        _print_json(as_data(report, lists, refused))
        return
    _say_exception()
    show(report, lists, refused)


@command.command()
@click.option("--since", type=DAY, help="The first day, as 2026-01-01; a year ago when left out.")
@click.option("--until", type=DAY, help="The last day; today when left out.")
@click.option("--rep", metavar="EMAIL", help="The report as this person sees it: a rep their own leads.")
@json_option
def leads(*, since: datetime | None, until: datetime | None, rep: str | None, as_json: bool) -> None:
    """What became of our leads: offered, accepted, returned, how soon, and what became of those who came back.

    Example: keepwarm report leads --since 2026-01-01 --json
    """
    days = {"since": since.date() if since else None, "until": until.date() if until else None}
    report = leads_report(for_=_reader(rep), **days, now=datetime.now(UTC))
    if as_json:
        _print_json(leads_as_data(report))
        return
    _say_exception()
    show_leads(report)


@command.command()
@_days
def money(*, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """What it costs and what it brings: by channel, source and way, and to what the sales are owed.

    Example: keepwarm report money --since 2026-01-01 --json
    """
    report = money_report(for_=None, **_span(since, until), now=datetime.now(UTC))
    if as_json:
        _print_json(money_as_json(report))
        return
    _say_exception()
    show_money(report)


@command.command()
@_days
def late(*, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Who bought long after the first inquiry, and what kept them.

    Example: keepwarm report late --since 2026-01-01
    """
    report = late_report(for_=None, **_span(since, until), now=datetime.now(UTC))
    if as_json:
        _print_json(late_as_json(report))
        return
    _say_exception()
    show_late(report)


@command.command()
@_days
def flow(*, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Where everyone is, how they move, how long it takes, and who comes back.

    Example: keepwarm report flow --json
    """
    report = flow_report(for_=None, **_span(since, until), now=datetime.now(UTC))
    if as_json:
        _print_json(flow_as_json(report))
        return
    _say_exception()
    show_flow(report)


@command.command()
@click.option("--week", type=DAY, help="Any day of the week; the last whole one when left out.")
@click.option("--rep", metavar="EMAIL", help="As this person sees it: a rep their own week.")
@json_option
def weekly(*, week: datetime | None, rep: str | None, as_json: bool) -> None:
    """How was the week: conversations, leads and sales of each rep, and the twelve weeks before.

    Example: keepwarm report weekly --week 2026-11-16 --json
    """
    report = weekly_review(for_=_reader(rep), on=week.date() if week else None, now=datetime.now(UTC))
    _print(as_json, weekly_as_data(report), lambda: show_week(report))


@command.command()
@click.option("--rep", metavar="EMAIL", help="Of this person; of the house when left out.")
@json_option
def coaching(*, rep: str | None, as_json: bool) -> None:
    """What works: hours and attempts that reach people, after how many they are given up, letters.

    Example: keepwarm report coaching --rep ines@example.com
    """
    found = _reader(rep)
    seat = found.seat.ref if found is not None and hasattr(found, "seat") else ""
    report = what_works(for_=None, rep=seat, now=datetime.now(UTC))
    _print(as_json, coaching_as_data(report), lambda: show_coaching(report))


@command.command()
@json_option
def replies(*, as_json: bool) -> None:
    """What email replies lead to, beside conversations.

    Example: keepwarm report replies --json
    """
    report = replies_beside_conversations(now=datetime.now(UTC))
    _print(as_json, replies_as_data(report), lambda: show_replies(report))


@command.command()
@json_option
def lists(*, as_json: bool) -> None:
    """Which lists are worth it, with ranges, and what to stop buying.

    Example: keepwarm report lists --json
    """
    report = list_page()
    _print(as_json, lists_as_data(report), lambda: show_lists(report))


def _print_json(data: object) -> None:
    """As JSON; the exception, where the house declared one, as `exception` of whatever is no bare list."""
    said = exception_in_words()
    print_json({**data, "exception": said} if said and isinstance(data, dict) else data)


def _print(as_json: bool, data: object, show: Callable[[], None]) -> None:
    if as_json:
        _print_json(data)
    else:
        _say_exception()
        show()


def _say_exception() -> None:
    """Every report says when one person signed for both what a lead is."""
    if said := exception_in_words():
        click.echo(said)


def _reader(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise NobodyOfThatName(f"Nobody here has the address {email}.")
    return found
