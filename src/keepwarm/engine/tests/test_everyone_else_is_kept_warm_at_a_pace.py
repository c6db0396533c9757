"""No cold calls, and the date from pace, gap, cap and longest silence."""

from keepwarm.engine.policy import Policy
from keepwarm.engine.tests.people import ago, decided, person
from keepwarm.engine.words import Stage, Step

SPOKEN = {"reached": 1, "stage": Stage.CONVERSING, "last_reached_at": ago(5), "last_progress_at": ago(5)}


class TestKeepWarm:
    def test_the_next_touch_keeps_the_pace(self) -> None:
        found = decided(person(last_touch_at=ago(5), last_ours_at=ago(5), **SPOKEN))
        assert (found.rule, found.step, found.due) == ("keep_warm", Step.KEEP_WARM, ago(-16))
        assert "about every 21 days" in found.sentence

    def test_a_full_cap_moves_it_to_when_there_is_room(self) -> None:
        found = decided(person(last_touch_at=ago(5), touches_in_window=4, oldest_in_window=ago(6), **SPOKEN))
        assert found.due == ago(-24)

    def test_a_cap_not_yet_full_moves_nothing(self) -> None:
        found = decided(person(last_touch_at=ago(5), touches_in_window=3, oldest_in_window=ago(6), **SPOKEN))
        assert found.due == ago(-16)

    def test_never_later_than_the_longest_silence(self) -> None:
        assert decided(person(last_touch_at=ago(5), **SPOKEN), Policy(pace_days=90)).due == ago(-55)

    def test_but_a_wish_may_make_it_longer(self) -> None:
        wishes = {"no_mail_before": ago(-100), "no_post_before": ago(-90)}
        assert decided(person(last_touch_at=ago(5), **wishes, **SPOKEN)).due == ago(-90)

    def test_an_unknown_history_has_its_turn_in_the_spread(self) -> None:
        assert decided(person(may_call=False, spread_at=ago(-12))).due == ago(-12)

    def test_two_touches_keep_their_gap_at_any_pace(self) -> None:
        assert decided(person(last_touch_at=ago(1), last_ours_at=ago(1), **SPOKEN), Policy(pace_days=1)).due == ago(-2)


class TestNoColdCalls:
    def test_who_showed_no_interest_is_not_called(self) -> None:
        found = decided(person(warm=False, last_touch_at=ago(5)))
        assert (found.rule, found.step, found.due) == ("no_cold_calls", Step.KEEP_WARM, ago(-16))

    def test_unless_the_policy_turns_it_on(self) -> None:
        assert decided(person(warm=False, last_touch_at=ago(5)), Policy(cold_calls=True)).rule == "cold_call"

    def test_and_then_once_round_by_round_like_anyone(self) -> None:
        tried = person(warm=False, attempts=2, last_attempt_at=ago(1))
        assert decided(tried, Policy(cold_calls=True)).rule == "try_again"
        assert decided(tried).rule == "no_cold_calls"


class TestNoMailing:
    NONE = {"may_mail": False, "may_post": False, "may_write": False}

    def test_the_phone_alone_serves_before_the_silence_grows_too_long(self) -> None:
        found = decided(person(last_touch_at=ago(5), **self.NONE, **SPOKEN))
        assert (found.rule, found.step) == ("only_by_phone", Step.CALL)
        assert found.due >= ago(-55)

    def test_a_cold_person_with_only_a_phone_is_looked_at_by_a_person(self) -> None:
        found = decided(person(warm=False, last_touch_at=ago(5), **self.NONE))
        assert (found.rule, found.step, found.due) == ("person_reviews", Step.KEEP_WARM, ago(-55))
