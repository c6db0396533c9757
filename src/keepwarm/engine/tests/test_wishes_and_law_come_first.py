"""Wishes and law come first, and what must wait for their date waits."""

from keepwarm.engine.policy import Policy
from keepwarm.engine.tests.people import AUCKLAND, BERLIN, ago, at, decided, person
from keepwarm.engine.words import Stage, Step

NO_WAY = {"may_call": False, "may_write": False, "may_mail": False, "may_post": False}
MARCH_15 = at("2026-03-15T00:00")  # a Sunday; now is the 11th
CLOSED = {"no_call_before": MARCH_15, "no_write_before": MARCH_15, "no_mail_before": MARCH_15, "no_post_before": MARCH_15}


class TestNothingAllowed:
    def test_a_person_looks_again_after_the_longest_silence_and_nothing_is_sent(self) -> None:
        found = decided(person(last_touch_at=ago(10), **NO_WAY))
        assert (found.rule, found.step, found.due) == ("nothing_allowed", Step.KEEP_WARM, ago(-50))

    def test_without_any_history_a_person_looks_now(self) -> None:
        assert decided(person(**NO_WAY)).due == ago(0)

    def test_a_promise_does_not_break_a_prohibition(self) -> None:
        assert decided(person(promised_at=ago(-1), contact_asked_at=ago(0.1), **NO_WAY)).step is Step.KEEP_WARM

    def test_whoever_postponed_the_look_is_not_asked_before(self) -> None:
        found = decided(person(last_touch_at=ago(100), chosen_step=Step.KEEP_WARM, chosen_at=ago(1), chosen_due=ago(-30), **NO_WAY))
        assert found.due == ago(-30)


class TestEveryWayWaits:
    def test_the_call_is_due_in_the_first_permitted_hour_after_their_date(self) -> None:
        found = decided(person(**CLOSED))
        assert (found.rule, found.step, found.due) == ("wish_waits_call", Step.CALL, at("2026-03-16T09:00"))

    def test_the_hour_is_that_of_their_place(self) -> None:
        assert decided(person(place=BERLIN, **CLOSED)).due == at("2026-03-16T08:00")
        assert decided(person(place=AUCKLAND, **CLOSED)).due == at("2026-03-15T20:00")

    def test_who_may_not_be_phoned_gets_a_letter(self) -> None:
        found = decided(person(may_call=False, **CLOSED))
        assert (found.rule, found.step, found.due) == ("wish_waits_letter", Step.WRITE, at("2026-03-16T09:00"))

    def test_who_may_only_get_mailings_is_kept_warm_from_that_date(self) -> None:
        found = decided(person(may_call=False, may_write=False, last_touch_at=ago(40), **CLOSED))
        assert (found.rule, found.step, found.due) == ("wish_waits_warm", Step.KEEP_WARM, MARCH_15)

    def test_who_showed_no_interest_is_not_called_on_that_date_either(self) -> None:
        assert decided(person(warm=False, **CLOSED)).step is Step.KEEP_WARM

    def test_a_promise_behind_their_date_keeps_its_own_date(self) -> None:
        found = decided(person(promised_at=at("2026-03-20T14:00"), **CLOSED))
        assert (found.rule, found.due) == ("promised_call", at("2026-03-20T14:00"))

    def test_a_promise_before_their_date_moves_behind_it(self) -> None:
        assert decided(person(promised_at=at("2026-03-12T14:00"), **CLOSED)).due == at("2026-03-16T09:00")

    def test_a_wish_that_is_over_says_nothing(self) -> None:
        past = dict.fromkeys(CLOSED, ago(1))
        assert decided(person(inquired_at=ago(3), **past)).rule == "first_call"


class TestNotBeforeMarchAndOnlyByPost:
    """Journey 5, with now on 2 February."""

    NOW = at("2026-02-02T10:00")
    WISH = {"no_call_before": at("2026-03-01T00:00"), "no_write_before": at("2026-03-01"), "no_mail_before": at("2026-03-01")}

    def test_in_february_a_letter_by_post_may_go_at_the_usual_pace(self) -> None:
        touched = at("2026-01-20T10:00")
        found = decided(person(now=self.NOW, last_touch_at=touched, last_reached_at=touched, reached=1, last_ours_at=touched, **self.WISH))
        assert (found.rule, found.step, found.due) == ("not_before_warm", Step.KEEP_WARM, at("2026-02-10T10:00"))

    def test_once_the_pace_would_pass_their_date_the_call_is_next_at_nine_of_their_place(self) -> None:
        touched = at("2026-02-16T10:00")
        found = decided(person(now=at("2026-02-20T10:00"), place=BERLIN, last_touch_at=touched, last_ours_at=touched, **self.WISH))
        assert (found.rule, found.step, found.due) == ("not_before_call", Step.CALL, at("2026-03-02T08:00"))

    def test_without_the_post_nothing_at_all_goes_before(self) -> None:
        found = decided(person(now=self.NOW, may_post=False, last_touch_at=at("2026-01-20T10:00"), **self.WISH))
        assert (found.step, found.due) == (Step.CALL, at("2026-03-02T09:00"))

    def test_even_a_hot_and_qualified_prospect_is_not_phoned_before(self) -> None:
        found = decided(person(now=self.NOW, stage=Stage.LEAD, wake_at=at("2026-02-01"), **self.WISH))
        assert found.due >= at("2026-03-01") or found.step is Step.KEEP_WARM


class TestServedInWriting:
    WRITTEN_ONLY = {"written_only": True, "may_call": True}

    def test_who_wishes_not_to_be_phoned_is_never_called_even_when_a_number_is_known(self) -> None:
        assert decided(person(inquired_at=ago(20), promised_at=ago(-1), **self.WRITTEN_ONLY)).step is not Step.CALL

    def test_they_get_a_letter_when_nothing_moved_for_as_long_as_others_get_a_call(self) -> None:
        found = decided(person(inquired_at=ago(20), last_ours_at=ago(15), last_touch_at=ago(15), **self.WRITTEN_ONLY))
        assert (found.rule, found.step) == ("quiet_in_writing", Step.WRITE)
        assert found.because["missing"] == ["need", "authority", "timing", "budget", "fit"]

    def test_a_letter_just_sent_is_not_followed_by_another(self) -> None:
        found = decided(person(inquired_at=ago(20), last_ours_at=ago(3), last_touch_at=ago(3), **self.WRITTEN_ONLY))
        assert found.step is Step.KEEP_WARM

    def test_a_policy_of_cold_calls_does_not_change_that(self) -> None:
        found = decided(person(warm=False, **self.WRITTEN_ONLY), Policy(cold_calls=True))
        assert found.step is not Step.CALL
