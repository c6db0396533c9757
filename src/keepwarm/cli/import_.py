"""`keepwarm import`: a list of inquiries, or a history, from CSV or XLSX."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from keepwarm.cli.map_little import map_little
from keepwarm.cli.output import json_option, print_json
from keepwarm.intake import files
from keepwarm.intake.actions import begin, draft_import, give_up, run_import
from keepwarm.intake.beside import with_files
from keepwarm.intake.mapping.read import load_map
from keepwarm.intake.models import Import
from keepwarm.intake.rejects import write_rejects
from keepwarm.intake.trial import try_import
from keepwarm.lib.refusal import Refusal


class WhatToImport(Refusal):
    """The options do not say what to do."""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--map", "map_", type=click.Path(path_type=Path), help="What the columns mean: a TOML file (docs/how-to/import-your-list.md)."
)
@click.option("--source", help="How the source of this list is called.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; write nothing.")
@click.option("--resume", metavar="REF", help="Go on with an import that broke off.")
@click.option("--undo", metavar="REF", help="Take back a whole import; who was touched since stays.")
@json_option
def command(
    file: Path | None, map_: Path | None, source: str | None, dry_run: bool, resume: str | None, undo: str | None, as_json: bool
) -> None:
    """Bring in FILE, or go on with an import, or undo one. The same file again adds nothing.

    Example: keepwarm import leads.csv --map examples/x_education.toml --source "X Education"
    """
    if resume or undo:
        if file or map_ or source or dry_run or (resume and undo):
            raise WhatToImport("--resume and --undo stand alone: they need neither a file nor other options.")
        _undo(undo, as_json) if undo else _run(str(resume), as_json)
        return
    if file is None or map_ is None or source is None:
        raise WhatToImport("Say what to import: keepwarm import FILE --map MAP.toml --source NAME")
    data = load_map(map_)
    if not file.is_file():
        raise WhatToImport(f"{file} is a folder." if file.is_dir() else f"There is no file {file}.")
    data = with_files(data, beside=file.parent, called=map_.name)
    if dry_run:
        _show(try_import(file, data, called=map_.name, now=timezone.now()), as_json)
        return
    imported = draft_import(files.pieces_of(file), name=file.name, by=None, now=timezone.now())
    try:
        begin(imported, data, called=map_.name, source=source, by=None, now=timezone.now())
    except Refusal:
        give_up(imported, by=None)
        raise
    click.echo(f"Import {imported.ref}. If it breaks off: keepwarm import --resume {imported.ref}", err=True)
    _run(imported.ref, as_json)


def _run(ref: str, as_json: bool) -> None:
    map_little()
    with _bar() as bar:
        task = bar.add_task("Importing", total=None)

        def progress(imported: Import) -> None:
            bar.update(task, completed=min(imported.next_line, imported.total), total=imported.total)

        imported = run_import(ref, clock=timezone.now, progress=progress)
    told: dict[str, Any] = {name: getattr(imported, name) for name in ("rows", "created", "matched", "already", "rejected", "doubts")}
    told["import_id"] = imported.ref
    told["rejects_file"] = str(write_rejects(imported)) if imported.rejected else None
    told["state"] = imported.state
    _show(told, as_json)


def _bar() -> Progress:
    """On a terminal only; it writes to stderr, so that what is printed stays clean."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _undo(ref: str, as_json: bool) -> None:
    from keepwarm.circle.actions.undo_import import undo_import

    map_little()
    undone = undo_import(ref, by=None, clock=timezone.now)
    told = {"import_id": ref, "removed": undone.removed, "voided": undone.voided, "kept": undone.kept}
    if as_json:
        print_json(told)
        return
    click.echo(f"Undone: {undone.removed} people removed, {undone.voided} inquiries voided.")
    if undone.kept:
        click.echo(f"{len(undone.kept)} people were touched since and stay: {', '.join(undone.kept[:20])}")


def _show(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    words = {
        "rows": "rows read",
        "created": "new people",
        "matched": "known people, another inquiry",
        "already": "here already, nothing added",
        "rejected": "refused",
        "doubts": "doubts to look at",
    }
    for key, label in words.items():
        click.echo(f"{told[key]:>9,}  {label}")
    if told.get("rejects_file"):
        click.echo(f"Refused rows, with their reasons: {told['rejects_file']}")
    for wish in told.get("wishes", ()):
        click.echo(f"           {wish}")
    for reason in told.get("reasons", ()):
        click.echo(f"           {reason}")
    click.echo(f"Import {told['import_id']}" if told["import_id"] else "A trial: nothing was written.")
