"""A person's own choice stands until it is carried out, or overtaken by a newer sign; never against a wish."""

import numpy as np
import pytest

from keepwarm.engine.tests.people import ago, at, decided, person
from keepwarm.engine.words import ReplyKind, Step

FRIDAY = at("2026-03-13T14:00")


@pytest.mark.parametrize("step", [Step.CALL, Step.WRITE, Step.KEEP_WARM])
def test_what_a_person_chose_is_the_next_touch_on_their_date(step: Step) -> None:
    found = decided(person(stage=2, reached=1, last_progress_at=ago(30), chosen_step=step, chosen_at=ago(1), chosen_due=FRIDAY))
    assert (found.step, found.due, found.because) == (step, FRIDAY, {"chosen_on": "2026-03-10"})


@pytest.mark.parametrize(
    ("sign", "rule"),
    [
        ({"promised_at": FRIDAY, "promise_made_at": ago(0.5)}, "promised_call"),
        ({"contact_asked_at": ago(0.5)}, "contact_asked"),
        ({"reply_at": ago(0.5), "reply_kind": ReplyKind.CALL_ME}, "reply_to_speak"),
    ],
)
def test_a_newer_sign_of_theirs_overtakes_the_choice(sign: dict[str, object], rule: str) -> None:
    chosen = {"chosen_step": Step.KEEP_WARM, "chosen_at": ago(1), "chosen_due": ago(-60)}
    assert decided(person(**chosen, **sign)).rule == rule


def test_an_older_sign_does_not() -> None:
    chosen = {"chosen_step": Step.KEEP_WARM, "chosen_at": ago(1), "chosen_due": ago(-60)}
    assert decided(person(contact_asked_at=ago(2), **chosen)).rule == "own_choice_warm"


def test_a_chosen_call_to_someone_who_may_not_be_phoned_is_not_made() -> None:
    found = decided(person(may_call=False, chosen_step=Step.CALL, chosen_at=ago(1), chosen_due=FRIDAY))
    assert found.step is not Step.CALL


def test_a_chosen_call_waits_for_their_date_and_their_hours() -> None:
    chosen = {"chosen_step": Step.CALL, "chosen_at": ago(1), "chosen_due": at("2026-03-14T12:00")}
    assert decided(person(**chosen)).due == at("2026-03-16T09:00")
    assert decided(person(no_call_before=at("2026-03-20T16:00"), **chosen)).due == at("2026-03-20T16:00")


def test_keeping_warm_by_choice_sends_nothing_before_a_channel_opens() -> None:
    opens = {"no_mail_before": ago(-20), "no_post_before": ago(-30)}
    chosen = {"chosen_step": Step.KEEP_WARM, "chosen_at": ago(1), "chosen_due": ago(-5)}
    assert decided(person(**opens, **chosen)).due == ago(-20)


def test_a_choice_without_a_date_holds_from_when_it_was_made() -> None:
    found = decided(person(chosen_step=Step.CALL, chosen_at=at("2026-03-11T09:30")))
    assert found.due == at("2026-03-11T09:30")
    assert not np.isnat(found.due)
