"""`keepwarm feed`: blogs and podcasts that are read on a schedule."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import in_whose_name, person_or_house
from keepwarm.content.actions.feeds import FeedRefused, NewFeed, add_feed, dismiss_proposal, read_due_feeds, retire_feed, take_proposal
from keepwarm.content.models import Feed, Proposal
from keepwarm.content.words import say_trouble


@click.group()
def command() -> None:
    """Feeds: which are read, how that went, and what they propose.

    Example: keepwarm feed list
    """


@command.command("list")
@json_option
def list_all(*, as_json: bool) -> None:
    """Every feed that is read.

    Example: keepwarm feed list --json
    """
    rows = [(row, say_trouble(row.trouble, row.trouble_args)) for row in Feed.objects.filter(retired_at__isnull=True)]
    if as_json:
        print_json([{"ref": row.ref, "name": row.name, "url": row.url, "read_at": row.read_at, "trouble": said} for row, said in rows])
        return
    print_table(["ref", "name", "address", "last read", "trouble"], [(row.ref, row.name, row.url, row.read_at, said) for row, said in rows])


@command.command()
@click.argument("url")
@click.option("--name", default="", help="What you call it.")
@click.option("--podcast", is_flag=True, help="Its entries are to be heard.")
@click.option("--interest", "interests", multiple=True, help="For whom (key of an interest); may be given again.")
@click.option("--language", default="", help="Such as en or de.")
@click.option("--as", "by", default="", metavar="EMAIL", help="In whose name; without it, the house's.")
@json_option
def add(*, url: str, name: str, podcast: bool, interests: tuple[str, ...], language: str, by: str, as_json: bool) -> None:
    """Read the feed at URL from now on.

    Example: keepwarm feed add https://example.com/feed.xml --name "Our blog" --interest bearings
    """
    kind = "podcast" if podcast else "post"
    row = add_feed(NewFeed(url, name, kind, interests, language=language), by=person_or_house(by), now=datetime.now(UTC))
    if as_json:
        print_json({"ref": row.ref, "name": row.name, "url": row.url})
    else:
        click.echo(f"{row.ref}: {row.name} is read from now on.")


@command.command()
@json_option
def read(*, as_json: bool) -> None:
    """Read every feed that is due.

    Example: keepwarm feed read
    """
    count = read_due_feeds(now=datetime.now(UTC))
    if as_json:
        print_json({"read": count})
    else:
        click.echo(f"Feeds read: {count}. See: keepwarm feed list")


@command.command()
@click.argument("feed")
@in_whose_name
def remove(*, feed: str, by: str) -> None:
    """Read FEED (a reference) no more; what came from it stays.

    Example: keepwarm feed remove Qx3kfP0aLm2c
    """
    if not Feed.objects.filter(ref=feed, retired_at__isnull=True).exists():
        raise FeedRefused(f"There is no feed {feed}. See: keepwarm feed list")
    retire_feed(feed, by=person_or_house(by), now=datetime.now(UTC))
    click.echo("It is read no more.")


@command.command()
@json_option
def proposals(*, as_json: bool) -> None:
    """What feeds propose and nobody decided on, the newest first, at most 200.

    Example: keepwarm feed proposals
    """
    rows = (
        Proposal.objects.filter(settled_at__isnull=True, feed__retired_at__isnull=True).select_related("feed").order_by("-found_at", "-pk")
    )
    lines = [{"ref": row.ref, "feed": row.feed.name, "title": row.title, "url": row.url, "minutes": row.minutes} for row in rows[:200]]
    if as_json:
        print_json(lines)
        return
    print_table(["ref", "feed", "title", "address"], [(one["ref"], one["feed"], one["title"], one["url"]) for one in lines])


@command.command()
@click.argument("proposal")
@click.argument("what", type=click.Choice(["take", "dismiss"]))
@in_whose_name
def decide(*, proposal: str, what: str, by: str) -> None:
    """Take PROPOSAL (a reference) into the library, or dismiss it.

    Example: keepwarm feed decide Qx3kfP0aLm2c take
    """
    person, now = person_or_house(by), datetime.now(UTC)
    if what == "take":
        item = take_proposal(proposal, by=person, now=now)
        click.echo(f"{item.ref}: {item.title} is in the library.")
        return
    dismiss_proposal(proposal, by=person, now=now)
    click.echo("It is not proposed again.")
