"""`keepwarm lead`: show, draft from a file, sign by two, compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from keepwarm.cli.main import keepwarm
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.models import DefinitionDraft
from keepwarm.qualification.tests.agreed import ask_questions
from tests.cast import House, open_house

pytestmark = pytest.mark.django_db
FILE = """
because = "fewer come back"

[[criterion]]
name = "big"
label = "Big enough"
group = "fit"
condition = "answer.machines >= 10"
evidence = ["conversation"]
required = true
"""


@pytest.fixture
def house() -> House:
    ask_questions()
    return open_house()


def run(*words: str) -> Result:
    return CliRunner().invoke(keepwarm, ["lead", *words], catch_exceptions=True)


def test_a_definition_is_drafted_signed_and_shown(house: House, tmp_path: Path) -> None:
    assert "Provisional: nobody has signed this yet." in run("show").output
    file = tmp_path / "lead.toml"
    file.write_text(FILE, encoding="utf-8")
    drafted = run("draft", "--from", str(file), "--as", house.max.email)
    assert drafted.exit_code == 0, drafted.output
    ref = DefinitionDraft.objects.get().ref
    assert "The other side is still to sign." in run("sign", ref, "--for", "marketing", "--as", house.max.email).output
    assert "Version 1 is in force." in run("sign", ref, "--for", "sales", "--as", house.mona.email).output
    shown = json.loads(run("show", "--json").output)
    assert (shown["version"], shown["criteria"][0]["condition"]) == (1, "answer.machines >= 10")
    assert [one["by"] for one in shown["signatures"]] == ["Max", "Mona"]
    listed = json.loads(run("versions", "--json").output)
    assert listed[0]["signed_by"] == ["Max (marketing)", "Mona (sales)"]
    assert "gone" in run("versions", "--old", "0", "--new", "1").output


def test_what_is_wrong_is_said_and_what_is_not_there_is_refused(house: House, tmp_path: Path) -> None:
    file = tmp_path / "lead.toml"
    small = FILE[FILE.index("[[criterion]]") :].replace('"big"', '"small"').replace(">=", "<")
    file.write_text(FILE + small, encoding="utf-8")
    assert "Wrong: " in run("draft", "--from", str(file), "--as", house.max.email).output
    assert isinstance(run("show", "7").exception, Refusal)


def test_a_draft_is_written_anew_by_whoever_says_what_they_read_and_told_of_a_newer_version(house: House, tmp_path: Path) -> None:
    file = tmp_path / "lead.toml"
    file.write_text(FILE, encoding="utf-8")
    for _ in range(2):
        run("draft", "--from", str(file), "--as", house.max.email)
    first, second = DefinitionDraft.objects.order_by("pk")
    words = ("draft", "--from", str(file), "--as", house.max.email, "--change", first.ref)
    refused = run(*words).exception
    assert isinstance(refused, Refusal)
    assert f"the newest is {first.revision}" in refused.sentence
    assert isinstance(run(*words, "--revision", str(first.revision - 1)).exception, Refusal)
    run("sign", second.ref, "--for", "marketing", "--as", house.max.email)
    run("sign", second.ref, "--for", "sales", "--as", house.mona.email)
    assert "Note: Version 1 came into force since this was begun." in run(*words, "--revision", str(first.revision)).output
    assert "Note: Version 1 came" in run("sign", first.ref, "--for", "marketing", "--as", house.max.email).output
