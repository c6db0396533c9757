"""Problems of a definition are sentences, shown at their criterion."""

import pytest

from keepwarm.engine.conditions.text import parse
from keepwarm.engine.conditions.tree import All
from keepwarm.engine.lead import ANY, Criterion, Group, LeadDefinition, provisional_definition
from keepwarm.engine.lead_checks import find_problems
from keepwarm.engine.lead_problems import Problem, say_problem
from keepwarm.engine.satisfying import Asked
from keepwarm.engine.words import Evidence

C, P, W = Evidence.CONVERSATION, Evidence.PUBLIC, Evidence.WRITTEN
QUESTIONS = {
    "machines": Asked("number"),
    "trade": Asked("choice", ("mill", "bakery")),
    "need": Asked(),
    "size": Asked("number", is_asked=False),
    **{key: Asked() for key in ("authority", "timing", "budget", "fit")},
}


def asks(name: str, text: str, *evidence: Evidence, required: bool = True, label: str = "") -> Criterion:
    return Criterion(name, label or name.capitalize(), Group.FIT, parse(text), frozenset(evidence) or ANY, required)


def problems(*criteria: Criterion, needed: int = 0) -> tuple[Problem, ...]:
    return find_problems(LeadDefinition(1, provisional=False, criteria=criteria, supporting_needed=needed), QUESTIONS)


def said(*criteria: Criterion, needed: int = 0) -> list[str]:
    return [say_problem(one) for one in problems(*criteria, needed=needed)]


def test_the_provisional_definition_has_no_problem() -> None:
    assert find_problems(provisional_definition(), QUESTIONS) == ()


def test_two_criteria_that_exclude_each_other_are_named_with_the_proof() -> None:
    big, small = asks("big", "answer.machines >= 10"), asks("small", "answer.machines <= 5 and answer.need is known")
    found = problems(big, asks("need", "answer.need is known"), small)
    assert [say_problem(one) for one in found] == [
        (
            "Nobody can meet all of these: “Big” asks that “machines” is at least 10; “Small” asks that “machines” is at most 5. "
            "No answer to “machines” fits them together."
        )
    ]
    assert found[0].names == ("big", "small")


def test_one_criterion_can_contradict_itself() -> None:
    assert said(asks("odd", "answer.machines > 10 and answer.machines < 5")) == [
        "Nobody can meet “Odd”: no answer to “machines” fits “machines” is above 10 and “machines” is below 5."
    ]


def test_evidence_that_excludes_each_other_is_named() -> None:
    found = said(asks("told", "answer.need is known", C), asks("seen", "answer.need is known", P))
    assert len(found) == 1
    assert "for “Told” said in a conversation; for “Seen” found in public" in found[0]


def test_what_only_people_without_a_phone_can_meet_is_a_warning() -> None:
    found = problems(asks("told", "answer.need is known", C), asks("wrote", "answer.need is known", W))
    assert [one.is_warning for one in found] == [True]
    assert say_problem(found[0]).startswith("Only people who may not be phoned could meet this. Nobody can meet all of these:")


def test_more_supporting_ones_are_needed_than_go_together() -> None:
    found = said(
        asks("need", "answer.need is known"),
        asks("big", "answer.machines >= 10", required=False),
        asks("small", "answer.machines <= 5", required=False),
        needed=2,
    )
    assert found[0].startswith("Nobody can meet enough: 2 supporting criteria are needed, and at most 1 can be met. Nobody can meet all")


@pytest.mark.parametrize(
    ("criteria", "needed", "sentence"),
    [
        ((), 0, "There is no criterion yet: nobody would be a lead."),
        ((asks("need", "answer.need is known", required=False),), 0, "Everybody would be a lead"),
        ((asks("need", "answer.need is known"),), 1, "1 supporting criteria are needed, and there are only 0."),
        ((asks("a", "answer.nobody is known"),), 0, "“A” asks for the question “nobody”, which this house does not have."),
        ((asks("a", "colour = yes"),), 0, "“A” asks for “colour”, which is neither a question nor a fact."),
        ((asks("a", 'answer.machines contains "x"'),), 0, "“A” compares “machines” with words, and its answers are numbers."),
        ((asks("a", "answer.need > 3"),), 0, "“A” compares “need” as a number, and its answers are words."),
        ((asks("a", 'answer.trade = "shop"'),), 0, "Nobody can meet “A”: no answer to “trade” fits “trade” is “shop”."),
        ((asks("a", "answer.size is known", C),), 0, "Nobody asks “size” in a conversation yet, and “A” counts nothing else."),
        ((asks("a", 'not answer.need = "no"'),), 0, "“A” is met by people of whom nothing is known. Ask for what must be known too."),
        ((asks("a", "answer.need is known", label=" "),), 0, "Give the criterion a name."),
        ((asks("a", "answer.need is known"), asks("a", "answer.fit is known", label="B")), 0, "Two criteria are called “A”."),
        ((asks("a", "answer.need is known"), asks("b", "answer.fit is known", label="a ")), 0, "Two criteria are called “A”."),
    ],
)
def test_other_problems_are_sentences(criteria: tuple[Criterion, ...], needed: int, sentence: str) -> None:
    assert any(one.startswith(sentence) for one in said(*criteria, needed=needed)), said(*criteria, needed=needed)


def test_a_group_with_nothing_in_it_and_no_evidence_at_all() -> None:
    empty = Criterion("empty", "Empty", Group.OWN, All(()), ANY, required=True)
    hollow = Criterion("hollow", "Hollow", Group.OWN, All((parse("answer.need is known"), All(()))), frozenset(), required=True)
    found = said(empty, hollow)
    assert "“Empty” asks for nothing yet: add a question." in found
    assert "“Hollow” holds a group of conditions with nothing in it." in found
    assert "“Hollow” can never be met: it says of no evidence that it counts." in found
