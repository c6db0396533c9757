from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import time_machine
from click.testing import CliRunner

from keepwarm.cli import goal, outlay, quota, report
from keepwarm.goals.actions import GoalRefused
from keepwarm.lib.refusal import Refusal
from keepwarm.reports.tests.test_weeks_are_counted_and_kept import live_in
from tests.cast import NOW, House, open_house


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    return open_house()


def run(command: object, *arguments: str) -> str:
    answer = CliRunner(env={"COLUMNS": "200"}).invoke(command, arguments, catch_exceptions=False)  # type: ignore[arg-type]  # a click command
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_week_is_printed_and_given_as_data(house: House) -> None:
    live_in(house)
    assert "Ines" in run(report.command, "weekly")
    data = json.loads(run(report.command, "weekly", "--json"))
    assert data["week"] == "2026-11-09"
    ines = next(one for one in data["reps"] if one["rep"] == "Ines")
    assert (ines["conversations"], ines["leads"], ines["dialled"], ines["sales"]) == (2, 1, 3, 0)
    assert [one["rep"] for one in json.loads(run(report.command, "weekly", "--rep", "ivo@house.example", "--json"))["reps"]] == ["Ivo"]


@pytest.mark.parametrize("what", ["coaching", "replies", "lists"])
def test_the_other_pages_are_printed_also_of_an_empty_house(house: House, what: str) -> None:
    run(report.command, what)
    live_in(house)
    run(report.command, what)
    json.loads(run(report.command, what, "--json"))


def test_goals_and_quotas_are_set_and_listed(house: House) -> None:
    assert "6 conversations a day" in run(goal.command, "set", "ines@house.example", "6")
    run(goal.command, "set", "inside pool", "20", "--per", "week")
    assert {(one["who"], one["aim"]) for one in json.loads(run(goal.command, "list", "--json"))} == {("Ines", 6), ("Inside pool", 20)}
    assert "Ines" in run(goal.command, "list")
    with pytest.raises(GoalRefused):
        run(goal.command, "set", "nobody@house.example", "6")
    run(quota.command, "set", "cara@house.example", "--amount", "12,500")
    data = json.loads(run(quota.command, "list", "--json"))
    assert [(one["rep"], one["quota"]) for one in data["reps"]] == [("Cara", 12_500_00), ("Carl", None)]
    assert "Cara" in run(quota.command, "list")
    run(quota.command, "set", "cara@house.example", "--take-back")
    assert json.loads(run(quota.command, "list", "--json"))["reps"][0]["quota"] is None


def test_the_hour_of_the_mail_is_chosen_for_somebody(house: House) -> None:
    assert run(report.command, "mail", "MONA@house.example").strip() == "Mona: no report by mail."
    assert "at 06:15 (Europe/London), every day." in run(report.command, "mail", "mona@house.example", "--at", "06:15", "--every-day")
    assert json.loads(run(report.command, "mail", "mona@house.example", "--json"))["at"] == "06:15"
    assert "on working days" in run(report.command, "mail", "mona@house.example", "--working-days")
    assert "no report by mail" in run(report.command, "mail", "mona@house.example", "--off")
    for email, words in (("nobody@house.example", "Nobody here"), ("max@house.example", "no morning report")):
        with pytest.raises(Refusal, match=words):
            run(report.command, "mail", email, "--at", "06:15")


def test_an_outlay_is_written_down_listed_and_taken_back(house: House) -> None:
    ref = run(outlay.command, "add", "Stand at the fair", "1,250.50", "--kind", "seminar", "--on", "2026-11-10").split(":")[0]
    assert "Stand at the fair" in run(outlay.command, "list")
    assert [one["amount_minor"] for one in json.loads(run(outlay.command, "list", "--json"))] == [125_050]
    assert json.loads(run(outlay.command, "list", "--until", "2026-11-09", "--json")) == []
    for amount, day in (("nothing", "2026-11-10"), ("0", "2026-11-10"), ("5", "2026-11-19")):
        with pytest.raises(Refusal):
            run(outlay.command, "add", "Stand", amount, "--on", day)
    assert "Stand at the fair" in run(outlay.command, "take-back", ref)
    assert json.loads(run(outlay.command, "list", "--json")) == []
    with pytest.raises(Refusal, match="no such outlay"):
        run(outlay.command, "take-back", "nothing")


def test_the_shell_says_what_was_learned_what_a_lead_costs_and_how_far_off_an_expectation_may_be(house: House) -> None:
    live_in(house)
    assert "This is advice." in run(report.command, "coaching").replace("\n", " ")
    assert "a lead costs" in run(report.command, "lists")
    run(quota.command, "set", "cara@house.example", "--sales", "3")
    told = " ".join(run(quota.command, "list").split())
    assert "at least" in told
    assert "Too few opportunities were won or lost so far" in told
    with time_machine.travel(NOW.replace(day=29), tick=False):
        assert "pushed" in run(quota.command, "list")
    outlay_of = run(outlay.command, "add", "Stand", "12", "--on", "2026-11-10")
    assert "12 EUR" in outlay_of
    money = " ".join(run(report.command, "money").split())
    assert "outlays 12" in money
