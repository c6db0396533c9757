"""`keepwarm readiness`: how ready somebody is by what they did, and why."""

from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table


@click.command()
@click.argument("prospect")
@json_option
def command(prospect: str, *, as_json: bool) -> None:
    """Say how ready PROSPECT (a reference) is by what they did: points that fade, and the reasons in words.

    Example: keepwarm readiness 7kQ2mXb9 --json
    """
    from keepwarm.cli.recycle import find_prospect
    from keepwarm.signs.queries.readiness import readiness_as_values, readiness_of

    person = find_prospect(prospect)
    found = readiness_of([person.pk], now=datetime.now(UTC))[person.pk]
    if as_json:
        print_json({"prospect": person.ref, **readiness_as_values(found)})
        return
    rose = f"; came to the mark on {found.rose_at:%Y-%m-%d}" if found.rose_at else ""
    click.echo(f"{person.name}: {found.points} of {found.mark} points{rose}")
    if found.reasons:
        print_table(["what", "points", "last"], [(one.words, f"{one.points:.1f}", f"{one.last_at:%Y-%m-%d}") for one in found.reasons])
