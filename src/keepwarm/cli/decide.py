"""`keepwarm decide`: the engine over a CSV file of facts, without a database."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.facts.from_csv import decide_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def command(file: Path, *, as_json: bool) -> None:
    """Decide for each row of a CSV FILE of facts: step, due date and why. The columns are named in docs/rules.md.

    Example: keepwarm decide facts.csv --json
    """
    rows = decide_file(file, now=datetime.now(UTC))
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(["row", "step", "due", "why"], [(row.ref, row.step, f"{row.due:%Y-%m-%d %H:%M} UTC", row.because) for row in rows])
