"""Whoever may buy is called on the day that was set, whatever else would come later."""

from keepwarm.engine.tests.people import ago, at, decided, person
from keepwarm.engine.words import Step

SOON = at("2026-03-13T00:00:00")  # the Friday of the same week


def test_nothing_that_would_come_later_keeps_the_next_step_waiting() -> None:
    found = decided(person(stage=4, opportunity_at=SOON, reached=1, last_reached_at=ago(2), last_touch_at=ago(2), last_ours_at=ago(2)))
    assert (found.rule, found.step, found.due) == ("opportunity", Step.CALL, at("2026-03-13T09:00:00"))
    assert "13" in found.sentence


def test_a_choice_for_a_later_day_waits_behind_it() -> None:
    chosen = {"chosen_step": 1, "chosen_at": ago(1), "chosen_due": ago(-9), "last_reached_at": ago(1)}
    assert decided(person(stage=4, opportunity_at=SOON, **chosen)).rule == "opportunity"
    assert decided(person(stage=4, opportunity_at=ago(-20), **chosen)).rule == "own_choice_call"


def test_a_promised_call_that_comes_before_stays_as_it_is() -> None:
    found = decided(person(stage=4, opportunity_at=SOON, promised_at=at("2026-03-12T11:00"), promise_made_at=ago(1)))
    assert (found.rule, found.due) == ("promised_call", at("2026-03-12T11:00"))


def test_a_call_on_the_day_carries_it_out() -> None:
    found = decided(person(stage=4, opportunity_at=at("2026-03-11T00:00:00"), attempts=1, last_attempt_at=at("2026-03-11T09:30:00")))
    assert found.rule != "opportunity"


def test_a_wish_not_to_be_called_before_a_date_holds() -> None:
    found = decided(person(stage=4, opportunity_at=SOON, no_call_before=at("2026-03-20T00:00:00"), last_touch_at=ago(1)))
    assert found.step != Step.CALL or found.due >= at("2026-03-20T00:00:00")


def test_who_may_not_be_phoned_is_written_to() -> None:
    found = decided(person(stage=4, opportunity_at=SOON, written_only=True, last_touch_at=ago(2)))
    assert (found.rule, found.step) == ("opportunity_in_writing", Step.WRITE)


def test_nobody_sells_into_a_complaint() -> None:
    found = decided(person(stage=5, opportunity_at=ago(1), case_at=ago(1), case_due_at=ago(0)))
    assert found.rule == "complaint"
