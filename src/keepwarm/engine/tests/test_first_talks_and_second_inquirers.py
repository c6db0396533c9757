"""Someone new who showed interest, and a second one at a firm we know."""

from keepwarm.engine.tests.people import ago, at, decided, person
from keepwarm.engine.words import Stage, Step


class TestFirstCall:
    def test_a_new_inquirer_is_called_within_the_agreed_days(self) -> None:
        found = decided(person(inquired_at=at("2026-03-11T09:30"), last_touch_at=at("2026-03-11T09:30")))
        assert (found.rule, found.step, found.due) == ("first_call", Step.CALL, at("2026-03-13T09:30"))

    def test_with_unknown_history_not_before_its_turn_in_the_spread(self) -> None:
        assert decided(person(inquired_at=ago(300), spread_at=at("2026-04-02T11:00"))).due == at("2026-04-02T11:00")

    def test_once_spoken_it_is_over(self) -> None:
        assert decided(person(inquired_at=ago(5), reached=1, last_reached_at=ago(1))).rule == "keep_warm"

    def test_a_customer_is_not_new(self) -> None:
        assert decided(person(inquired_at=ago(5), stage=Stage.CUSTOMER)).rule == "unmet_customer"

    def test_a_colleague_who_spoke_with_the_firm_yesterday_puts_it_off(self) -> None:
        found = decided(person(inquired_at=ago(2), org_talk_other_at=at("2026-03-10T11:00")))
        assert found.due == at("2026-03-13T11:00")


class TestNoNumberYet:
    FRESH = {"may_call": False, "inquired_at": ago(3), "last_touch_at": ago(3)}

    def test_a_fresh_inquirer_without_a_number_gets_one_short_letter(self) -> None:
        found = decided(person(**self.FRESH))
        assert (found.rule, found.step) == ("no_number_yet", Step.WRITE)

    def test_only_once(self) -> None:
        assert decided(person(last_ours_at=ago(1), **self.FRESH)).rule == "keep_warm"

    def test_not_long_after_the_inquiry(self) -> None:
        assert decided(person(may_call=False, inquired_at=ago(40), last_touch_at=ago(40))).rule == "keep_warm"


class TestSecondInquirer:
    TALKED = {"reached": 1, "last_reached_at": ago(100), "last_touch_at": ago(10), "last_ours_at": ago(10), "stage": 2}

    def test_a_colleague_who_inquires_is_a_reason_to_call(self) -> None:
        found = decided(person(other_inquirer_at=ago(1), **self.TALKED))
        assert (found.rule, found.step) == ("second_inquirer", Step.CALL)

    def test_not_within_days_of_another_reps_call_into_the_firm(self) -> None:
        found = decided(person(other_inquirer_at=ago(1), org_talk_other_at=at("2026-03-10T12:00"), **self.TALKED))
        assert found.due == at("2026-03-13T12:00")

    def test_an_old_inquiry_is_no_news(self) -> None:
        assert decided(person(other_inquirer_at=ago(31), **self.TALKED)).rule != "second_inquirer"

    def test_tried_since_the_round_goes_on(self) -> None:
        found = decided(person(other_inquirer_at=ago(2), attempts=1, last_attempt_at=ago(1), **self.TALKED))
        assert found.rule == "try_again"

    def test_a_firm_that_showed_interest_makes_nobody_else_warm(self) -> None:
        assert decided(person(warm=False, other_inquirer_at=ago(1))).rule == "no_cold_calls"
