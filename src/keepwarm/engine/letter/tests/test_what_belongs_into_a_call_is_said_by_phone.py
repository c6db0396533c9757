"""P11: a pitch, a qualification, an objection, a bargain inside any letter is marked, and its words go to the call sheet."""

import pytest

from keepwarm.engine.letter.judge import digest_of_examples, weights
from keepwarm.engine.letter.purposes import NOTHING, purposes_of
from keepwarm.engine.letter.tests.letters import about, findings, in_a_letter, kinds, the
from keepwarm.engine.letter.words import FOR_A_CALL, Does, Kind, Purpose

PITCH = (
    "Our pumps save you 40 % of your energy, need no service and pay for themselves within a year. More than 300 dairies already use them."
)
QUALIFY = "How many pumps do you run today, what is your budget, and who else decides about it?"
OBJECTION = (
    "I understand that the price looks high to you. But theirs does not include the service, and over five years you pay less with us."
)
BARGAIN = "We can come down to 4,200 euros if you order before the end of the month. Below that I cannot go. Do we have a deal?"


@pytest.mark.parametrize(
    ("words", "does"),
    [(PITCH, Does.VALUE_PROPOSITION), (QUALIFY, Does.QUALIFY), (OBJECTION, Does.HANDLE_OBJECTION), (BARGAIN, Does.NEGOTIATE)],
)
def test_it_is_found_inside_an_innocent_letter(words: str, does: Does) -> None:
    body = in_a_letter(f"May I call you on Tuesday at ten? {words}")
    found = [one for one in findings(body) if one.kind is Kind.FOR_A_CALL]
    assert does in purposes_of(body, "A call").does
    assert any(one.is_rule and one.say_by_phone in body and one.say_by_phone for one in found)


def test_one_sentence_that_presents_is_marked_in_a_letter_that_as_a_whole_does_something_else() -> None:
    words = "As we discussed on Monday, our platform cuts your energy bill by 30 % and pays for itself in a year."
    body = (
        f"Hello Anna,\n\nI just wanted to check in. {words} Would you receive our brochure, and could you introduce me to your director?\n"
    )
    assert Does.VALUE_PROPOSITION not in purposes_of(body, "Fifteen minutes?").does
    (found,) = [one for one in findings(body) if one.kind is Kind.FOR_A_CALL]
    assert (found.say_by_phone, found.is_rule) == (words, False)
    assert not [one for one in findings(body, about(may_phone=False)) if one.kind is Kind.FOR_A_CALL]


def test_a_letter_that_may_be_written_is_left_alone() -> None:
    assert Kind.FOR_A_CALL not in kinds()


def test_who_may_only_be_written_to_is_served_in_full() -> None:
    assert Kind.FOR_A_CALL not in kinds(in_a_letter(PITCH), about(may_phone=False))


def test_in_an_answer_it_is_advice() -> None:
    found = the(Kind.FOR_A_CALL, in_a_letter(BARGAIN), about(asked_in_writing=True), purpose=Purpose.ANSWER)
    assert not found.is_rule


def test_a_letter_begun_for_one_thing_that_does_another_is_told() -> None:
    body = in_a_letter("Who in your firm is responsible for the pumps? A name would help me.")
    assert not the(Kind.OTHER_PURPOSE, body).is_rule
    assert Kind.OTHER_PURPOSE not in kinds(body, purpose=Purpose.FIND_CONTACT)


@pytest.mark.parametrize(
    ("body", "does"),
    [
        (
            "Hallo Herr Kern,\n\nan wen darf ich mich wegen der Pumpen wenden, und wer ist bei Ihnen zuständig?\n\nGruß\nUwe",
            Does.FIND_CONTACT,
        ),
        ("Bonjour,\n\nseriez-vous disponible mardi à 10 h pour un échange téléphonique ?\n\nCordialement\nUwe", Does.SCHEDULE),
        ("Hola Ana,\n\nte adjunto el catálogo y la lista de precios que me pediste.\n\nSaludos\nUwe", Does.SHARE_CONTENT),
        ("Oi Rui,\n\ntentei ligar hoje e deixei recado na caixa postal. Ligo de novo amanhã.\n\nAbraço\nUwe", Does.AFTER_VOICEMAIL),
    ],
)
def test_the_main_purpose_is_read_in_other_languages(body: str, does: Does) -> None:
    assert purposes_of(body).main is does


def test_every_sentence_is_a_stretch_of_the_body() -> None:
    body = in_a_letter(f"May I call you on Tuesday at ten? {PITCH}")
    assert [body[one.start : one.end] for one in purposes_of(body).sentences] == [one.text for one in purposes_of(body).sentences]


def test_nothing_does_nothing() -> None:
    assert purposes_of("") == NOTHING
    assert not set(NOTHING.does) & set(FOR_A_CALL)


def test_the_weights_were_learnt_from_the_examples_as_they_are() -> None:
    """If this fails, the examples or phrases were changed: run `python -m bench._train_purposes`."""
    assert weights().digest == digest_of_examples()
