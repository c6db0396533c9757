"""`keepwarm replay` of the past: what was proposed on a day, why, with what was known then, and what today's rules say of it."""

import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner

from keepwarm.circle.actions import forget
from keepwarm.cli import replay
from keepwarm.decisions.actions import defer, end, log_touch, plan, settle
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.decisions.models import Decision
from keepwarm.decisions.past import replay_day, replay_one
from keepwarm.engine.words import Evidence
from keepwarm.lib.days import day_in
from keepwarm.policy.actions import change_policy
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet, open_house
from tests.leads import TOLD, a_lead, agree

TODAY = NOW.date()
LATER = NOW + timedelta(days=30)


@pytest.fixture
def house(db: None) -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    return anna


def span(on: date) -> tuple[datetime, datetime]:
    return day_in("Europe/London", on)


def test_it_tells_what_was_known_then_and_not_what_was_learned_since(house: House, anna: Prospect) -> None:
    log_touch(NewTouch(anna.pk, "phone", "out", "no_answer", LATER, house.ines.pk), by=house.mona, now=LATER)
    change_policy({"pace_days": 9}, because="tried", by=house.mona, now=LATER)
    past = replay_one(anna, span(TODAY))
    (one,) = past.proposed
    first = Decision.objects.order_by("pk").first()
    assert first is not None
    assert (one.rule, one.due_at, one.policy, one.until) == (first.rule, first.due_at, 0, LATER)
    assert "attempts" not in one.known
    assert one.again is not None
    assert (one.again.same, one.again.due_at) == (True, one.due_at)


def test_what_stood_on_a_day_without_a_decision_is_the_one_before(house: House, anna: Prospect) -> None:
    defer(anna.pk, LATER, "asked for it", by=house.mona, now=NOW + timedelta(days=3))
    (one,) = replay_one(anna, span(TODAY + timedelta(days=5))).proposed
    assert one.decided_at == NOW
    assert [(put.to_at, put.because) for put in one.moved] == [(LATER, "asked for it")]
    assert replay_one(anna, span(TODAY + timedelta(days=1))).proposed[0].moved == ()
    assert replay_one(anna, span(TODAY - timedelta(days=1))).proposed == ()


def test_whoever_had_ended_was_proposed_nothing(house: House, anna: Prospect) -> None:
    end(anna.pk, "no_fit", because="too small", by=house.mona, now=NOW + timedelta(days=1))
    assert len(replay_one(anna, span(TODAY)).proposed) == 1
    past = replay_one(anna, span(TODAY + timedelta(days=2)))
    assert (past.proposed, past.ended_because) == ((), "too small")


def test_an_answer_counts_as_it_was_known_then(house: House) -> None:
    """A lead of then, who said otherwise since, by the definition of then: the evidence comes from the superseded answer."""
    agree()
    anna = a_lead(house)
    other = tuple(NewAnswer(key, f"not {value}", int(Evidence.INFERRED)) for key, value in TOLD)
    log_touch(NewTouch(anna.pk, "note", "out", "done", LATER, answers=other), by=house.mona, now=LATER)
    agree(2, at=LATER, needed=3)
    for one in replay_one(anna, span(TODAY)).proposed:
        assert one.lead_definition == 1
        assert one.again is not None
        assert one.again.same
        assert one.again.why == one.why


def test_all_decisions_of_a_day_are_asked_again(house: House, anna: Prospect) -> None:
    bert = a_lead(house, "Bert Brown")
    plan(now=LATER)
    found = replay_day(span(TODAY))
    assert (found.asked, found.other, found.not_known) == (Decision.objects.filter(at__lt=LATER).count(), 0, 0)
    forget(bert.pk, by=house.adam, now=LATER)
    assert replay_day(span(TODAY)).not_known > 0
    assert all(one.again is None for one in replay_one(Prospect.objects.get(pk=bert.pk), span(TODAY)).proposed)


def test_a_rule_that_is_another_today_is_named(house: House, anna: Prospect) -> None:
    Decision.objects.update(rule="keep_warm", step="keep_warm")
    found = replay_day(span(TODAY))
    assert (found.other, found.examples[0].stands) == (1, "keep_warm:keep_warm")


@pytest.mark.parametrize("words", [[], ["--on", "2026-11-18"]])
def test_the_shell_tells_it_to_people_and_to_programs(house: House, anna: Prospect, words: list[str]) -> None:
    with time_machine.travel(NOW, tick=False):
        told = CliRunner().invoke(replay.command, [anna.ref, *words], catch_exceptions=False).output
        data = json.loads(CliRunner().invoke(replay.command, [anna.ref, *words, "--json"], catch_exceptions=False).output)
        day = json.loads(CliRunner().invoke(replay.command, ["--on", "2026-11-18", "--json"], catch_exceptions=False).output)
    assert "Anna Arnold on 18 November 2026" in told
    assert "Today's rules say the same" in told
    assert data["proposed"][0]["again"]["same"] is True
    assert (day["asked"], day["other"]) == (1, 0)


def test_a_day_to_come_and_an_unknown_reference_are_refused(house: House, anna: Prospect) -> None:
    with time_machine.travel(NOW, tick=False):
        for words, sentence in (([anna.ref, "--on", "2099-01-01"], "future"), (["nobody"], "There is no prospect")):
            result = CliRunner().invoke(replay.command, words)
            assert sentence in str(result.exception)
