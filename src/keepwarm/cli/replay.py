"""`keepwarm replay`: ask the engine again and compare with what stands."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.decisions.replaying import replay


@click.command()
@json_option
def command(*, as_json: bool) -> None:
    """Ask the engine again for everyone, with today's facts, and compare with what stands. Writes nothing.

    Example: keepwarm replay
    """
    result = replay(now=datetime.now(UTC))
    if as_json:
        print_json(asdict(result))
        return
    print_table(["stands -> would be", "people"], list(result.moves.items()))
    click.echo(f"{result.asked} asked, {result.other} would change.")
