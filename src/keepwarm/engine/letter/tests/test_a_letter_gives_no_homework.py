"""P12: short, one ask, at most what the policy allows to read, and what is enclosed suits them and is new to them."""

from dataclasses import replace

import pytest

from keepwarm.engine.letter.checking import check
from keepwarm.engine.letter.draft import Enclosure, Sent
from keepwarm.engine.letter.tests.letters import ADA, ASKS_FOR_A_TIME, about, draft, findings, in_a_letter, kinds, the
from keepwarm.engine.letter.words import Kind
from keepwarm.engine.policy import Policy
from keepwarm.engine.words import Stage

PAPER = Enclosure(
    ref="abc", title="Pumps in dairies", reading_minutes=4, stages=frozenset({Stage.CONVERSING}), interests=frozenset({"Dairy"})
)


def test_a_good_letter_has_no_finding() -> None:
    assert findings() == ()


def test_more_words_than_agreed_stop_it() -> None:
    long = in_a_letter("I could come by in the morning or the afternoon of that day. " * 14)
    assert the(Kind.TOO_LONG, long).is_rule
    assert {one.kind for one in check(draft(long), ADA, replace(Policy(), letter_words=400))}.isdisjoint({Kind.TOO_LONG})


def test_to_somebody_who_may_only_be_written_to_length_is_advice() -> None:
    long = in_a_letter("I could come by in the morning or the afternoon of that day. " * 14)
    assert not the(Kind.TOO_LONG, long, about(may_phone=False)).is_rule


def test_attachments_and_links_count_together() -> None:
    body = in_a_letter("May I call you on Tuesday? See https://house.example/a before.")
    assert Kind.TOO_MANY_LINKS not in kinds(body)
    found = the(Kind.TOO_MANY_LINKS, body, attachments=(PAPER,))
    assert found.is_rule
    assert found.args["count"] == 2


def test_reading_time_is_added_up() -> None:
    assert Kind.TOO_MUCH_READING not in kinds(attachments=(PAPER,))
    assert the(Kind.TOO_MUCH_READING, attachments=(replace(PAPER, reading_minutes=25),)).is_rule


def test_what_anyone_sent_before_is_not_sent_again() -> None:
    found = the(Kind.SENT_BEFORE, known=about(sent=(Sent("abc", by="Rita"),)), attachments=(PAPER,))
    assert found.is_rule
    assert "Rita" in found.say_because()


def test_what_does_not_suit_is_advice() -> None:
    known = about(stage=Stage.NEW, interests=frozenset({"brewing"}))
    assert {Kind.UNFIT_STAGE, Kind.UNFIT_INTEREST} <= kinds(known=known, attachments=(PAPER,))
    suits = about(stage=Stage.CONVERSING, interests=frozenset({"dairy"}))
    assert not {Kind.UNFIT_STAGE, Kind.UNFIT_INTEREST} & kinds(known=suits, attachments=(PAPER,))


def test_an_attachment_that_is_spoken_of_is_there() -> None:
    body = in_a_letter("The plan is attached. May I call you on Tuesday?")
    assert Kind.MISSING_ATTACHMENT in kinds(body)
    assert Kind.MISSING_ATTACHMENT not in kinds(body, attachments=(PAPER,))


def test_more_than_one_ask_is_told() -> None:
    two = in_a_letter("May I call you on Tuesday at ten? And who in your firm is responsible for the pumps?")
    found = the(Kind.MORE_ASKS, two)
    assert not found.is_rule
    assert found.args["count"] > 1
    assert Kind.MORE_ASKS not in kinds(ASKS_FOR_A_TIME)


@pytest.mark.parametrize(
    "sentence",
    ["Just checking in.", "Ich wollte nur mal nachfragen.", "Je me permets de vous relancer.", "¿Alguna novedad?", "Alguma novidade?"],
)
def test_checking_in_is_told(sentence: str) -> None:
    assert not the(Kind.CHECKING_IN, in_a_letter(f"{sentence} May I call you on Tuesday?")).is_rule


def test_a_sentence_too_long_is_told() -> None:
    assert Kind.HARD_TO_READ in kinds(in_a_letter("I could come " + "and look at the pump " * 9 + "on Tuesday."))


def test_without_subject_and_without_words() -> None:
    assert Kind.NO_SUBJECT in kinds(subject=" ")
    assert the(Kind.NO_BODY, "").is_rule
