"""After the sale: whoever is unhappy is called first, a promise is asked about on its day, and the thread with customers is kept."""

import pytest

from keepwarm.engine.tests.people import ago, decided, person
from keepwarm.engine.words import Stage, Step

CUSTOMER = {"stage": Stage.CUSTOMER, "reached": 4, "last_reached_at": ago(20), "org_talk_at": ago(20), "last_touch_at": ago(20)}
BROKEN = {**CUSTOMER, "broken_at": ago(0.1), "broken_due_at": ago(-1)}


def test_a_broken_promise_comes_before_what_was_promised_for_later() -> None:
    found = decided(person(**BROKEN, promised_at=ago(-2), promise_made_at=ago(1)))
    assert (found.rule, found.step, found.due) == ("broken_promise", Step.CALL, ago(-1))
    assert found.sentence.startswith("A promise that we made them was broken; we know it since 11 March 2026.")


def test_a_call_promised_for_an_earlier_hour_keeps_its_hour() -> None:
    assert decided(person(**BROKEN, promised_at=ago(-0.1), promise_made_at=ago(1))).rule == "promised_call"


def test_the_choice_of_before_is_overtaken_and_the_gap_does_not_hold_it_back() -> None:
    choice = {"chosen_step": Step.KEEP_WARM, "chosen_at": ago(1), "chosen_due": ago(-30), "last_ours_at": ago(0.5)}
    assert decided(person(**BROKEN, **choice)).rule == "broken_promise"


def test_not_reached_it_is_tried_again_on_another_day() -> None:
    found = decided(person(**{**BROKEN, "broken_at": ago(1), "broken_due_at": ago(1)}, last_attempt_at=ago(0.04), attempts=1))
    assert (found.rule, found.due) == ("broken_promise", ago(-1 + 0.04))


def test_a_complaint_is_called_about_and_after_the_talk_we_say_how_far_it_is() -> None:
    case = {**CUSTOMER, "case_at": ago(1), "case_due_at": ago(0.9)}
    assert decided(person(**case)).rule == "complaint"
    spoken = decided(person(**{**case, "last_reached_at": ago(0.02)}))
    assert spoken.rule == "not_settled"
    assert spoken.due > ago(-2), "a gap after the talk"


def test_where_no_call_is_open_it_goes_in_writing_and_then_a_person_looks() -> None:
    written = {**BROKEN, "may_call": False}
    assert decided(person(**written)).rule == "unhappy_in_writing"
    assert decided(person(**written, last_ours_at=ago(0.01))).rule == "still_unhappy"


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        ("delivery_at", "delivery"),
        ("renewal_at", "renewal"),
        ("check_in_at", "check_in"),
        ("referral_at", "referral"),
        ("win_back_at", "win_back"),
    ],
)
def test_each_call_that_keeps_a_customer_is_due_on_its_day(fact: str, rule: str) -> None:
    found = decided(person(**CUSTOMER, **{fact: ago(0.01)}))
    assert (found.rule, found.step) == (rule, Step.CALL)
