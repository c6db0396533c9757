"""Whatever stands in a draft, the check answers, its findings point into it, and its work grows with its length only."""

import cProfile
import pstats
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.letter.draft import About
from keepwarm.engine.letter.splitting import take_apart
from keepwarm.engine.letter.tests.letters import ADA, findings, in_a_letter
from keepwarm.engine.letter.words import RULES, Kind, Part

PIECES = st.sampled_from([
    "Hi Ada,", "Dear ,", "\n\n", "\r\n", "as discussed", "{{x}}", "}}", "https://a.example", "?", "!", " ", "40 %", "€", "ß", "İ", "ﬁ",
    "\u2028", "\x00", "…", "wie besprochen",
    "how many", "Kind regards", "1.", "22. April", "you're", "ça", "ñ", "ã", "'", "’", "-", ">", "attached", "😀", "a" * 90,
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map(" ".join))


@given(TEXTS, st.text(max_size=40))
def test_no_text_is_too_strange(body: str, subject: str) -> None:
    for known in (ADA, About()):
        for one in findings(body, known, subject=subject):
            text = {Part.BODY: body, Part.SUBJECT: subject}.get(one.part)
            assert text is None or 0 <= one.start <= one.end <= len(text)
            assert one.say_because()
            assert one.say_fix()


@given(TEXTS)
def test_the_parts_of_a_letter_lie_in_it_in_order(body: str) -> None:
    letter = take_apart(body)
    pieces = [piece for piece in (letter.greeting, *letter.sentences, letter.closing) if piece is not None]
    assert all(body[piece.start : piece.end] == piece.text for piece in pieces)
    assert all(left.end <= right.start for left, right in pairwise(pieces))


def calls_for(body: str) -> int:
    """How many calls of functions a check makes: the same on every machine."""
    profile = cProfile.Profile()
    profile.runcall(findings, body)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


UNITS = ["{{", "a", "1. ", "https://", "?!?!", "as we discussed ", "<<", "x.x@", "\n", "Ärger-"]


@pytest.mark.parametrize(
    "unit", ["May I call you on Tuesday at ten? ", "((((", *(pytest.param(unit, marks=pytest.mark.long) for unit in UNITS)]
)
def test_the_work_grows_with_the_length(unit: str) -> None:
    findings(in_a_letter("May I call you?"))
    short, long = (calls_for(in_a_letter(unit * (count // len(unit)))) for count in (1_000, 4_000))
    assert long < 8 * short + 10_000


def test_rules_come_before_style() -> None:
    found = findings(in_a_letter("as discussed i recieve {{x}}. Just checking in.", "Hi Bob,"))
    assert [one.is_rule for one in found] == sorted((one.is_rule for one in found), reverse=True)
    assert {one.kind for one in found if one.is_rule} <= RULES
    assert Kind.SPELLING not in RULES


@pytest.mark.parametrize("stops", [".", "?!", "…", '."', "e. "])
def test_very_many_stops_are_read_once(stops: str) -> None:
    """Tried again from each of them, this would take minutes."""
    letter = take_apart("We met. " + stops * (100_000 // len(stops)) + "x")
    assert letter.sentences[0].text == "We met."
