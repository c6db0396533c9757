"""`keepwarm report`: whom each rep reached by phone, by name, and what became of our leads; in the terminal or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from keepwarm.cli.leads import show as show_leads
from keepwarm.cli.morning import as_data, show
from keepwarm.cli.output import json_option, print_json
from keepwarm.lib.refusal import Refusal
from keepwarm.reports.queries import default_day, list_quality, morning_report, refused_advice
from keepwarm.reports.queries.leads import as_json as leads_as_data
from keepwarm.reports.queries.leads import leads_report
from keepwarm.staff.models import User


class NobodyOfThatName(Refusal):
    """No such person works here."""


@click.group()
def command() -> None:
    """Print reports.

    Example: keepwarm report morning
    """


@command.command()
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day, as 2026-11-20; the last working day when left out.")
@click.option("--rep", metavar="EMAIL", help="The report as this person sees it: their own part, and the house in figures.")
@json_option
def morning(*, on: datetime | None, rep: str | None, as_json: bool) -> None:
    """Whom did we talk to: the names reached by phone, with what was learned, and what stands open.

    Example: keepwarm report morning --on 2026-11-20 --json
    """
    now, reader = datetime.now(UTC), _reader(rep)
    report = morning_report(for_=reader, on=on.date() if on else default_day(for_=reader, now=now), now=now)
    lists, refused = (list_quality(), refused_advice(now=now)) if reader is None else (None, ())
    if as_json:
        print_json(as_data(report, lists, refused))
        return
    show(report, lists, refused)


@command.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day, as 2026-01-01; a year ago when left out.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; today when left out.")
@click.option("--rep", metavar="EMAIL", help="The report as this person sees it: a rep their own leads.")
@json_option
def leads(*, since: datetime | None, until: datetime | None, rep: str | None, as_json: bool) -> None:
    """What became of our leads: offered, accepted, returned, how soon, and what became of those who came back.

    Example: keepwarm report leads --since 2026-01-01 --json
    """
    days = {"since": since.date() if since else None, "until": until.date() if until else None}
    report = leads_report(for_=_reader(rep), **days, now=datetime.now(UTC))
    if as_json:
        print_json(leads_as_data(report))
        return
    show_leads(report)


def _reader(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise NobodyOfThatName(f"Nobody here has the address {email}.")
    return found
