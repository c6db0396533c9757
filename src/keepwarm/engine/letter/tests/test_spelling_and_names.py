"""Spelling and grammar in five languages; no name is ever misspelt."""

import pytest

from keepwarm.engine.letter.correctness import mistakes_in
from keepwarm.engine.letter.tests.letters import about, findings, in_a_letter, kinds, the
from keepwarm.engine.letter.words import Kind


@pytest.mark.parametrize(
    ("sentence", "wrong", "right"),
    [
        ("Did you recieve my note, and may I call you?", "recieve", "receive"),
        ("Das ist wirklcih wichtig, darf ich Sie am Dienstag anrufen?", "wirklcih", "wirklich"),
        ("Est-ce que je peux vous apeler mardi pour en parler avec vous ?", "apeler", "appeler"),
        ("¿Puedo llamarle el martes para hablar de su pregunta sobre el matrial?", "matrial", "material"),
        ("Posso ligar na terça para falar sobre a sua perguna e o seu pedido?", "perguna", "pergunta"),
    ],
)
def test_a_misspelt_word_is_found_with_a_better_one(sentence: str, wrong: str, right: str) -> None:
    body = in_a_letter(sentence)
    found = next(one for one in findings(body) if one.kind is Kind.SPELLING)
    assert body[found.start : found.end] == wrong
    assert not found.is_rule
    assert right in found.say_fix() or found.replacement


def test_british_and_american_are_both_right() -> None:
    assert Kind.SPELLING not in kinds(in_a_letter("Shall we organise it by colour or organize it by color on Tuesday?"))


def test_names_of_people_firms_and_products_are_never_flagged() -> None:
    body = in_a_letter("Kreuzbach uses the pumpflex and the qwertflux, and Wojciechowska likes it. May I call you on Tuesday?")
    assert {Kind.SPELLING, Kind.GRAMMAR} & kinds(body)
    assert not {Kind.SPELLING, Kind.GRAMMAR} & kinds(body, about(products=("PumpFlex", "Qwertflux"), colleagues=("Anna Wojciechowska",)))


def test_the_signature_is_not_spelt() -> None:
    assert Kind.SPELLING not in kinds(
        in_a_letter("May I call you on Tuesday?", farewell="Kind regards\nXaverl Hinterhuber\nPumpwerk Obergiesing")
    )


@pytest.mark.parametrize("word", ["Aujourd'hui", "aujourd’hui", "quelqu'un", "qu'aujourd’hui"])
def test_a_french_word_with_an_apostrophe_of_its_own_is_one_word(word: str) -> None:
    assert not list(mistakes_in(f"Est-ce que je peux vous appeler avec {word} pour en parler avec vous ?", "fr", frozenset()))


def test_german_compounds_are_words() -> None:
    assert Kind.SPELLING not in kinds(
        in_a_letter("Passt Ihnen der Wartungstermin für die Wasserpumpe am Dienstag?", "Guten Tag Frau Moreau,")
    )


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("Thank you for you're time, may I call you?", "your"),
        ("I think its important that we talk on Tuesday.", "it's"),
        ("May I call you later then the others on Tuesday?", "than"),
        ("This is an test, may I call you?", "a"),
    ],
)
def test_grammar_is_told_with_what_to_write(sentence: str, right: str) -> None:
    assert right in {one.replacement for one in findings(in_a_letter(sentence)) if one.kind is Kind.GRAMMAR}


def test_a_small_letter_after_the_greeting_is_usual() -> None:
    assert Kind.GRAMMAR not in kinds(in_a_letter("may I call you on Tuesday?"))
    assert the(Kind.GRAMMAR, in_a_letter("May I call you? this is short.")).replacement == "This"


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("Learn how install the pump.", "how install"),
        ("The pump could replaced by Friday.", "replaced"),
        ("We meet our customers expectations.", "customers expectations"),
        ("I though it was settled.", "though"),
        ("We take quality serious.", "serious"),
        ("They use it everyday.", "everyday"),
    ],
)
def test_what_is_missing_or_mixed_up_is_marked(sentence: str, marked: str) -> None:
    found = mistakes_in(sentence, "en", frozenset())
    assert any(sentence[one.start : one.end].endswith(marked.rsplit(maxsplit=1)[-1]) for one in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "I can't offer you advice on that.",
        "This starts a virtuous circle.",
        "We grow a herb and you grow an herb.",
        "The work will proceed by Friday.",
        "I'm away during the last days of June.",
    ],
)
def test_right_sentences_are_left_alone(sentence: str) -> None:
    assert mistakes_in(sentence, "en", frozenset()) == []
