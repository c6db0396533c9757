"""`keepwarm desk` and `keepwarm log`: the same queue and the same one way a touch happens."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner

from keepwarm.answers.models import Question
from keepwarm.cli import desk, log
from keepwarm.decisions.actions import settle
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, meet, open_house


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    prospect = meet(house, firm="Arnold Ltd", inquired_at=NOW - timedelta(days=4))
    settle([prospect.pk], by=None, now=NOW)
    return prospect


def test_the_queue_of_a_rep_is_printed_for_people_and_for_programs(house: House, anna: Prospect) -> None:
    words = CliRunner().invoke(desk.command, ["--rep", "ines@house.example"], catch_exceptions=False).output
    assert "Anna Arnold" in words
    assert "Interested, and never" in words

    found = json.loads(CliRunner().invoke(desk.command, ["--rep", "INES@house.example", "--json"], catch_exceptions=False).output)
    (mine,) = found["desks"]
    assert [line["ref"] for line in mine["now"]] == [anna.ref]
    assert mine["promised"] == mine["later"] == mine["write"] == []


def test_without_a_rep_everybodys_queue_is_printed(house: House, anna: Prospect) -> None:
    found = json.loads(CliRunner().invoke(desk.command, ["--json"], catch_exceptions=False).output)
    assert [one["name"] for one in found["desks"]] == ["Cara", "Carl", "Ines", "Ivo"]


def test_an_unknown_rep_is_refused_with_a_sentence(house: House) -> None:
    with pytest.raises(Refusal, match=r"Nobody with a seat has the address"):
        CliRunner().invoke(desk.command, ["--rep", "x@y.example"], catch_exceptions=False)


def test_a_call_is_logged_and_the_next_step_printed(house: House, anna: Prospect) -> None:
    Question.objects.update_or_create(key="need", defaults={"label": "Need"})
    arguments = [anna.ref, "--disposition", "reached", "--learned", "Three stops", "--answer", "need=fewer stops", "--json"]
    said = json.loads(CliRunner().invoke(log.command, arguments, catch_exceptions=False).output)
    touch, anna_now = Touch.objects.get(), Prospect.objects.get(pk=anna.pk)
    assert said["touch"] == touch.ref
    assert (touch.learned, touch.seat, touch.by) == ("Three stops", house.ines, house.ines.user)
    assert said["next_step"] == anna_now.next_step
    assert anna_now.answers.get().value == "fewer stops"


def test_a_promised_call_is_meant_in_their_time(house: House, anna: Prospect) -> None:
    arguments = [anna.ref, "--disposition", "no_answer", "--call-back", "2026-11-20T10:30"]
    assert "Next: call" in CliRunner().invoke(log.command, arguments, catch_exceptions=False).output
    assert Signal.objects.get(kind="call_back").local_time == "2026-11-20T10:30"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Say how the call ended"),
        (["--disposition", "reached", "--answer", "need"], "is no answer"),
        (["--disposition", "reached", "--answer", "nonsense=x"], "There is no question"),
        (["--disposition", "no_answer", "--call-back", "soon"], "is no moment"),
        (["--disposition", "no_answer", "--call-back", "2026-11-20T23:00"], "outside the calling hours"),
        (["--disposition", "no_answer", "--call-back", "2020-11-20T10:30"], "lies in the past"),
        (["--channel", "email", "--disposition", "reached"], "Only a call or a meeting ends so"),
    ],
)
def test_what_cannot_be_logged_is_refused_and_nothing_is_written(house: House, anna: Prospect, arguments: list[str], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        CliRunner().invoke(log.command, [anna.ref, *arguments], catch_exceptions=False)
    assert not Touch.objects.exists()


def test_an_unknown_prospect_is_refused(house: House) -> None:
    with pytest.raises(Refusal, match="There is no prospect"):
        CliRunner().invoke(log.command, ["nobodyhere00", "--disposition", "reached"], catch_exceptions=False)
