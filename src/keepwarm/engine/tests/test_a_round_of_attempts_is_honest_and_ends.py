"""Voicemail and its letter, another day and another hour, and the end after the agreed number."""

import numpy as np
import pytest

from keepwarm.engine.calling import is_open
from keepwarm.engine.policy import Policy
from keepwarm.engine.tests.people import HOURS, NOW, UTC_PLACE, ago, at, decided, person
from keepwarm.engine.words import Step

YESTERDAY = at("2026-03-10T15:00")
TRIED = {"attempts": 1, "last_attempt_at": YESTERDAY}


class TestVoicemail:
    LEFT = {"voicemail_at": YESTERDAY, "voicemails": 1, **TRIED}

    def test_a_free_letter_follows_it_the_same_day(self) -> None:
        found = decided(person(letters_left=1, last_ours_at=YESTERDAY, last_touch_at=YESTERDAY, **self.LEFT))
        assert (found.rule, found.step, found.due) == ("voicemail_letter", Step.WRITE, YESTERDAY)

    def test_without_a_free_letter_the_next_attempt_follows_on_another_day(self) -> None:
        found = decided(person(letters_left=0, **self.LEFT))
        assert (found.rule, found.step) == ("voicemail_call", Step.CALL)
        assert found.due >= at("2026-03-11T09:00")

    def test_a_full_cap_leaves_the_phone_only(self) -> None:
        assert decided(person(letters_left=1, touches_in_window=4, **self.LEFT)).rule == "voicemail_call"

    def test_who_may_not_be_written_to_is_tried_again(self) -> None:
        assert decided(person(may_write=False, letters_left=5, **self.LEFT)).rule == "voicemail_call"

    def test_days_later_a_letter_is_no_follow_up_any_more(self) -> None:
        old = self.LEFT | {"voicemail_at": ago(4), "last_attempt_at": ago(4)}
        assert decided(person(letters_left=5, **old)).rule == "try_again"

    def test_the_last_voicemail_of_the_round_still_gets_its_letter(self) -> None:
        assert decided(person(letters_left=1, **(self.LEFT | {"attempts": 6}))).rule == "voicemail_letter"
        assert decided(person(letters_left=0, **(self.LEFT | {"attempts": 6}))).rule == "attempts_used_up"


class TestSilence:
    """Attempts that reach nobody are no touch of ours."""

    LONG_AGO = {"attempts": 3, "last_attempt_at": YESTERDAY, "last_touch_at": ago(54), "last_ours_at": ago(54)}

    def test_a_round_that_drags_on_lets_a_mailing_through(self) -> None:
        found = decided(person(**self.LONG_AGO))
        assert (found.rule, found.step) == ("silent_round", Step.KEEP_WARM)
        assert found.due <= NOW

    def test_after_it_the_attempts_go_on_when_the_gap_is_over(self) -> None:
        assert decided(person(**(self.LONG_AGO | {"last_touch_at": ago(1), "last_ours_at": ago(1)}))).rule == "try_again"

    @pytest.mark.parametrize("closed", [{"may_mail": False, "may_post": False}, {"no_mail_before": ago(-9), "no_post_before": ago(-9)}])
    def test_without_an_open_way_the_phone_goes_on(self, closed: dict[str, object]) -> None:
        assert decided(person(**(self.LONG_AGO | closed))).rule == "try_again"


class TestTryAgain:
    def test_on_another_day_and_at_another_hour(self) -> None:
        found = decided(person(**TRIED))
        assert (found.rule, found.step) == ("try_again", Step.CALL)
        assert found.due.astype("datetime64[D]") == np.datetime64("2026-03-11")
        assert abs((found.due - YESTERDAY).astype(int) % 86400) >= 90 * 60

    @pytest.mark.parametrize("attempts", range(1, 6))
    @pytest.mark.parametrize("hour", range(9, 18))
    def test_the_hour_differs_from_the_last_whenever_that_was(self, attempts: int, hour: int) -> None:
        last = at(f"2026-03-10T{hour:02}:00")
        due = decided(person(attempts=attempts, last_attempt_at=last)).due
        apart = (due - last).astype(int) % 86400
        assert min(apart, 86400 - apart) >= 90 * 60
        assert is_open(HOURS, np.array([UTC_PLACE]), np.array([due])).all()

    def test_an_attempt_on_friday_is_followed_on_monday(self) -> None:
        friday = at("2026-03-06T15:00")
        due = decided(person(attempts=1, last_attempt_at=friday)).due
        assert due.astype("datetime64[D]") == np.datetime64("2026-03-09")

    def test_a_colleagues_call_into_the_firm_puts_it_off(self) -> None:
        due = decided(person(org_talk_other_at=at("2026-03-10T16:00"), **TRIED)).due
        assert due >= at("2026-03-13T16:00")

    def test_a_wish_puts_it_off(self) -> None:
        found = decided(person(no_call_before=at("2026-03-20T17:00"), may_mail=False, may_post=False, **TRIED))
        assert found.due >= at("2026-03-20T17:00")


class TestAttemptsUsedUp:
    def test_after_six_they_are_kept_warm_with_a_date(self) -> None:
        found = decided(person(attempts=6, last_attempt_at=ago(1), last_touch_at=ago(2)))
        assert (found.rule, found.step, found.due) == ("attempts_used_up", Step.KEEP_WARM, ago(-19))
        assert found.because == {"attempts": 6, "attempt_on": "2026-03-10"}

    def test_the_policy_says_how_many(self) -> None:
        assert decided(person(attempts=3, last_attempt_at=ago(1)), Policy(call_attempts=3)).rule == "attempts_used_up"
