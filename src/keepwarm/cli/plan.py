"""`keepwarm plan`: look at everyone, write what changed, and say how many to call, to write, to keep warm."""

from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.decisions.actions import plan


@click.command()
@json_option
def command(*, as_json: bool) -> None:
    """Set the next touch of everyone whose facts or dates have changed, as the nightly plan does.

    Example: keepwarm plan --json
    """
    planned = plan(now=datetime.now(UTC))
    if as_json:
        print_json({"call": planned.call, "write": planned.write, "keep_warm": planned.keep_warm, "changed": planned.changed})
        return
    rows = [("call", planned.call), ("write", planned.write), ("keep warm", planned.keep_warm)]
    print_table(["next touch", "people"], rows, title="The plan")
    click.echo(
        f"{planned.call + planned.write + planned.keep_warm} people are open; {planned.changed} changed. Who has ended is not counted."
    )
