"""`keepwarm user`: people of the house, from the command line."""

import click

from keepwarm.cli.links import write_link
from keepwarm.cli.serve import address_of
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import User


class NobodyHere(Refusal):
    """No active person has this email address."""


@click.group()
def command() -> None:
    """People who sign in.

    Example: keepwarm user link ann@example.com
    """


@command.command()
@click.argument("email")
@click.option("--base", default=None, help="Where the house is served; default: this machine and KEEPWARM_PORT.")
def link(email: str, base: str | None) -> None:
    """Print a link that signs EMAIL in once, within 15 minutes.

    Example: keepwarm user link ann@example.com
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise NobodyHere(f"Nobody with the address {email} may sign in here. See: keepwarm user list")
    click.echo(write_link(user, base=base or address_of()))
