"""P22: the name in the greeting and the firms named are theirs; no place for words is left empty or out of date."""

import pytest

from keepwarm.engine.letter.tests.letters import ASKS_FOR_A_TIME, about, in_a_letter, kinds, the
from keepwarm.engine.letter.words import Kind, Part


@pytest.mark.parametrize(
    "greeting", ["Hi Bob,", "Dear Mr Miller,", "Sehr geehrter Herr Kruse,", "Bonjour Madame Petit,", "Hola Carmen:", "Prezado senhor Lima,"]
)
def test_somebody_elses_name_stops_the_letter(greeting: str) -> None:
    found = the(Kind.WRONG_NAME, in_a_letter("May I call you on Tuesday?", greeting))
    assert found.is_rule
    assert found.args["name"] == "Ada Moreau"


@pytest.mark.parametrize(
    "greeting",
    [
        "Hi Ada,",
        "Dear Ms Moreau,",
        "Hello Ada Moreau,",
        "Dear Dr. Moreau,",
        "Sehr geehrte Damen und Herren,",
        "Hi all,",
        "Hello,",
        "Dear Sir or Madam,",
    ],
)
def test_their_own_name_and_no_name_are_fine(greeting: str) -> None:
    assert not {Kind.WRONG_NAME, Kind.MERGE_EMPTY} & kinds(in_a_letter("May I call you on Tuesday?", greeting))


@pytest.mark.parametrize(("given", "greeting"), [("Robert", "Hi Bob,"), ("Joanna", "Hi Jo,"), ("Elizabeth", "Dear Liz,")])
def test_a_short_form_is_their_name(given: str, greeting: str) -> None:
    assert Kind.WRONG_NAME not in kinds(in_a_letter("May I call you on Tuesday?", greeting), about(given=given))


def test_a_colleague_may_be_greeted_beside_them() -> None:
    both = in_a_letter("May I call you on Tuesday?", "Hi Ada and Ben,")
    assert Kind.WRONG_NAME in kinds(both)
    assert Kind.WRONG_NAME not in kinds(both, about(colleagues=("Ben Ito",)))


def test_the_wrong_name_has_its_replacement() -> None:
    assert the(Kind.WRONG_NAME, in_a_letter("May I call you?", "Hi Bob,")).replacement == "Ada"
    assert the(Kind.WRONG_NAME, in_a_letter("May I call you?", "Dear Mr Bobson,")).replacement == "Moreau"


def test_the_firm_of_another_is_a_rule_where_it_is_said_to_be_theirs() -> None:
    others = about(other_firms=("Nordlicht AG",))
    assert the(Kind.WRONG_FIRM, in_a_letter("Who looks after pumps for your team at Nordlicht?"), others).is_rule
    assert not the(Kind.OTHER_FIRM, in_a_letter("Nordlicht uses the same pump. May I call you?"), others).is_rule
    assert Kind.WRONG_FIRM not in kinds(in_a_letter("Who looks after pumps at Kreuzbach?"), others)


@pytest.mark.parametrize(
    "left", ["{{topic}}", "[Name]", "{first_name}", "%FIRSTNAME%", "<<firm>>", "XXX", "*|FNAME|*", "[your company]", "{{", "${name}"]
)
def test_a_place_left_empty_stops_the_letter(left: str) -> None:
    body = in_a_letter(f"May I call you about {left} on Tuesday?")
    found = the(Kind.MERGE_EMPTY, body)
    assert found.is_rule
    assert left in body[found.start : found.end] or body[found.start : found.end] in left


@pytest.mark.parametrize("greeting", ["Hi ,", "Dear ,", "Dear Mr ,", "Sehr geehrte Frau ,", "Hallo ,", "Dear None,"])
def test_a_greeting_without_its_name_stops_the_letter(greeting: str) -> None:
    assert the(Kind.MERGE_EMPTY, in_a_letter("May I call you on Tuesday?", greeting)).is_rule


def test_who_is_called_as_nobody_may_be_is_greeted_by_name() -> None:
    assert Kind.MERGE_EMPTY not in kinds(in_a_letter("May I call you on Tuesday?", "Dear Nan,"), about(given="Nan"))
    assert Kind.MERGE_EMPTY not in kinds(in_a_letter("May I call you on Tuesday?", "Dear Mr Null,"), about(family="Null"))


@pytest.mark.parametrize("words", ["¿Cómo va todo? ¿Puedo llamarle el martes?", "Está todo bem? Posso ligar na terça?", "All the best xxx"])
def test_a_word_that_is_a_mark_in_capitals_only_stops_no_letter(words: str) -> None:
    assert Kind.MERGE_EMPTY not in kinds(in_a_letter(words, "Ada,"))


def test_a_value_that_changed_since_the_draft_is_found_with_the_new_one() -> None:
    known = about(fields={"city": "Lyon"})
    found = the(Kind.MERGE_STALE, in_a_letter("May I visit you in Paris?"), known, merged={"city": "Paris"})
    assert found.is_rule
    assert found.replacement == "Lyon"
    assert Kind.MERGE_STALE not in kinds(in_a_letter("May I visit you in Lyon?"), known, merged={"city": "Paris"})


def test_a_subject_cannot_carry_a_header() -> None:
    found = the(Kind.SUBJECT_BREAKS, subject="Hello\r\nBcc: all@house.example")
    assert found.is_rule
    assert found.part is Part.SUBJECT


def test_what_is_quoted_below_is_not_checked() -> None:
    quoted = ASKS_FOR_A_TIME + "\n> Hi Bob, as discussed {{x}}\n"
    assert Kind.MERGE_EMPTY in kinds(quoted)
    assert Kind.MERGE_EMPTY not in kinds(quoted, quotes_from=len(ASKS_FOR_A_TIME))
