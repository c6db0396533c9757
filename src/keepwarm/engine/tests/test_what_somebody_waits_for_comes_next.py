"""A promised call, "please contact me", and messages that wait for an answer."""

import pytest

from keepwarm.engine.tests.people import ago, at, decided, person
from keepwarm.engine.words import ReplyKind, Step

TODAY_14 = at("2026-03-11T14:00")


class TestPromisedCall:
    def test_is_due_at_the_hour_that_was_promised(self) -> None:
        found = decided(person(promised_at=TODAY_14, stage=4, attempts=2, last_attempt_at=ago(1)))
        assert (found.rule, found.step, found.due) == ("promised_call", Step.CALL, TODAY_14)
        assert "11 March 2026, 14:00 UTC" in found.sentence

    def test_outside_their_hours_it_moves_to_the_next_permitted_one(self) -> None:
        assert decided(person(promised_at=at("2026-03-11T19:30"))).due == at("2026-03-12T09:00")

    def test_an_attempt_made_too_early_does_not_redeem_it(self) -> None:
        assert decided(person(promised_at=TODAY_14, attempts=1, last_attempt_at=ago(0.01))).rule == "promised_call"

    def test_an_attempt_at_the_hour_does_and_the_round_goes_on(self) -> None:
        found = decided(person(promised_at=ago(0.1), attempts=1, last_attempt_at=ago(0.1)))
        assert found.rule == "try_again"

    def test_it_is_not_held_up_by_a_newsletter_of_yesterday_or_a_colleague(self) -> None:
        found = decided(person(promised_at=TODAY_14, last_ours_at=ago(1), last_touch_at=ago(1), org_talk_other_at=ago(1)))
        assert found.due == TODAY_14


class TestPleaseContactMe:
    ASKED = {"contact_asked_at": at("2026-03-11T08:30"), "contact_due_at": at("2026-03-11T09:30")}

    def test_is_a_call_within_the_hour(self) -> None:
        found = decided(person(**self.ASKED))
        assert (found.rule, found.step, found.due) == ("contact_asked", Step.CALL, at("2026-03-11T09:30"))

    def test_in_the_evening_the_hour_moves_to_the_morning(self) -> None:
        found = decided(person(contact_asked_at=at("2026-03-11T19:00"), contact_due_at=at("2026-03-11T20:00")))
        assert found.due == at("2026-03-12T09:00")

    def test_who_cannot_be_called_is_answered_in_writing(self) -> None:
        assert decided(person(may_call=False, **self.ASKED)).rule == "contact_asked_in_writing"

    def test_a_call_closed_by_their_wish_leaves_the_letter(self) -> None:
        found = decided(person(no_call_before=ago(-10), **self.ASKED))
        assert (found.rule, found.step) == ("contact_asked_in_writing", Step.WRITE)

    def test_both_closed_until_later_the_call_is_made_then(self) -> None:
        found = decided(person(no_call_before=ago(-10), no_write_before=ago(-20), **self.ASKED))
        assert (found.rule, found.step) == ("contact_asked", Step.CALL)
        assert found.due >= ago(-10)

    def test_once_tried_the_round_of_attempts_goes_on(self) -> None:
        assert decided(person(attempts=1, last_attempt_at=ago(0.01), **self.ASKED)).rule == "try_again"

    def test_it_comes_before_every_advice(self) -> None:
        assert decided(person(wake_at=ago(-100), attempts=6, stage=5, org_talk_at=ago(200), **self.ASKED)).rule == "contact_asked"


class TestReplies:
    @pytest.mark.parametrize("kind", [ReplyKind.CALL_ME, ReplyKind.INTEREST, ReplyKind.OTHER])
    def test_interest_is_answered_by_voice_within_hours(self, kind: ReplyKind) -> None:
        found = decided(person(reply_at=at("2026-03-11T09:00"), reply_kind=kind))
        assert (found.rule, found.step, found.due) == ("reply_to_speak", Step.CALL, at("2026-03-11T13:00"))

    def test_a_question_is_answered_in_writing_even_without_a_free_letter(self) -> None:
        found = decided(person(reply_at=at("2026-03-11T09:00"), reply_kind=ReplyKind.QUESTION, letters_left=0))
        assert (found.rule, found.step, found.due) == ("reply_to_answer", Step.WRITE, at("2026-03-11T13:00"))

    def test_interest_of_someone_who_may_not_be_phoned_is_answered_in_writing(self) -> None:
        assert decided(person(may_call=False, reply_at=ago(0.1), reply_kind=ReplyKind.INTEREST)).rule == "reply_to_answer"

    def test_a_question_of_someone_who_may_not_be_written_to_is_answered_by_voice(self) -> None:
        found = decided(person(may_write=False, reply_at=ago(0.1), reply_kind=ReplyKind.QUESTION))
        assert found.rule == "reply_to_speak"

    def test_a_reply_alone_makes_no_lead(self) -> None:
        found = decided(person(reply_at=ago(0.1), reply_kind=ReplyKind.INTEREST))
        assert found.rule != "hot_and_qualified"

    def test_a_message_that_asks_nothing_of_us_waits_for_nothing(self) -> None:
        assert decided(person(reply_at=ago(0.1), reply_kind=ReplyKind.NONE)).rule not in {"reply_to_speak", "reply_to_answer"}
