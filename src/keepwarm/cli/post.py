"""`keepwarm post`: letters on paper."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.post import actions
from keepwarm.post.models import PrintedFile
from keepwarm.post.queries import lists

BY = click.option("--by", "by_email", required=True, help="Email of the marketer whose decision it is.")


@click.group()
def command() -> None:
    """Letters on paper: what waits, print a batch, say that it was posted, and what came back.

    Example: keepwarm post list
    """


@command.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, limit: int, as_json: bool) -> None:
    """Show what waits for print, what is held and why, and the batches.

    Example: keepwarm post list --json
    """
    waiting, held, batches = lists.waiting(), lists.list_held(for_=None, limit=limit), lists.list_batches(limit=limit)
    if as_json:
        print_json(asdict(waiting) | {"holding": [asdict(one) for one in held], "batches": [asdict(one) for one in batches]})
        return
    oldest = waiting.oldest_at.date() if waiting.oldest_at else "-"
    click.echo(f"{waiting.count} wait for print, the oldest since {oldest}; {waiting.held} held until a day.")
    print_table(["held", "what", "why"], [(one.name, one.subject, one.because) for one in held])
    rows = [(one.ref, one.name, one.state_label, one.count, one.returned) for one in batches]
    print_table(["batch", "name", "state", "letters", "came back"], rows)


@command.command("print")
@click.option("--name", default="", help="A name for the batch.")
@click.option("--most", default=actions.MOST, show_default=True, type=click.IntRange(1, actions.MOST))
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Write the PDF to this file.")
@BY
@json_option
def print_it(*, name: str, most: int, to: Path | None, by_email: str, as_json: bool) -> None:
    """Freeze what waits into a batch, and make its PDF.

    Example: keepwarm post print --by max@house.example --to letters.pdf
    """
    batch = actions.print_batch(by=find_person(by_email), now=datetime.now(UTC), name=name, most=most)
    if to is not None:
        to.write_bytes(bytes(PrintedFile.objects.get(pk=batch.pdf_id or 0).raw))
    _say(batch.ref, as_json=as_json)


@command.command()
@click.argument("batch")
@click.option("--on", type=DAY, default=None, help="The day; today when it is left out.")
@BY
@json_option
def posted(*, batch: str, on: datetime | None, by_email: str, as_json: bool) -> None:
    """Say that BATCH (a reference) was brought to the post.

    Example: keepwarm post posted Qx3kfP0aLm2c --by max@house.example
    """
    now = datetime.now(UTC)
    at = now if on is None or on.date() == now.date() else on.replace(hour=12, tzinfo=UTC)
    actions.mark_posted(batch, at=at, by=find_person(by_email), now=now)
    _say(batch, as_json=as_json)


@command.command()
@click.argument("letter")
@click.option("--because", type=click.Choice(["moved", "unknown"]), default=None)
@click.option("--undo", is_flag=True, help="It was another letter that came back.")
@BY
@json_option
def returned(*, letter: str, because: str | None, undo: bool, by_email: str, as_json: bool) -> None:
    """Say that LETTER (the code at its foot) came back, and why.

    Example: keepwarm post returned K7QM-4T2P-XR9C --because moved --by max@house.example
    """
    if (because is None) != undo:
        raise click.UsageError("Say why it came back: --because moved or --because unknown. Or take it back by --undo.")
    by, now = find_person(by_email), datetime.now(UTC)
    row = actions.take_return_back(letter, by=by, now=now) if undo else actions.note_return(letter, because=because or "", by=by, now=now)
    line = lists.line_of(row)
    if as_json:
        print_json(asdict(line))
        return
    click.echo(f"{line.name}: {line.state_label}" + (f", {line.because}" if line.because else ""))


def _say(ref: str, *, as_json: bool) -> None:
    line = lists.show_batch(lists.find_batch(ref))
    if as_json:
        print_json(asdict(line))
        return
    click.echo(f"{line.ref}  {line.name}: {line.state_label}, {line.count} letters")
