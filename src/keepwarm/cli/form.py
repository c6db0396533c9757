"""`keepwarm form`: inquiry forms."""

from dataclasses import replace
from typing import Any

import click
from django.conf import settings
from django.utils import timezone

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.intake.actions.inquiry_forms import FormRefused, FormText, close_form, open_form, save_form, text_of
from keepwarm.intake.models import InquiryForm


@click.group()
def command() -> None:
    """Forms by which strangers inquire.

    Example: keepwarm form list
    """


@command.command("list")
@json_option
def list_forms(as_json: bool) -> None:
    """All forms with their addresses.

    Example: keepwarm form list
    """
    rows = [
        {"ref": row.ref, "name": row.name, "source": row.source.name, "open": row.closed_at is None, "address": _address(row)}
        for row in InquiryForm.objects.select_related("source")
    ]
    if as_json:
        print_json({"forms": rows})
        return
    print_table(
        ["name", "source", "open", "address"],
        [[row["name"], row["source"], "yes" if row["open"] else "no", row["address"]] for row in rows],
    )


@command.command("add")
@click.argument("name")
@click.option("--heading", required=True, help="What stands above it.")
@click.option("--source", default="Web form", show_default=True, help="Where its people come from.")
@click.option("--topic", default="", help="What it is about.")
@click.option("--question", "questions", multiple=True, help="Key of a question of the house; may be given several times.")
@click.option("--permission", default="", help="The words of the permission for emails; without them it is not asked for.")
@click.option("--language", default="", help="en or de; without it the page speaks as its reader's browser asks.")
@click.option("--host", "hosts", multiple=True, help="A site that may show it in a frame.")
def add_form(
    name: str, heading: str, source: str, topic: str, questions: tuple[str, ...], permission: str, language: str, hosts: tuple[str, ...]
) -> None:
    """Make a form, and print its address.

    Example: keepwarm form add Website --heading "How can we help?" --question need
    """
    text = FormText(name, heading, source, topic=topic, questions=questions, permission=permission, language=language, hosts=hosts)
    click.echo(_address(save_form(text, by=None, now=timezone.now())))


@command.command("change")
@click.argument("ref")
@click.option("--name", help="Its name in the house.")
@click.option("--heading", help="What stands above it.")
@click.option("--intro", help="A line below it.")
@click.option("--thanks", help="What is said in the end.")
@click.option("--source", help="Where its people come from.")
@click.option("--topic", help="What it is about.")
@click.option("--permission", help="The words of the permission for emails; empty: it is not asked for.")
@click.option("--language", help="en or de; empty: as its reader's browser asks.")
@click.option("--confirms", type=click.Choice(InquiryForm.Confirms.values), help="When the permission is confirmed by mail.")
@click.option("--question", "questions", multiple=True, help="Instead of those that stand: key of a question; may be given several times.")
@click.option("--host", "hosts", multiple=True, help="Instead of those that stand: a site that may show it in a frame.")
def change_form(ref: str, **said: Any) -> None:
    """Change the form REF; what is not named stays.

    Example: keepwarm form change Qx3kfP0aLm2c --heading "What can we do for you?"
    """
    new = {name: value for name, value in said.items() if value is not None and value != ()}
    click.echo(_address(save_form(replace(text_of(_find(ref)), **new), ref=ref, by=None, now=timezone.now())))


@command.command("close")
@click.argument("ref")
def close(ref: str) -> None:
    """Let nobody send the form REF any more.

    Example: keepwarm form close Qx3kfP0aLm2c
    """
    click.echo(f"Closed: {close_form(_find(ref).ref, by=None, now=timezone.now()).name}")


@command.command("open")
@click.argument("ref")
def reopen(ref: str) -> None:
    """Let the form REF be sent again.

    Example: keepwarm form open Qx3kfP0aLm2c
    """
    click.echo(f"Open: {open_form(_find(ref).ref, by=None, now=timezone.now()).name}")


def _find(ref: str) -> InquiryForm:
    found = InquiryForm.objects.select_related("source", "wording").filter(ref=ref).first()
    if found is None:
        raise FormRefused("There is no such form. See: keepwarm form list")
    return found


def _address(row: InquiryForm) -> str:
    return f"{settings.PUBLIC_URL}/ask/{row.ref}/"
