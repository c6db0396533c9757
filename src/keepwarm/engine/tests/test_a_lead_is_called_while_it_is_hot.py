"""Hot and qualified: by the definition, with the evidence that counts."""

from keepwarm.engine.facts import AnswerColumn
from keepwarm.engine.tests.people import ago, at, decided, person, told
from keepwarm.engine.words import Evidence, Stage, Step


def answers() -> dict[str, AnswerColumn]:
    return {"need": told("soon", days=0.1), "authority": told("decides"), "budget": told("yes")}


def test_who_meets_the_definition_is_called_at_once() -> None:
    found = decided(person(answers(), inquired_at=ago(9), stage=Stage.CONVERSING))
    assert (found.rule, found.step, found.due) == ("hot_and_qualified", Step.CALL, at("2026-03-11T09:00"))
    assert found.because == {"met": ["need", "authority", "budget"]}


def test_their_newer_sign_lifts_the_gap_after_our_newsletter() -> None:
    found = decided(person(answers(), last_ours_at=ago(1), last_touch_at=ago(0.1)))
    assert found.due == at("2026-03-11T09:00")


def test_having_just_talked_the_next_call_keeps_the_gap() -> None:
    found = decided(person(answers(), reached=1, last_reached_at=ago(0.05), last_touch_at=ago(0.05), last_ours_at=ago(0.05)))
    assert (found.rule, found.due) == ("hot_and_qualified", at("2026-03-16T09:00"))


def test_what_is_known_from_a_mail_only_makes_nobody_hot() -> None:
    mailed = {key: told("yes", evidence=Evidence.WRITTEN) for key in ("need", "authority", "budget")}
    assert decided(person(mailed, inquired_at=ago(9))).rule == "first_call"


def test_during_a_round_of_attempts_its_pace_holds() -> None:
    assert decided(person(answers(), attempts=2, last_attempt_at=ago(0.1))).rule == "try_again"


def test_with_sales_it_is_no_news_any_more() -> None:
    assert decided(person(answers(), stage=Stage.IN_SALES, reached=1)).rule != "hot_and_qualified"


def test_who_may_only_be_written_to_is_served_in_writing() -> None:
    mailed = {key: told("yes", evidence=Evidence.WRITTEN) for key in ("need", "authority", "budget")}
    found = decided(person(mailed, written_only=True, may_call=False, last_touch_at=ago(0.1), last_ours_at=ago(9)))
    assert (found.rule, found.step) == ("hot_in_writing", Step.WRITE)
