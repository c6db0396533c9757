"""`keepwarm user`: people of the house, from the command line."""

import click
from django.utils import timezone

from keepwarm.cli.links import write_link
from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.serve import address_of
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import NewPerson, create_user, grant_role, make_key, revoke_role
from keepwarm.staff.models import Role, User

in_whose_name = click.option("--as", "by", default="", metavar="EMAIL", help="In whose name; without it, the house's.")
ROLES = click.Choice([role.value for role in Role])


class NobodyHere(Refusal):
    """No active person has this email address."""


def find_person(email: str) -> User:
    """The active person with this address; raises `NobodyHere`."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise NobodyHere(f"Nobody with the address {email} may sign in here. See: keepwarm user list")
    return user


def person_or_house(email: str | None) -> User | None:
    """The active person with this address; None, the house itself, without one. Raises `NobodyHere`."""
    return find_person(email) if email else None


@click.group()
def command() -> None:
    """People who sign in, their roles, links and keys.

    Example: keepwarm user add ann@example.com --name "Ann Lee" --role inside_rep
    """


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="As colleagues call them.")
@click.option("--role", "roles", type=ROLES, multiple=True, help="One or more; the first user of a house gets all that is needed.")
@click.option("--zone", default="UTC", show_default=True, help="Where they work, such as Europe/Berlin.")
@json_option
def add(email: str, name: str, roles: tuple[str, ...], zone: str, as_json: bool) -> None:
    """Add a person, and print a link that signs them in once; they choose a password then.

    Example: keepwarm user add ann@example.com --name "Ann Lee" --role inside_rep --zone Europe/London
    """
    user = create_user(NewPerson(name=name, email=email, zone=zone), roles, by=None, now=timezone.now())
    address = write_link(user, base=address_of())
    if as_json:
        print_json({"ref": user.ref, "email": user.email, "name": user.name, "roles": sorted(user.roles), "link": address})
    else:
        click.echo(f"{user.name} is here ({', '.join(sorted(user.roles))}). Sign in once, within 15 minutes: {address}")


@command.command("list")
@json_option
def list_people(as_json: bool) -> None:
    """List everyone who may sign in.

    Example: keepwarm user list --json
    """
    people = User.objects.filter(is_active=True).prefetch_related("grants").order_by("name")
    rows = [(user.name, user.email, sorted(grant.role for grant in user.grants.all()), user.zone) for user in people]
    if as_json:
        print_json([dict(zip(("name", "email", "roles", "zone"), row, strict=True)) for row in rows])
    else:
        print_table(("name", "email", "roles", "zone"), [(name, email, ", ".join(roles), zone) for name, email, roles, zone in rows])


@command.command()
@click.argument("email")
@click.argument("role", type=ROLES)
def grant(email: str, role: str) -> None:
    """Give a person a role.

    Example: keepwarm user grant ann@example.com manager
    """
    grant_role(find_person(email), role, by=None, now=timezone.now())
    click.echo(f"{email} has the role {role}.")


@command.command()
@click.argument("email")
@click.argument("role", type=ROLES)
def revoke(email: str, role: str) -> None:
    """Take a role from a person.

    Example: keepwarm user revoke ann@example.com manager
    """
    revoke_role(find_person(email), role, by=None, now=timezone.now())
    click.echo(f"{email} no longer has the role {role}.")


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="What uses the key.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do, such as prospects:read; several are possible.")
@json_option
def key(email: str, name: str, scopes: tuple[str, ...], as_json: bool) -> None:
    """Make a key for the API that acts as EMAIL. It is shown once.

    Example: keepwarm user key ann@example.com --name "our website" --scope prospects:write
    """
    text, row = make_key(find_person(email), name=name, scopes=scopes, by=None, now=timezone.now())
    if as_json:
        print_json({"ref": row.ref, "key": text, "scopes": row.scopes})
    else:
        click.echo(text)


@command.command()
@click.argument("email")
@click.option("--base", default=None, help="Where the house is served; default: this machine and KEEPWARM_PORT.")
@json_option
def link(email: str, base: str | None, as_json: bool) -> None:
    """Print a link that signs EMAIL in once, within 15 minutes.

    Example: keepwarm user link ann@example.com
    """
    address = write_link(find_person(email), base=base or address_of())
    if as_json:
        print_json({"link": address})
    else:
        click.echo(address)
