"""`keepwarm find`: anyone by part of a name, firm, phone or email."""

from dataclasses import asdict

import click

from keepwarm.cli.output import json_option, print_json, print_table


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="How many to show.")
@json_option
def command(text: tuple[str, ...], *, limit: int, as_json: bool) -> None:
    """Find anyone by parts of a name, firm, phone or email, in any order; the last digits of a number will do.

    Example: keepwarm find whitfield mills --json
    """
    from keepwarm.prospects.search import find

    found = find(" ".join(text), for_=None, limit=limit)
    if as_json:
        print_json({"text": found.text, "found": [asdict(row) for row in found.rows], "more": found.more})
        return
    if not found.rows:
        click.echo(f"Nobody is found by “{found.text}”.")
        return
    rows = [(row.name, row.firm, row.owner, row.stage, ", ".join(row.shown[:2])) for row in found.rows]
    print_table(["name", "firm", "owner", "stage", "reached by"], rows)
    click.echo("There are more: add another part." if found.more else f"{len(rows)} found.")
