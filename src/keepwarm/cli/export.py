"""`keepwarm export`: a list or report of the house as a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from keepwarm.cli.output import print_table
from keepwarm.exports.actions import take_export
from keepwarm.exports.queries.finding import exports_for, filters_of, kinds_of
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import Role, User


class NobodyToRead(Refusal):
    """The person in whose name it is taken is not there."""


@click.command()
@click.argument("name", required=False)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="The file; its ending says what kind: .csv, .xlsx, .pdf.")
@click.option("--as", "email", metavar="EMAIL", help="What this person may see; the admin who was first here when left out.")
@click.option("--where", multiple=True, metavar="NAME=VALUE", help="A filter, as in the address of the page; may be given again.")
@click.option("--part", default="", help="Of a report one table only.")
def command(*, name: str | None, to: Path | None, email: str | None, where: tuple[str, ...], part: str) -> None:
    """Write a list or a report into a file; without a name, show what there is.

    Example: keepwarm export prospects --to prospects.xlsx --where step=call
    """
    reader = _reader(email)
    if name is None:
        rows = [(one.name, str(one.title), " ".join(kinds_of(one)), " ".join(filters_of(one))) for one in exports_for(reader)]
        print_table(["name", "what", "as", "filters"], rows)
        return
    if to is None:
        raise click.UsageError("Say into which file: --to FILE")
    filters = _filters(where) | ({"part": part} if part else {})
    kind = to.suffix.lstrip(".").lower() or "csv"
    file, count = take_export(name, filters, kind=kind, for_=reader, by=None, now=datetime.now(UTC), progress=_tell)
    with file, to.open("wb") as target:
        shutil.copyfileobj(file, target)
    click.echo(f"{count} {'row' if count == 1 else 'rows'} in {to}")


def _tell(count: int) -> None:
    click.echo(f"\r{count} rows …", nl=False, err=True)


def _filters(where: Iterable[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in where]
    wrong = next((name for name, mark, _value in pairs if not mark), None)
    if wrong is not None:
        raise click.UsageError(f"A filter is NAME=VALUE, not “{wrong}”.")
    return {name.strip(): value.strip() for name, _mark, value in pairs}


def _reader(email: str | None) -> User:
    active = User.objects.filter(is_active=True)
    wanted = active.filter(email__iexact=email) if email else active.filter(grants__role=Role.ADMIN).order_by("pk")
    found = wanted.first()
    if found is None:
        raise NobodyToRead(f"Nobody here has the address {email}." if email else "The house has no admin: say for whom, with --as EMAIL.")
    return found
