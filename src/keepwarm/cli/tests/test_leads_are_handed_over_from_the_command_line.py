"""`keepwarm handoff` and `keepwarm recycle`: the whole way of a lead, as JSON with stable keys and in words."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner

from keepwarm.circle.actions.moving import HandOverRefused
from keepwarm.cli.handoff import command as handoff
from keepwarm.cli.recycle import command as recycle
from keepwarm.handoff.refusals import AnsweredAlready, UnknownHandOff
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, open_house
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db
KEYS = (
    "ref prospect name firm state definition signed_by_one source why offered_by offered_at rep because half_at due_at pass_on_at"
    " answered_at return_reason return_words first_call_due_at first_called_at closed_at closed_as introduce introduced_at"
).split()


@pytest.fixture
def house() -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        house = open_house()
        agree()
        yield house


def told(command: Any, *words: str) -> Any:
    done = CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_a_lead_is_offered_accepted_and_put_back(house: House) -> None:
    anna = a_lead(house)
    offered = told(handoff, "offer", anna.ref, "--why", "in May", "--as", "max@house.example", "--to", "cara@house.example")
    assert list(offered) == KEYS
    assert (offered["rep"], offered["state"], offered["because"]) == ("Cara", "offered", ["Max chose Cara"])
    assert [row["ref"] for row in told(handoff, "list", "--state", "open")] == [offered["ref"]]
    accepted = told(handoff, "accept", offered["ref"], "--as", "cara@house.example")
    assert (accepted["state"], accepted["due_at"], accepted["first_call_due_at"] is None) == ("accepted", None, False)
    back = told(recycle, anna.ref, "--until", "2027-03-01", "--reason", "no_budget", "--because", "Her mail says so")
    assert (back["because"], back["reason"], back["owner"], back["wake_at"]) == ("recycled", "no_budget", "Ines", "2027-03-01T09:00:00Z")
    assert told(handoff, "list")[0]["closed_as"] == "recycled"


def test_whom_sales_accepted_is_given_to_another_closing_rep(house: House) -> None:
    anna = a_lead(house)
    told(handoff, "offer", anna.ref, "--to", "cara@house.example")
    told(handoff, "accept", told(handoff, "list")[0]["ref"], "--as", "cara@house.example")
    with pytest.raises(HandOverRefused, match="Ines does not sell"):
        told(handoff, "give", anna.ref, "--to", "ines@house.example", "--because", "knows them")
    words = ("--because", "Cara has too many", "--as", "mona@house.example")
    assert told(handoff, "give", anna.ref, "--to", "carl@house.example", *words)["owner"] == "Carl"
    assert told(handoff, "list")[0]["rep"] == "Carl"


def test_the_brief_is_read_another_asked_and_it_is_taken_back(house: House, tmp_path: Path) -> None:
    anna = a_lead(house)
    words = ("--introduce", "call", "--words", "Cara plans such houses.")
    ref = told(handoff, "offer", anna.ref, "--to", "cara@house.example", *words)["ref"]
    paper = tmp_path / "brief.pdf"
    said = CliRunner().invoke(handoff, ["brief", ref, "--pdf", str(paper)], catch_exceptions=False).output
    assert "Anna Arnold" in said
    assert "Need: fewer stops" in said
    assert paper.read_bytes().startswith(b"%PDF")
    assert told(handoff, "brief", ref)["name"] == "Anna Arnold"
    assert told(handoff, "approve", ref, "--words", "Cara plans them.", "--as", "max@house.example")["introduce"] == "call"
    assert told(handoff, "ask", ref)["rep"] == "Carl"
    taken = told(handoff, "withdraw", ref, "--because", "they want to wait")
    assert (taken["state"], taken["return_words"]) == ("withdrawn", "they want to wait")
    with pytest.raises(UnknownHandOff):
        CliRunner().invoke(handoff, ["brief", "nothing"], catch_exceptions=False)


def test_it_is_returned_with_an_agreed_reason_and_a_day(house: House) -> None:
    anna = a_lead(house)
    ref = told(handoff, "offer", anna.ref)["ref"]
    done = told(handoff, "return", ref, "--reason", "no_need", "--words", "next year", "--until", "2027-01-15")
    assert (done["state"], done["return_reason"], done["return_words"]) == ("returned", "no_need", "next year")
    with pytest.raises(AnsweredAlready):
        CliRunner().invoke(handoff, ["accept", ref], catch_exceptions=False)


def test_the_clock_is_moved_by_hand_and_says_what_it_did(house: House) -> None:
    told(handoff, "offer", a_lead(house).ref)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        moved = told(handoff, "tick")
    assert moved == {"reminded": 0, "unanswered": 1, "passed_on": 1, "closed": 0, "offered": 0, "warm_again": 0}


def test_without_json_it_says_the_same_in_words(house: House) -> None:
    anna = a_lead(house)
    said = CliRunner().invoke(handoff, ["offer", anna.ref], catch_exceptions=False).output
    assert "Anna Arnold is offered to Cara" in said
    assert "Cara has the most room" in said
    assert "Anna Arnold" in CliRunner().invoke(handoff, ["list"], catch_exceptions=False).output
    said = CliRunner().invoke(recycle, [anna.ref, "--until", "2027-03-01", "--reason", "not_now"], catch_exceptions=False).output
    assert "kept warm until 01 Mar 2027; Ines has them" in said
    assert Prospect.objects.get().wake_at is not None
