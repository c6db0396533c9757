"""`keepwarm user`: people of the house, from the command line."""

from urllib.parse import urljoin

import click
from django.urls import reverse
from django.utils import timezone

from keepwarm.cli.serve import address_of
from keepwarm.lib.refusal import Refusal
from keepwarm.site.links import write_token
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
    path = reverse("sign_in_by_link", args=[write_token(user, now=timezone.now())])
    click.echo(urljoin(base or address_of(), path))
