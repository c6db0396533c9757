"""`keepwarm letter`: looked at, sent in a rep's name, listed, and what is left."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner

from keepwarm.cli.letter import command
from keepwarm.letters.models import Draft, Letter
from keepwarm.letters.refusals import EmailBudgetSpent, LetterRefused
from keepwarm.touches.actions import note_sent_folder_read
from tests.cast import NOW, House, meet, open_house
from tests.writing import A_TIME, call_others, open_mail

pytestmark = pytest.mark.django_db
INES = ("--as", "ines@house.example")


@pytest.fixture
def house() -> Iterator[House]:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        house = open_house()
        open_mail()
        yield house


def run(*words: str, text: str = "") -> Any:
    done = CliRunner().invoke(command, [*words, "--json"], input=text, catch_exceptions=False)
    return json.loads(done.output)


def test_a_letter_is_sent_in_the_name_of_a_rep_while_one_is_left(house: House) -> None:
    anna = meet(house)
    said = ("--purpose", "schedule", "--subject", "Thursday?", *INES)
    with pytest.raises(EmailBudgetSpent):
        run("write", anna.ref, *said, "--overrule", "x", text=A_TIME)
    call_others(house, 4)
    assert run("check", anna.ref, *said, text=A_TIME)["may_go"] in {True, False}
    assert run("check", anna.ref, *said, text=A_TIME.replace("call", "recieve"))["may_go"] is False, "advice wants a word, as by the API"
    run("write", anna.ref, *said, "--draft", text=A_TIME)
    assert Draft.objects.get().body == A_TIME
    run("write", anna.ref, *said, "--overrule", "x", text=A_TIME)
    letter = Letter.objects.get()
    assert (letter.seat, letter.text) == (house.ines, A_TIME)
    (line,) = run("list", *INES)
    assert line["state_key"] == "queued"


def test_a_refusal_says_what_must_be_changed(house: House) -> None:
    anna = meet(house)
    said = ("--purpose", "schedule", "--subject", "Thursday?", *INES)
    with pytest.raises(LetterRefused, match=r"2 things must be changed before this can go\. .*given_name.* is a place for words"):
        run("write", anna.ref, *said, "--overrule", "x", text=A_TIME.replace("Anna", "{{given_name}}"))
    with pytest.raises(LetterRefused, match="“recieve” is not a word we know"):
        run("write", anna.ref, *said, text=A_TIME.replace("call", "recieve"))
    assert not Letter.objects.exists()


def test_no_figure_before_the_mailbox_is_connected(house: House) -> None:
    call_others(house, 4)
    (unknown,) = run("budget", *INES)
    assert (unknown["known"], unknown["letters_left"], unknown["share"]) == (False, None, None)
    note_sent_folder_read(house.ines.pk, now=NOW)
    (known,) = run("budget", *INES)
    assert (known["known"], known["letters_left"]) == (True, 1)


def test_a_manager_grants_one_more(house: House) -> None:
    done = run("grant", "--to", "ines@house.example", "--because", "the fair", "--as", "mona@house.example")
    assert done == {"granted": 1}
