"""`keepwarm page`: pages of the house's web site whose visits show interest."""

import click
from django.utils import timezone

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.signs.actions.marking import mark_page, unmark_page
from keepwarm.signs.queries.pages import list_pages


@click.group()
def command() -> None:
    """Marked pages of your web site.

    Example: keepwarm page list
    """


@command.command("list")
@json_option
def list_them(as_json: bool) -> None:
    """All marked pages, and how many people looked at each.

    Example: keepwarm page list
    """
    rows = [
        {"ref": page.ref, "words": page.words, "url": page.url, "weight": page.weight, "people": getattr(page, "people", 0)}
        for page in list_pages()
    ]
    if as_json:
        print_json({"pages": rows})
        return
    print_table(["ref", "what", "address", "counts", "people"], [[str(value) for value in row.values()] for row in rows])


@command.command("mark")
@click.argument("url")
@click.option("--words", required=True, help="What stands there: our prices.")
@click.option("--weight", default=1, show_default=True, help="How many times a visit counts.")
@click.option("--interest", "interests", multiple=True, help="Key of an interest; may be given several times.")
def mark(url: str, words: str, weight: int, interests: tuple[str, ...]) -> None:
    """Mark all addresses that begin with URL.

    Example: keepwarm page mark https://www.example.com/prices --words "our prices" --weight 2
    """
    page = mark_page(url, words, weight=weight, interests=interests, by=None, now=timezone.now())
    click.echo(f"Marked: {page.words} ({page.ref})")


@command.command("unmark")
@click.argument("ref")
def unmark(ref: str) -> None:
    """Visits to it count no more.

    Example: keepwarm page unmark aB3dE5fG
    """
    unmark_page(ref, by=None, now=timezone.now())
    click.echo("Marked no more.")
