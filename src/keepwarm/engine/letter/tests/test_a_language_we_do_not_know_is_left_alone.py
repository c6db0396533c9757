"""What the judge never learnt is not judged, and is no misspelt English; in the five languages everything is."""

import pytest

from keepwarm.engine.letter.language import is_foreign, language_of
from keepwarm.engine.letter.tests.letters import about, kinds
from keepwarm.engine.letter.words import Kind

FOREIGN = {
    "he": "שלום עדה, האם אוכל להתקשר אליך ביום חמישי בעשר?",
    "ru": "Здравствуйте, Ада! Можно позвонить вам в четверг в десять часов?",
    "ja": "アダ様、木曜日の10時にお電話してもよろしいでしょうか。",
    "nl": "Beste Ada,\n\nmag ik u donderdag om 10 uur bellen over uw aanvraag? Laat me weten wanneer het u beter uitkomt.\n\nGroet, Uwe",
    "pl": "Dzień dobry,\n\nczy mogę zadzwonić do Pana w czwartek o godzinie 10 w sprawie zapytania? Proszę podać inny termin.\n\nUwe",
    "it": "Gentile Ada,\n\nla ringrazio per il suo tempo. Posso chiamarla giovedì alle 10 per parlare della sua richiesta?\n\nSaluti\nUwe",
}
KNOWN = {
    "en": "Hello Ada,\n\nwhat is your budget for the pumps, and who decides about it?\n\nUwe",
    "de": "Hallo Ada,\n\nwie hoch ist Ihr Budget für die Pumpen, und wer entscheidet darüber?\n\nUwe",
    "fr": "Bonjour Ada,\n\nquel est votre budget pour les pompes, et qui décide ?\n\nUwe",
    "es": "Hola Ada:\n\n¿cuál es su presupuesto para las bombas y quién decide?\n\nUwe",
    "pt": "Olá Ada,\n\nqual é o seu orçamento para as bombas, e quem decide?\n\nUwe",
}
JUDGED = {Kind.FOR_A_CALL, Kind.OTHER_PURPOSE, Kind.SPELLING, Kind.GRAMMAR, Kind.MORE_ASKS}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_letter_in_another_language_is_stopped_by_no_guess(language: str) -> None:
    assert not kinds(FOREIGN[language], language=language) & JUDGED


@pytest.mark.parametrize("language", FOREIGN)
def test_what_needs_no_words_is_found_there_too(language: str) -> None:
    body = FOREIGN[language] + "\n{{firm}} https://a.example https://b.example https://c.example"
    assert {Kind.MERGE_EMPTY, Kind.TOO_MANY_LINKS} <= kinds(body, language=language)


@pytest.mark.parametrize("wanted", ["", "nl"])
@pytest.mark.parametrize("language", KNOWN)
def test_a_letter_in_one_of_the_five_is_judged_whatever_they_speak(language: str, wanted: str) -> None:
    assert not is_foreign(KNOWN[language], wanted)
    assert Kind.FOR_A_CALL in kinds(KNOWN[language], about(talks=()), language=wanted)


def test_the_letters_of_an_address_are_words_of_no_language() -> None:
    assert language_of("please find three brochures: https://a.example/d/l https://c.example/n a.l@d.example") == "en"
