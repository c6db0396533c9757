"""`keepwarm opportunity import`: the pipeline of another program: its people, then what each of them may buy, or bought."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from keepwarm.circle.actions.bring_opportunities import bring_opportunities
from keepwarm.circle.actions.undo_import import undo_import
from keepwarm.circle.queries.opportunity_look import Look, look_through
from keepwarm.circle.queries.opportunity_map import read_opportunities
from keepwarm.cli.map_little import map_little
from keepwarm.cli.output import json_option, print_json
from keepwarm.intake import files
from keepwarm.intake.actions import begin, draft_import, give_up, run_import
from keepwarm.intake.beside import with_files
from keepwarm.intake.mapping.read import load_map
from keepwarm.intake.models import Import
from keepwarm.intake.reading.opening import open_table
from keepwarm.intake.rejects import write_rejects
from keepwarm.lib.refusal import Refusal
from keepwarm.selling.actions.stages import ensure_stages


class WhatToBring(Refusal):
    """The options do not say what to do."""


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--map", "map_", type=click.Path(path_type=Path), help="What the columns mean: a TOML file with a section [opportunity].")
@click.option("--source", help="How the source of this list is called; without it, as the file is.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; write nothing.")
@click.option("--resume", metavar="REF", help="Go on with an import that broke off.")
@click.option("--undo", metavar="REF", help="Take back a whole import; what was worked with since stays.")
@json_option
def import_opportunities(
    file: Path | None, map_: Path | None, source: str | None, dry_run: bool, resume: str | None, undo: str | None, as_json: bool
) -> None:
    """Bring in the people of FILE and their opportunities, open and closed. The same file again adds nothing.

    Example: keepwarm opportunity import sales_pipeline.csv --map examples/maven_opportunities.toml --source "Maven CRM"
    """
    if resume or undo:
        if file or map_ or source or dry_run or (resume and undo):
            raise WhatToBring("--resume and --undo stand alone: they need neither a file nor other options.")
        _undo(undo, as_json) if undo else _bring(str(resume), as_json)
        return
    if file is None or map_ is None:
        raise WhatToBring("Say what to bring in: keepwarm opportunity import FILE --map MAP.toml")
    if not file.is_file():
        raise WhatToBring(f"{file} is a folder." if file.is_dir() else f"There is no file {file}.")
    data = with_files(load_map(map_), beside=file.parent, called=map_.name)
    if dry_run:
        _show_look(_look(file, data, map_.name), as_json)
        return
    _bring(_start(file, data, map_.name, source or file.stem), as_json)


def _look(file: Path, data: dict[str, Any], called: str) -> Look:
    plan = read_opportunities(data, open_table(file).header, called=called, file=file.name)
    return look_through(file, plan, called=file.name, today=timezone.now().date())


def _start(file: Path, data: dict[str, Any], called: str, source: str) -> str:
    """The draft of the people, once the map is right as a whole. Its reference."""
    ensure_stages()
    read_opportunities(data, open_table(file).header, called=called, file=file.name)
    imported = draft_import(files.pieces_of(file), name=file.name, by=None, now=timezone.now())
    try:
        begin(imported, data, called=called, source=source, by=None, now=timezone.now())
    except Refusal:
        give_up(imported, by=None)
        raise
    click.echo(f"Import {imported.ref}. If it breaks off: keepwarm opportunity import --resume {imported.ref}", err=True)
    return imported.ref


def _bring(ref: str, as_json: bool) -> None:
    map_little()
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("People")
        imported = Import.objects.filter(ref=ref).first()
        if imported is None or imported.state != Import.State.DONE:
            imported = run_import(ref, clock=timezone.now, progress=lambda one: bar.update(task, completed=one.next_line, total=one.total))
        bar.update(task, description="Opportunities", completed=0, total=imported.total)
        brought = bring_opportunities(ref, by=None, clock=timezone.now, progress=lambda row: bar.update(task, completed=row.done))
    imported.refresh_from_db()
    told = {name: getattr(brought, name) for name in ("rows", "created", "already", "rejected", "offerings", "outcomes", "same")}
    told |= {"people": imported.created, "import_id": ref, "rejects_file": str(write_rejects(imported)) if imported.rejected else None}
    print_json(told) if as_json else _say(told)


def _say(told: dict[str, Any]) -> None:
    words = {
        "rows": "rows read",
        "people": "new people",
        "created": "opportunities",
        "already": "here already, nothing added",
        "rejected": "refused",
        "offerings": "new offerings",
    }
    for key, label in words.items():
        click.echo(f"{told[key]:>9,}  {label}")
    for outcome, count in told["outcomes"].items():
        click.echo(f"{count:>9,}  of them {outcome}")
    _say_same(told["same"])
    if told["rejects_file"]:
        click.echo(f"Refused rows, with their reasons: {told['rejects_file']}")
    click.echo(f"Import {told['import_id']}")


def _say_same(same: dict[str, str]) -> None:
    for name, other in same.items():
        click.echo(f"“{name}” is taken for “{other}”. If they are two things, write apart = true into [opportunity].")


def _show_look(look: Look, as_json: bool) -> None:
    if as_json:
        reasons = [f"line {one.line}: {one.reason}" for one in look.flawed]
        counted = {"rows": look.rows, "rejected": look.refused, "outcomes": dict(look.outcomes), "offerings": dict(look.offerings)}
        print_json({**counted, "new_offerings": look.new, "same": look.same, "reasons": reasons, "import_id": None})
        return
    click.echo(f"{look.rows:>9,}  rows read\n{look.refused:>9,}  refused")
    for outcome, count in look.told.items():
        click.echo(f"{count:>9,}  {outcome}")
    if look.new:
        click.echo(f"New offerings: {', '.join(look.new)}.")
    _say_same(look.same)
    for one in look.flawed:
        click.echo(f"           line {one.line}: {one.reason}")
    click.echo("A trial: nothing was written.")


def _undo(ref: str, as_json: bool) -> None:
    map_little()
    undone = undo_import(ref, by=None, clock=timezone.now)
    told = {"import_id": ref, "removed": undone.removed, "voided": undone.voided, "kept": undone.kept}
    if as_json:
        print_json(told)
        return
    click.echo(f"Undone: {undone.removed:,} people removed with their opportunities.")
    if undone.kept:
        click.echo(f"{len(undone.kept)} were worked with since and stay: {', '.join(undone.kept[:20])}")
