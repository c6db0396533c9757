"""`keepwarm lead trial`: a definition on the past, counted here with a bar."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.definition_file import read_definition_file
from keepwarm.policy.queries import definition_in_force
from keepwarm.qualification.actions.trial import run_trial, try_draft, try_drafted, try_version
from keepwarm.qualification.models import Trial
from keepwarm.qualification.queries.trial import TrialPage, trial_as_json, trial_page
from keepwarm.qualification.trial_counting import Figures


class WhichDefinition(Refusal):
    """The options name two definitions."""


@click.command()
@click.option("--draft", metavar="REF", help="Try this draft as it stands.")
@click.option("--version", "number", type=click.IntRange(min=0), help="Try this version; 0 is the provisional definition.")
@click.option("--from", "path", type=click.Path(path_type=Path), help="Try what this TOML file says (examples/x_education_lead.toml).")
@json_option
def trial(draft: str | None, number: int | None, path: Path | None, as_json: bool) -> None:
    """Who of the past would have been a lead, who of those bought, whom the definition would have missed.

    Without an option the version in force is tried. Example: keepwarm lead trial --draft 3f9c2a --json
    """
    if sum(one is not None for one in (draft, number, path)) > 1:
        raise WhichDefinition("Name one of a draft, a version and a file.")
    page = trial_page(_count(_ask(draft, number, path)), now=timezone.now())
    if as_json:
        print_json(trial_as_json(page))
    else:
        _show(page)


def _ask(draft: str | None, number: int | None, path: Path | None) -> Trial:
    now = timezone.now()
    if path is not None:
        return try_drafted(read_definition_file(path), by=None, now=now)
    if draft is not None:
        return try_draft(draft, by=None, now=now)
    return try_version(definition_in_force().version if number is None else number, by=None, now=now)


def _count(asked: Trial) -> Trial:
    """On a terminal with a bar; it writes to stderr, so that what is printed stays clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("Judging", total=asked.total)
        return run_trial(asked.ref, clock=timezone.now, progress=lambda row: bar.update(task, completed=row.done))


def _show(page: TrialPage) -> None:
    headings = ["", "inquiries", "sales", "leads", "bought", "precision", "missed", "recall"]
    rows = [_line("tried", page.tried)] + ([] if page.is_same else [_line("in force", page.now)])
    print_table(headings, rows)
    if page.doubt:
        click.echo(page.doubt)
    print_table(["source", *headings[1:]], [_line(one.name, one.tried) for one in page.sources], title="Tried, by source")
    click.echo(f"Leads only by the definition tried: {page.only_tried}; only by the version in force: {page.only_in_force}.")
    click.echo(f"Trial {page.row.ref}: every figure opens to its inquiries under /lead/trials/{page.row.ref}/")


def _line(name: str, of: Figures) -> list[object]:
    return [name, of.inquiries, of.bought, of.leads, of.leads_bought, _share(of.precision), of.missed, _share(of.recall)]


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
