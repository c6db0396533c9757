"""`keepwarm opportunity people` and `person`: who is around an opportunity, and what they are to it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.handoff import as_option
from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.promised import find_any
from keepwarm.cli.recycle import find_prospect
from keepwarm.cli.user import person_or_house
from keepwarm.selling import actions
from keepwarm.selling.models import OpportunityPerson
from keepwarm.selling.queries.listing import people_rows


@click.command()
@click.argument("opportunity")
@json_option
def people(*, opportunity: str, as_json: bool) -> None:
    """List who is around OPPORTUNITY (a reference), and what they are to it.

    Example: keepwarm opportunity people oP4kfP0aLm2c
    """
    rows = people_rows(find_any(opportunity))
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(["prospect", "name", "role"], [(row.prospect, row.name, row.role) for row in rows])


@click.command()
@click.argument("opportunity")
@click.argument("prospect")
@click.option("--role", default="other", show_default=True, type=click.Choice(OpportunityPerson.Role.values), help="What they are to it.")
@click.option("--gone", is_flag=True, help="They have nothing to do with it any more.")
@as_option
def person_around(*, opportunity: str, prospect: str, role: str, gone: bool, by: str | None) -> None:
    """Put PROSPECT around OPPORTUNITY (both references) in a role, or take them away.

    Example: keepwarm opportunity person oP4kfP0aLm2c Qx3kfP0aLm2c --role decides --as cara@example.com
    """
    who, now = find_prospect(prospect), datetime.now(UTC)
    if gone:
        actions.remove_person(opportunity, who, by=person_or_house(by), now=now)
        click.echo(f"{who.name} has nothing to do with it any more.")
        return
    actions.put_person(opportunity, who, role, by=person_or_house(by), now=now)
    click.echo(f"{who.name}: {OpportunityPerson.Role(role).label}")
