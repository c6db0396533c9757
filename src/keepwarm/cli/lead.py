"""`keepwarm lead`: what a lead is, drafted, signed, compared, and tried on the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from keepwarm.cli.lead_trial import trial
from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.policy.actions import begin_draft, change_draft
from keepwarm.policy.definition_file import read_definition_file
from keepwarm.policy.models import DefinitionDraft, Signature
from keepwarm.policy.queries import definition_in_force, definition_of_draft
from keepwarm.qualification.actions.agreeing import sign as sign_draft
from keepwarm.qualification.queries.definitions import (
    Shown,
    compare,
    find_draft,
    find_side,
    list_versions,
    read_revision,
    show_definition,
    signatures_of_version,
    version_row,
    warn_of_newer,
)
from keepwarm.qualification.queries.telling import definition_as_json, draft_as_json
from keepwarm.staff.models import User

as_option = click.option("--as", "by", default=None, metavar="EMAIL", help="Who does it; default: the house itself.")


@click.group()
def command() -> None:
    """What the house calls a lead: show it, draft a change, sign it, compare versions, try it on the past.

    Example: keepwarm lead show
    """


command.add_command(trial)


@command.command()
@click.argument("which", required=False)
@json_option
def show(*, which: str | None, as_json: bool) -> None:
    """The definition in force in words; or WHICH: a version's number, or draft-REF.

    Example: keepwarm lead show draft-3f9c2a --json
    """
    definition = find_side(which).definition if which else definition_in_force()
    shown = show_definition(definition, check=True)
    row = version_row(definition.version) if definition.version else None
    signed = signatures_of_version(row) if row else []
    if as_json:
        print_json(definition_as_json(shown, signed))
        return
    _print(shown, signed)


@command.command()
@click.option("--from", "path", type=click.Path(path_type=Path), help="A TOML file with the criteria; default: what holds now.")
@click.option("--change", "ref", metavar="REF", help="Write this draft anew instead of beginning one.")
@click.option("--revision", type=int, help="The revision of that draft that you read; needed with --change.")
@as_option
@json_option
def draft(*, path: Path | None, ref: str | None, revision: int | None, by: str | None, as_json: bool) -> None:
    """Begin a draft, or write one anew; says what is wrong with it.

    Example: keepwarm lead draft --from lead.toml --as max@example.com
    """
    now, person = datetime.now(UTC), _person(by)
    drafted = read_definition_file(path) if path else None
    found = find_draft(ref) if ref else begin_draft(by=person, now=now, empty=drafted is not None)
    if drafted is not None:
        read = read_revision(found, revision) if ref else found.revision
        found = change_draft(found.ref, drafted, revision=read, by=person, now=now)
    if as_json:
        print_json(draft_as_json(found))
        return
    click.echo(f"Draft {found.ref}, revision {found.revision}")
    _warn(found)
    _print(show_definition(definition_of_draft(found), check=True), [])


@command.command()
@click.argument("ref")
@click.option("--for", "side", type=click.Choice(["marketing", "sales"]), required=True, help="Which side signs.")
@click.option("--as", "by", required=True, metavar="EMAIL", help="Who signs.")
@click.option("--revision", type=int, help="The revision that was read; default: the newest.")
@click.option("--comment", default="", help="A word with it.")
@json_option
def sign(*, ref: str, side: str, by: str, revision: int | None, comment: str, as_json: bool) -> None:
    """Sign the draft REF for one side. With both sides signed, by two people, it is in force.

    Example: keepwarm lead sign 3f9c2a --for sales --as cara@example.com
    """
    read = revision or find_draft(ref).revision
    found = sign_draft(ref, side, revision=read, by=find_person(by), now=datetime.now(UTC), comment=comment)
    if as_json:
        print_json(draft_as_json(found))
    elif found.became is None:
        click.echo(f"Signed for {side}. The other side is still to sign.")
        _warn(found)
    else:
        click.echo(f"Version {found.became.number} is in force. Everyone is judged by it in the background.")


@command.command()
@click.option("--old", help="Compare this (a number, or draft-REF)…")
@click.option("--new", help="…with this; without both, all versions are listed.")
@json_option
def versions(*, old: str | None, new: str | None, as_json: bool) -> None:
    """List every version and who signed it, or show two side by side with what is different.

    Example: keepwarm lead versions --old 0 --new 1
    """
    if old is not None and new is not None:
        pairs = compare(find_side(old).definition, find_side(new).definition)
        rows = [(one.label, one.old.words if one.old else "", one.new.words if one.new else "", ", ".join(one.marks)) for one in pairs]
        if as_json:
            print_json([dict(zip(("criterion", "old", "new", "different"), row, strict=True)) for row in rows])
        else:
            print_table(["criterion", old, new, "different"], rows)
        return
    found = [_version(one, signatures_of_version(one)) for one in list_versions()]
    if as_json:
        print_json(found)
        return
    print_table(
        ["version", "in force from", "signed by"], [(one["number"], one["in_force_at"], ", ".join(one["signed_by"])) for one in found]
    )


def _version(row: Any, signed: Sequence[Signature]) -> dict[str, Any]:
    return {
        "number": row.number,
        "in_force_at": row.in_force_at.isoformat() if row.in_force_at else None,
        "because": row.because,
        "signed_by_one": row.signed_by_one,
        "signed_by": [f"{one.user.name} ({one.get_side_display()})" for one in signed],
    }


def _print(shown: Shown, signed: Sequence[Signature]) -> None:
    definition = shown.definition
    if definition.provisional:
        click.echo("Provisional: nobody has signed this yet.")
    rows = [
        (group, line.label, "required" if line.required else "supporting", line.words, line.evidence)
        for group, lines in shown.groups
        for line in lines
    ]
    print_table(["about", "criterion", "", "asks that", "counts when"], rows)
    if shown.supporting:
        click.echo(f"At least {definition.supporting_needed} of the {shown.supporting} supporting criteria.")
    for problem in {one.sentence: one for one in (*shown.problems, *(p for line in shown.lines.values() for p in line.problems))}.values():
        click.echo(("Note: " if problem.is_warning else "Wrong: ") + problem.sentence)
    for one in signed:
        click.echo(f"Signed for {one.get_side_display()} by {one.user.name}, {one.at:%Y-%m-%d}{': ' + one.comment if one.comment else ''}")


def _warn(draft: DefinitionDraft) -> None:
    """As the page of the draft does."""
    if said := warn_of_newer(draft):
        click.echo(f"Note: {said}")


def _person(email: str | None) -> User | None:
    return None if email is None else find_person(email)
