"""P22: no claim of a talk, a call or a message that is not on record, in five languages."""

import pytest

from keepwarm.engine.letter.draft import Talk
from keepwarm.engine.letter.tests.letters import TALKED, about, in_a_letter, kinds, the
from keepwarm.engine.letter.words import Kind, Purpose

TALKS = [
    "As discussed, I will call you on Tuesday.",
    "Great talking to you, shall we speak again on Friday?",
    "wie besprochen rufe ich am Dienstag an.",
    "comme convenu, je vous appelle mardi.",
    "como hablamos, le llamo el martes.",
    "conforme combinado, ligo na terça.",
]


@pytest.mark.parametrize("sentence", TALKS)
def test_a_talk_that_never_took_place_stops_the_letter(sentence: str) -> None:
    found = the(Kind.FALSE_TALK, in_a_letter(sentence))
    assert found.is_rule
    assert in_a_letter(sentence)[found.start : found.end] == sentence


@pytest.mark.parametrize("sentence", TALKS)
def test_after_a_talk_it_may_be_said(sentence: str) -> None:
    assert Kind.FALSE_TALK not in kinds(in_a_letter(sentence), about(talks=(TALKED,)))


@pytest.mark.parametrize("sentence", ["I left you a voicemail this morning.", "leider habe ich Sie telefonisch nicht erreicht."])
def test_a_call_attempt_must_be_on_record(sentence: str) -> None:
    assert the(Kind.FALSE_ATTEMPT, in_a_letter(sentence)).is_rule
    assert Kind.FALSE_ATTEMPT not in kinds(in_a_letter(sentence), about(attempts=(TALKED,)))


def test_thanks_for_a_message_need_a_message() -> None:
    body = in_a_letter("Thank you for your message, may I call you on Tuesday?")
    assert the(Kind.FALSE_LETTER, body, about(they_wrote=False)).is_rule
    assert Kind.FALSE_LETTER not in kinds(body)


def test_a_talk_is_dated_right() -> None:
    body = in_a_letter("As discussed on Monday, I will call you next week.")
    assert not the(Kind.WRONG_DAY, body, about(talks=(TALKED,))).is_rule
    assert Kind.WRONG_DAY not in kinds(body.replace("Monday", "Wednesday"), about(talks=(TALKED,)))
    assert Kind.WRONG_DAY not in kinds(in_a_letter("As discussed, I will call you on Monday."), about(talks=(TALKED,)))


def test_a_follow_up_opens_only_after_an_attempt() -> None:
    assert the(Kind.NO_ATTEMPT, purpose=Purpose.AFTER_VOICEMAIL).is_rule
    assert Kind.NO_ATTEMPT not in kinds(known=about(attempts=(Talk(TALKED.on),)), purpose=Purpose.AFTER_VOICEMAIL)


def test_an_answer_needs_a_question() -> None:
    assert the(Kind.NOTHING_ASKED, purpose=Purpose.ANSWER).is_rule
    assert Kind.NOTHING_ASKED not in kinds(known=about(asked_in_writing=True), purpose=Purpose.ANSWER)
