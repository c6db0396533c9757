"""`keepwarm opportunity forecast`: what all open opportunities may bring, by the house's own history."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json
from keepwarm.engine.forecast import Known, Total, Verdict
from keepwarm.lib.money import money
from keepwarm.selling.models import Opportunity
from keepwarm.selling.queries.expecting import learned, total_of
from keepwarm.selling.queries.rates import house_currency

SAID = {
    Verdict.SIGNAL: "Reckoned from how those like them ended here before.",
    Verdict.NO_SIGNAL: "There is no signal in the history of this house, so each gets the same chance.",
    Verdict.TOO_FEW: "Too few were closed to tell one from another, so each gets the same chance.",
}


@click.command("forecast")
@json_option
def forecast(*, as_json: bool) -> None:
    """Say what the open opportunities may bring, with its range, beside the reps' own words.

    Example: keepwarm opportunity forecast --json
    """
    known = learned()
    total = total_of(Opportunity.objects.filter(closed_at__isnull=True), known, now=datetime.now(UTC))
    if as_json:
        told = {"verdict": known.verdict, "currency": house_currency(), "closed": known.closed, "share": known.share}
        print_json(told | {"share_low": known.share_low, "share_high": known.share_high} | asdict(total))
        return
    _say(known, total)


def _say(known: Known, total: Total) -> None:
    worth = [money(round(value), house_currency()) for value in (total.expected, total.low, total.high)]
    click.echo(f"{total.count:,} open. To expect: {worth[0]} ({worth[1]} to {worth[2]}, 19 times of 20).")
    if total.by_word is not None:
        click.echo(f"By the reps' own words: {money(round(total.by_word), house_currency())}.")
    click.echo(f"{known.share:.0%} of the last {known.closed:,} closed ones were won. {SAID[known.verdict]}")
