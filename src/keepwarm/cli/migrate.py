"""`keepwarm migrate`: make or upgrade the database, and gather the static files."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
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
    """Every database at its newest migration, the texts that a new house begins with, every static file in its place."""
    from keepwarm.letters.actions import write_first_snippets  # loads most of the house, which the other commands here do not need

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    write_first_snippets(now=datetime.now(UTC))
    gather_static_files(Path(settings.STATIC_ROOT).with_suffix(".stamp"))


def gather_static_files(stamp: Path) -> None:
    """Copy, name by content and compress the static files; left as they are when none has changed since `stamp`."""
    now = fingerprint_static_files()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now, encoding="ascii")


def fingerprint_static_files() -> str:
    """Changes when any static file of any room or package does: names, sizes and times, not contents."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name}\0{storage.size(name)}\0{storage.get_modified_time(name).timestamp()}\n".encode())
    return digest.hexdigest()
