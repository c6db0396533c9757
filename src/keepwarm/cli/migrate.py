"""`keepwarm migrate`: make or upgrade the database, and gather the static files."""

import click
from django.conf import settings
from django.core.management import call_command


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when all is done.")
def command(quiet: bool) -> None:
    """Make or upgrade the database and gather the static files. Running it again changes nothing.

    Example: keepwarm migrate
    """
    prepare_house()
    if not quiet:
        click.echo(f"The house in {settings.HOME} is ready.")


def prepare_house() -> None:
    """Every database at its newest migration, every static file in its place."""
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
