"""`keepwarm content`: the library from the command line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.user import in_whose_name, person_or_house
from keepwarm.content.actions import NewItem, make_item, retire_item
from keepwarm.content.actions.files import PAPER, keep_file
from keepwarm.content.actions.templates import take_template
from keepwarm.content.brand import house_brand
from keepwarm.content.models import Item, Kind, State
from keepwarm.content.queries.listing import Filters, find_items, read_map
from keepwarm.content.queries.mail_of_item import source_of
from keepwarm.content.rendering import render_mail
from keepwarm.engine.merging import Values
from keepwarm.lib.refusal import Refusal


class NoSuchItem(Refusal):
    """Nothing in the library has this reference."""


@click.group()
def command() -> None:
    """What we have to offer: list it, add to it, see it as a mail.

    Example: keepwarm content list
    """


@command.command("list")
@click.option("--kind", default="", type=click.Choice(["", *Kind.values]), help="Only this kind.")
@click.option("--interest", default="", help="Only what is for this interest (its key).")
@click.option("--state", default="", type=click.Choice(["", *State.values, "stale"]), help="How it stands; without it all but retired.")
@json_option
def list_all(*, kind: str, interest: str, state: str, as_json: bool) -> None:
    """Items, the best first, at most 100.

    Example: keepwarm content list --kind white_paper
    """
    items, _more = find_items(Filters(kind=kind, interest=interest, state=state), now=datetime.now(UTC))
    if as_json:
        print_json([_line(item) for item in items])
        return
    rows = [(item.ref, item.title, item.kind, ", ".join(item.interests) or "everyone", item.worth, item.state) for item in items]
    print_table(["ref", "title", "kind", "for", "worth", "state"], rows)


@command.command()
@click.argument("title")
@click.option("--kind", required=True, type=click.Choice(Kind.values), help="What it is.")
@click.option("--body", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file with the text of its mail.")
@click.option("--file", "paper", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file to download: PDF, EPUB, DOCX.")
@click.option("--short", "short_text", default="", help="What a short message to a phone or messenger says instead.")
@click.option("--url", default="", help="Where it is.")
@click.option("--teaser", default="", help="What they get out of it.")
@click.option("--interest", "interests", multiple=True, help="For whom (key of an interest); may be given again.")
@click.option("--stage", "stages", multiple=True, type=click.IntRange(1, 5), help="For which stage, 1 to 5; may be given again.")
@click.option("--language", default="", help="Such as en or de.")
@click.option("--minutes", default=0, type=click.IntRange(0, 10_000), help="How long it takes.")
@click.option("--worth", default=50, type=click.IntRange(1, 100), help="How good it is; 100 is the best.")
@click.option("--fresh-until", type=DAY, help="Its last fresh day.")
@click.option("--draft", is_flag=True, help="Nobody is offered it yet.")
@in_whose_name
@json_option
def add(
    *, title: str, body: Path | None, paper: Path | None, fresh_until: datetime | None, draft: bool, by: str, as_json: bool, **more: Any
) -> None:
    """Add an item called TITLE, in use at once unless it is a draft.

    Example: keepwarm content add "What a stop costs" --kind article --body stop.txt --interest bearings --worth 80
    """
    person, now = person_or_house(by), datetime.now(UTC)
    kept = keep_file(paper.name, paper.read_bytes(), kind=PAPER, by=person, now=now).pk if paper else None
    fresh: date | None = fresh_until.date() if fresh_until else None
    text = body.read_text(encoding="utf-8") if body else ""
    state = State.DRAFT if draft else State.IN_USE
    _tell(
        make_item(NewItem(title=title, body=text, file_id=kept, fresh_until_on=fresh, state=state, **more), by=person, now=now),
        as_json=as_json,
    )


@command.command()
@click.argument("ref")
@json_option
def show(*, ref: str, as_json: bool) -> None:
    """One item with its text.

    Example: keepwarm content show Qx3kfP0aLm2c
    """
    item = _find(ref)
    if as_json:
        print_json({**_line(item), "body": item.body})
        return
    click.echo(f"{item.title}\n{item.get_kind_display()}, {item.get_state_display()}, worth {item.worth}\n\n{item.body or item.teaser}")


@command.command()
@click.argument("ref")
@click.option("--set", "values", multiple=True, metavar="FIELD=VALUE", help="A value for a merge field; may be given again.")
@click.option("--html", is_flag=True, help="Print the HTML instead of the text.")
def preview(*, ref: str, values: tuple[str, ...], html: bool) -> None:
    """The mail with this item, for somebody of whom only what you set is known.

    Example: keepwarm content preview Qx3kfP0aLm2c --set first_name=Anna --html
    """
    known = dict(pair.split("=", 1) for pair in values if "=" in pair)
    mail = render_mail(source_of(_find(ref)), Values(known), house_brand())
    click.echo(mail.html if html else f"Subject: {mail.subject}\n\n{mail.text}")
    if mail.missing:
        click.echo(f"Nothing is known to put at {', '.join(mail.missing)}: this reader would not get it.", err=True)


@command.command("import-template")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", default="", help="What you call it; else its own title.")
@in_whose_name
@json_option
def import_template(*, file: Path, title: str, by: str, as_json: bool) -> None:
    """Take in the mail in HTML in FILE as a draft: styles put in order, cleaned, its look kept.

    Example: keepwarm content import-template newsletter.html --title "Spring letter"
    """
    taken = take_template(file.read_bytes(), title=title or file.stem, by=person_or_house(by), now=datetime.now(UTC))
    if not as_json:
        for sentence in taken.remarks:
            click.echo(sentence, err=True)
    _tell(taken.item, as_json=as_json)


@command.command()
@click.argument("ref")
@in_whose_name
@json_option
def retire(*, ref: str, by: str, as_json: bool) -> None:
    """Take the item REF out of use: nobody is offered it any more.

    Example: keepwarm content retire Qx3kfP0aLm2c
    """
    _tell(retire_item(_find(ref).ref, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@command.command("map")
@json_option
def show_map(*, as_json: bool) -> None:
    """Interest by stage: how much there is to offer, and where nothing is.

    Example: keepwarm content map
    """
    found = read_map(now=datetime.now(UTC))
    if as_json:
        print_json([asdict(cell) | {"is_hole": cell.is_hole} for row in found.rows for cell in row.cells])
        return
    rows = [(row.topic.label, *("-" if cell.is_hole else str(cell.fresh - cell.worn) for cell in row.cells)) for row in found.rows]
    print_table(["interest", *found.stages], rows)
    for one in found.worn:
        click.echo(f"{one.ref}: {one.title}. {one.why}")


def _find(ref: str) -> Item:
    found = Item.objects.filter(ref=ref).first()
    if found is None:
        raise NoSuchItem(f"There is no item {ref}. See: keepwarm content list")
    return found


def _line(item: Item) -> dict[str, Any]:
    names = "ref kind title teaser url interests stages language minutes worth fresh_until_on asks_to_buy state version".split()
    return {name: getattr(item, name) for name in names}


def _tell(item: Item, *, as_json: bool) -> None:
    if as_json:
        print_json(_line(item))
    else:
        click.echo(f"{item.ref}: {item.title} ({item.get_state_display()})")
