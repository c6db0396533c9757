"""Logging a touch writes the touch, what it taught, and the next touch, or nothing at all."""

from datetime import timedelta
from typing import Any

import pytest

from keepwarm.answers.models import Answer, Question
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import Choice, NewAnswer, NewTouch, NewWish
from keepwarm.decisions.models import Decision
from keepwarm.decisions.refusals import MomentPassed, StaleForm, WishForbids
from keepwarm.engine.words import Evidence
from keepwarm.prospects.models import Address, Prospect, StandingChange
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, meet

pytestmark = pytest.mark.django_db


def call(prospect: Prospect, disposition: str, **more: Any) -> NewTouch:
    fields: dict[str, Any] = {"happened_at": NOW, "seat_id": prospect.owner_id, **more}
    return NewTouch(prospect.pk, "phone", "out", disposition, **fields)


def test_a_new_inquirer_with_a_number_is_to_be_called(house: House) -> None:
    anna = meet(house)
    assert settle([anna.pk], by=None, now=NOW) == 1
    anna.refresh_from_db()
    assert (anna.next_step, anna.because_rule) == ("call", "first_call")
    assert Decision.objects.get(prospect=anna).facts["warm"] is True


def test_a_conversation_is_kept_and_the_next_touch_set(house: House) -> None:
    anna = meet(house)
    Question.objects.create(key="need", label="Need", asked=True)
    said = NewAnswer("need", "Three unplanned stops since May", Evidence.CONVERSATION)
    logged = log_touch(call(anna, "reached", learned="director decides in January", answers=(said,)), by=house.ines.user, now=NOW)
    after = logged.prospect
    assert (after.reached, after.last_reached_at, after.stage, after.attempts) == (1, NOW, 2, 0)
    assert after.next_touch_at is not None
    assert after.next_touch_at > NOW
    assert Answer.objects.get(prospect=anna).value == "Three unplanned stops since May"
    assert after.judged == "0:+need"
    assert audit(now=NOW).is_clean


def test_nobody_there_is_tried_again_on_another_day(house: House) -> None:
    anna = meet(house)
    after = log_touch(call(anna, "no_answer"), by=None, now=NOW).prospect
    assert (after.next_step, after.because_rule, after.attempts) == ("call", "try_again", 1)
    assert after.next_touch_at is not None
    assert after.next_touch_at.date() > NOW.date()


def test_six_honest_attempts_lead_back_to_keep_warm_by_themselves(house: House) -> None:
    anna = meet(house)
    for day in range(6):
        at = NOW + timedelta(days=day)
        after = log_touch(call(anna, "no_answer", happened_at=at), by=None, now=at).prospect
    assert (after.next_step, after.because_rule, after.attempts) == ("keep_warm", "attempts_used_up", 6)
    assert after.next_touch_at is not None


def test_a_promised_call_back_is_the_next_touch_at_its_minute(house: House) -> None:
    anna = meet(house)
    at = NOW + timedelta(days=2, minutes=30)
    after = log_touch(call(anna, "someone_else", call_back_at=at), by=None, now=NOW).prospect
    assert (after.because_rule, after.next_touch_at) == ("promised_call", at)
    assert Signal.objects.get(prospect=anna, kind="call_back").local_time == "2026-11-20T10:00"


def test_a_wrong_number_is_never_dialled_again(house: House) -> None:
    anna = meet(house)
    number = Address.objects.get(prospect=anna, kind="phone")
    after = log_touch(call(anna, "wrong_number", address_id=number.pk), by=None, now=NOW).prospect
    number.refresh_from_db()
    assert number.state == Address.State.WRONG
    assert after.next_step != "call"


def test_a_no_ends_the_attempts_honourably(house: House) -> None:
    anna = meet(house)
    after = log_touch(call(anna, "says_no", learned="no need"), by=None, now=NOW).prospect
    assert (after.ended_at, after.end_reason, after.next_touch_at) == (NOW, "said_no", None)
    assert StandingChange.objects.get(prospect=anna, what="end").because == "no need"


def test_never_call_me_closes_the_phone_and_nothing_else(house: House) -> None:
    anna = meet(house)
    after = log_touch(call(anna, "never_call"), by=None, now=NOW).prospect
    assert after.is_open
    assert after.next_step != "call"


def test_a_choice_against_a_wish_is_refused_and_writes_nothing(house: House) -> None:
    anna = meet(house)
    choice = Choice("call", NOW + timedelta(days=1))
    wish = NewWish("no_channel", channel="phone")
    with pytest.raises(WishForbids):
        log_touch(call(anna, "reached", wishes=(wish,), choice=choice), by=None, now=NOW)
    assert not Touch.objects.exists()
    anna.refresh_from_db()
    assert anna.version == 1


def test_a_choice_stands_until_it_is_carried_out(house: House) -> None:
    anna = meet(house)
    due = NOW + timedelta(days=9)
    after = log_touch(call(anna, "reached", choice=Choice("call", due, "wants to see the figures")), by=None, now=NOW).prospect
    assert (after.next_step, after.next_touch_at, after.chosen_because) == ("call", due, "wants to see the figures")
    later = due + timedelta(minutes=5)
    after = log_touch(call(anna, "no_answer", happened_at=later), by=None, now=later).prospect
    assert (after.chosen_step, after.because_rule) == (0, "try_again")


def test_put_back_until_a_date_comes_back_on_that_date(house: House) -> None:
    anna = meet(house)
    wake = NOW + timedelta(days=90)
    after = log_touch(call(anna, "reached", recycle_until=wake, because="no budget this year"), by=None, now=NOW).prospect
    assert (after.next_step, after.because_rule) == ("keep_warm", "recycled")
    settle([anna.pk], by=None, now=wake + timedelta(minutes=1))
    anna.refresh_from_db()
    assert (anna.next_step, anna.because_rule) == ("call", "woken")


def test_a_stale_form_is_refused(house: House) -> None:
    anna = meet(house)
    log_touch(call(anna, "no_answer", version=1), by=None, now=NOW)
    with pytest.raises(StaleForm, match="changed meanwhile"):
        log_touch(call(anna, "reached", version=1), by=None, now=NOW)
    assert Touch.objects.count() == 1


def test_a_touch_in_the_future_is_refused(house: House) -> None:
    anna = meet(house)
    with pytest.raises(MomentPassed):
        log_touch(call(anna, "reached", happened_at=NOW + timedelta(hours=1)), by=None, now=NOW)
