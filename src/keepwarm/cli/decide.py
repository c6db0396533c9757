"""`keepwarm decide`: the engine over a CSV file of facts, without a database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from keepwarm.cli.output import json_option, print_json, print_table


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def command(file: Path, *, as_json: bool) -> None:
    """Decide for each row of a CSV FILE of facts: step, due date and why. The columns are named in docs/rules.md.

    Example: keepwarm decide facts.csv --json
    """
    from keepwarm.facts.from_csv import decide_file

    rows = decide_file(file, now=datetime.now(UTC))
    if as_json:
        print_json([{"row": row.line, "step": row.step, "due": row.due, "rule": row.rule, "because": row.because} for row in rows])
        return
    print_table(["row", "step", "due", "why"], [(row.line, row.step, row.due, row.because) for row in rows])
