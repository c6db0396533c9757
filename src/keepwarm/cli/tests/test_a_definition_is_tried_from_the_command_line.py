"""`keepwarm lead trial`: figures in words and as JSON; mistakes are one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from keepwarm.cli.lead import command
from keepwarm.policy.definition_file import DefinitionFileWrong, read_definition_data
from keepwarm.qualification.models import Trial
from keepwarm.qualification.tests.agreed import ask_questions
from keepwarm.qualification.tests.test_a_definition_is_tried_on_the_past import a_small_past
from tests.cast import open_house

pytestmark = pytest.mark.django_db
FILE = """
because = "fewer, better"

[[criterion]]
name = "need"
group = "need"
condition = 'answer.need = "yes"'
required = true
"""


def test_a_file_is_tried_and_its_figures_are_printed(tmp_path: Path) -> None:
    ask_questions()
    a_small_past(open_house())
    (tmp_path / "lead.toml").write_text(FILE, encoding="utf-8")
    result = CliRunner().invoke(command, ["trial", "--from", str(tmp_path / "lead.toml"), "--json"])
    told = json.loads(result.stdout)
    assert (told["tried"]["leads"], told["tried"]["leads_bought"], told["tried"]["recall"], told["only_tried"]) == (2, 1, 0.3333, 2)
    in_words = CliRunner().invoke(command, ["trial", "--from", str(tmp_path / "lead.toml")])
    assert "50.0 %" in in_words.stdout
    assert "Web form" in in_words.stdout


def test_without_an_option_the_version_in_force_is_tried() -> None:
    open_house()
    told = json.loads(CliRunner().invoke(command, ["trial", "--json"]).stdout)
    assert (told["version"], told["against"], told["state"]) == (0, 0, "done")


def test_two_definitions_at_once_are_refused() -> None:
    result = CliRunner().invoke(command, ["trial", "--draft", "x", "--version", "1"])
    assert "one of a draft, a version and a file" in str(result.exception)
    assert not Trial.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"criteria": []}, "“criteria” means nothing here"),
        ({"criterion": "need"}, "entries [[criterion]]"),
        ({"criterion": [], "supporting_needed": 2}, "supporting_needed is a number"),
        ({"criterion": [{"name": "My Need"}]}, "is no name"),
        ({"criterion": [{"name": "need", "group": "neeed"}]}, "“neeed” is no group"),
        ({"criterion": [{"name": "need", "group": "fit", "own_group": "Safety"}]}, "own_group names a group of the house"),
        ({"criterion": [{"name": "need", "condition": "answer.need is"}]}, "x.toml, criterion 1:"),
        ({"criterion": [{"name": "need", "condition": "answer.need is known", "evidence": ["a dream"]}]}, "“a dream” is no evidence"),
    ],
)
def test_a_mistake_in_a_file_is_one_sentence_that_names_the_place(data: dict[str, object], sentence: str) -> None:
    with pytest.raises(DefinitionFileWrong) as refused:
        read_definition_data(data, called="x.toml")
    assert sentence in refused.value.sentence
