"""`keepwarm form`: inquiry forms."""

import click
from django.conf import settings
from django.utils import timezone

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.intake.actions.inquiry_forms import FormText, save_form
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


def _address(row: InquiryForm) -> str:
    return f"{settings.PUBLIC_URL}/ask/{row.ref}/"
