"""Customers seldom spoken to, warm people who stalled, and numbers that lead nowhere."""

from keepwarm.engine.policy import Policy
from keepwarm.engine.tests.people import ago, at, decided, person, told
from keepwarm.engine.words import Stage, Step


class TestQuietCustomer:
    QUIET = {"stage": Stage.CUSTOMER, "org_talk_at": ago(91), "last_touch_at": ago(10), "last_ours_at": ago(10)}

    def test_after_ninety_days_without_a_talk_with_anyone_of_the_firm_a_call_is_due(self) -> None:
        found = decided(person(**self.QUIET))
        assert (found.rule, found.step, found.due) == ("quiet_customer", Step.CALL, at("2026-03-10T10:00"))
        assert "10 December 2025" in found.sentence
        assert "90 days" in found.sentence

    def test_spoken_with_anyone_there_lately_they_are_kept_warm(self) -> None:
        assert decided(person(**(self.QUIET | {"org_talk_at": ago(30)}))).rule == "keep_warm"

    def test_a_person_without_a_firm_is_their_own(self) -> None:
        alone = {"stage": Stage.CUSTOMER, "last_reached_at": ago(20), "reached": 1, "last_touch_at": ago(20)}
        assert decided(person(**alone)).rule == "keep_warm"

    def test_never_spoken_to_is_the_most_seldom_of_all(self) -> None:
        assert decided(person(stage=Stage.CUSTOMER, last_progress_at=ago(200))).rule == "unmet_customer"


class TestStalled:
    STALLED = {
        "stage": Stage.CONVERSING,
        "reached": 1,
        "last_reached_at": ago(20),
        "last_progress_at": ago(20),
        "last_touch_at": ago(9),
        "last_ours_at": ago(9),
    }

    def test_a_warm_prospect_without_progress_is_phoned(self) -> None:
        answers = {"need": told("soon"), "authority": told("yes"), "timing": told("may")}
        found = decided(person({"need": answers["need"]}, **self.STALLED))
        assert (found.rule, found.step) == ("stalled", Step.CALL)
        assert found.because["missing"] == ["authority", "timing", "budget", "fit"]
        assert found.sentence.startswith("We talked on 19 February 2026, and for 14 days nothing has moved.")

    def test_progress_in_time_keeps_them_warm(self) -> None:
        assert decided(person(**(self.STALLED | {"last_progress_at": ago(13)}))).rule == "keep_warm"

    def test_a_talk_without_progress_gives_them_the_same_time_again(self) -> None:
        assert decided(person(**(self.STALLED | {"last_reached_at": ago(5)}))).rule == "keep_warm"

    def test_a_touch_of_ours_yesterday_puts_the_call_off_by_the_gap(self) -> None:
        found = decided(person(**(self.STALLED | {"last_touch_at": ago(1), "last_ours_at": ago(1)})))
        assert found.due == at("2026-03-13T10:00")

    def test_the_cold_are_not_phoned_for_it(self) -> None:
        assert decided(person(warm=False, **self.STALLED)).rule == "no_cold_calls"

    def test_the_policy_says_after_how_many_days(self) -> None:
        assert decided(person(**self.STALLED), Policy(stalled_days=30)).rule == "keep_warm"


class TestUnreachableByPhone:
    DEAD = {"phone_dead": True, "may_call": False, "stage": 2, "last_attempt_at": ago(5), "last_touch_at": ago(30)}

    def test_a_letter_looks_for_the_right_contact(self) -> None:
        found = decided(person(**self.DEAD))
        assert (found.rule, found.step) == ("unreachable_by_phone", Step.WRITE)

    def test_once_for_each_number_that_went_dead(self) -> None:
        assert decided(person(contact_letter_at=ago(4), **self.DEAD)).rule == "keep_warm"
        assert decided(person(contact_letter_at=ago(60), **self.DEAD)).rule == "unreachable_by_phone"

    def test_the_letter_waits_for_room_under_the_cap(self) -> None:
        full = {"touches_in_window": 4, "oldest_in_window": ago(20)}
        assert decided(person(**full, **self.DEAD)).due >= ago(-10)

    def test_another_number_that_works_is_called_instead(self) -> None:
        assert decided(person(**(self.DEAD | {"may_call": True}))).step is Step.CALL
