"""Programs, seminars, surveys, questions and feeds are made and changed from the command line, with the refusals of the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from keepwarm.answers.models import Question
from keepwarm.cli.main import keepwarm
from keepwarm.content.models import Feed, Item, Proposal
from keepwarm.lib.refusal import Refusal
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.models import Program, Turn, Worth
from keepwarm.seminars.models import Guest, Seminar
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house, user_of
from tests.gatherings import STARTS_AT, join
from tests.keeping import DAY, interest, item, next_turn, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    open_mail()
    return open_house()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def run(*words: str) -> Result:
    return CliRunner().invoke(keepwarm, list(words))


def told(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(*words: str) -> str:
    """The sentence."""
    result = run(*words)
    assert isinstance(result.exception, Refusal) or result.exit_code == 2, result.output
    return f"{result.exception}{result.output}"


def email_of(user: User) -> str:
    return user.email


def test_a_program_is_made_changed_weighed_and_started_again(house: House) -> None:
    interest("pumps")
    guide, max_ = item("Guide", "pumps"), email_of(house.max)
    made = told("program", "add", "Pumps", "--interest", "pumps", "--owner", email_of(user_of(house.ines)), "--as", max_)
    ref = made["ref"]
    assert told("program", "change", ref, "--name", "Pumps for all", "--stage", "2", "--as", max_)["name"] == "Pumps for all"
    program = Program.objects.get()
    assert (program.topic, program.stages, program.owner) == ("pumps", [2], house.ines)
    assert run("program", "weigh", ref, guide.ref, "0", "--as", max_).exit_code == 0
    assert Worth.objects.get().worth == 0
    assert run("program", "weigh", ref, guide.ref, "--as", max_).exit_code == 0
    assert not Worth.objects.exists()
    assert run("program", "stop", ref, "--because", "a mistake", "--as", max_).exit_code == 0
    assert told("program", "start", ref, "--as", max_)["state"] == "running"
    assert "already" in refused("program", "add", "Pumps for all", "--owner", email_of(user_of(house.ines)), "--as", max_)
    assert refused("program", "add", "Mine", "--as", email_of(user_of(house.ines)))


def test_what_is_planned_is_changed_for_one(house: House) -> None:
    item("Guide", "pumps", worth=90)
    other, anna = item("Other", "pumps", worth=10), warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    ref, max_ = next_turn(anna).ref, email_of(house.max)
    assert run("program", "instead", ref, other.ref, "--because", "they asked", "--as", max_).exit_code == 0
    assert Turn.objects.get(ref=ref).item == other
    assert refused("program", "instead", "nothing", other.ref, "--because", "x", "--as", max_)


def test_a_seminar_is_planned_opened_and_who_missed_it_written_to(house: House) -> None:
    max_ = email_of(house.max)
    given = ("--at", "2026-11-26T10:00", "--zone", "Europe/London", "--seats", "2", "--place", "Town hall", "--after", "The slides.")
    ref = told("seminar", "add", "Fewer stops", *given, "--by", max_)["ref"]
    assert told("seminar", "open", ref, "--by", max_)["phase"] == "open"
    skipped = ("--at", "2027-03-28T01:30", "--zone", "Europe/London", "--seats", "2")
    assert "clocks go forward" in refused("seminar", "add", "No", *skipped, "--by", max_)
    came, _missed = join(Seminar.objects.get(), "Gerd Gast"), join(Seminar.objects.get(), "Zora Zweite")
    with time_machine.travel(STARTS_AT + DAY, tick=False):
        assert "1 noted" in run("seminar", "came", ref, came.ref, "--by", max_).output
        assert "1 are written to" in run("seminar", "missed", ref, "--by", max_).output
        assert refused("seminar", "call-off", ref, "--by", max_)
    assert Guest.objects.filter(attended_at__isnull=False).count() == 1


def test_a_question_is_added_and_asked_in_a_survey(house: House) -> None:
    max_, anna = email_of(house.max), warm(house)
    shifts = ("--kind", "choice", "--choice", "one", "--choice", "two", "--words", "mail=How many shifts?")
    assert run("question", "add", "Shifts a day", *shifts, "--as", max_).output.startswith("shifts-a-day")
    assert Question.objects.get(key="shifts-a-day").words == {"mail": "How many shifts?"}
    assert refused("question", "add", "Other", "--words", "pigeon=Coo?", "--as", max_)
    assert "shifts-a-day" in {one["key"] for one in told("question", "list")}
    assert told("question", "next", anna.ref, "--way", "mail", "--as", max_)["words"] == "How many shifts?"
    ref = told("survey", "add", "How do you plan?", "--question", "shifts-a-day", "--by", max_)["ref"]
    assert told("survey", "open", ref, "--by", max_)["phase"] == "open"
    assert told("survey", "close", ref, "--by", max_)["phase"] == "closed"
    assert refused("survey", "add", "No", "--question", "nothing", "--by", max_)


def test_what_a_feed_proposes_is_decided_and_the_feed_removed(house: House) -> None:
    assert refused("feed", "add", "http://127.0.0.1/feed")
    assert run("feed", "add", "https://blog.example/feed", "--name", "Blog").exit_code == 0
    feed = Feed.objects.get()
    rows = [
        Proposal.objects.create(feed=feed, fingerprint=str(n), title=f"Post {n}", url=f"https://blog.example/{n}", found_at=NOW)
        for n in range(2)
    ]
    assert len(told("feed", "proposals")) == 2
    assert run("feed", "decide", rows[0].ref, "take").exit_code == 0
    assert run("feed", "decide", rows[1].ref, "dismiss").exit_code == 0
    assert refused("feed", "decide", rows[1].ref, "take")
    assert run("feed", "remove", feed.ref).exit_code == 0
    assert refused("feed", "remove", feed.ref)
    taken = Item.objects.get()
    assert told("content", "retire", taken.ref)["state"] == "retired"
    assert told("content", "map")[0]["is_hole"] is True
