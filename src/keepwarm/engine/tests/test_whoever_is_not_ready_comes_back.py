"""Recycled with a date, and woken on it."""

from keepwarm.engine.tests.people import ago, at, decided, person
from keepwarm.engine.words import Step


class TestRecycled:
    def test_until_the_date_the_conversation_keeps_its_pace(self) -> None:
        found = decided(person(wake_at=ago(-100), last_touch_at=ago(5), reached=1, last_progress_at=ago(90), stage=2))
        assert (found.rule, found.step, found.due) == ("recycled", Step.KEEP_WARM, ago(-16))

    def test_a_date_sooner_than_the_pace_is_the_next_date(self) -> None:
        assert decided(person(wake_at=ago(-10), last_touch_at=ago(5))).due == ago(-10)

    def test_what_they_ask_meanwhile_is_answered(self) -> None:
        assert decided(person(wake_at=ago(-100), contact_asked_at=ago(0.01))).rule == "contact_asked"


class TestWoken:
    WOKEN = {"wake_at": at("2026-03-11T00:00"), "last_touch_at": ago(20), "last_ours_at": ago(20), "reached": 1, "stage": 2}

    def test_on_the_date_they_are_called_in_the_first_hour(self) -> None:
        found = decided(person(last_reached_at=ago(100), **self.WOKEN))
        assert (found.rule, found.step, found.due) == ("woken", Step.CALL, at("2026-03-11T09:00"))
        assert found.because == {"wake_on": "2026-03-11"}

    def test_spoken_since_the_date_is_done(self) -> None:
        assert decided(person(last_reached_at=ago(0.1), **self.WOKEN)).rule != "woken"

    def test_tried_since_goes_on_as_a_round_and_ends_like_one(self) -> None:
        assert decided(person(attempts=1, last_attempt_at=ago(0.1), **self.WOKEN)).rule == "try_again"
        assert decided(person(attempts=6, last_attempt_at=ago(0.1), **self.WOKEN)).rule == "attempts_used_up"

    def test_attempts_of_the_round_before_do_not_count_against_the_new_day(self) -> None:
        assert decided(person(attempts=6, last_attempt_at=ago(100), **self.WOKEN)).rule == "woken"

    def test_without_a_number_a_letter_asks_how_things_stand(self) -> None:
        found = decided(person(may_call=False, **self.WOKEN))
        assert (found.rule, found.step) == ("woken_in_writing", Step.WRITE)

    def test_a_newsletter_of_yesterday_puts_the_call_off_by_the_gap(self) -> None:
        woken = self.WOKEN | {"last_touch_at": ago(1), "last_ours_at": ago(1)}
        assert decided(person(**woken)).due == at("2026-03-13T10:00")
