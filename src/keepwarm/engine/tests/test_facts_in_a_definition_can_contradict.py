"""A definition that asks for facts, not answers: what never holds together is proven so, and what a fact never is, is said."""

import numpy as np
import pytest

from keepwarm.engine.blank import blank_facts
from keepwarm.engine.conditions.columns import holds
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.lead import ANY, Criterion, Group, LeadDefinition
from keepwarm.engine.lead_checks import find_problems
from keepwarm.engine.lead_problems import say_problem
from keepwarm.engine.satisfying import Asked
from keepwarm.engine.tests.people import NOW

QUESTIONS = {"need": Asked()}


def said(*conditions: str) -> list[str]:
    """What is said of a definition with one required criterion for each condition, called A, B …"""
    criteria = tuple(
        Criterion(label, label, Group.OWN, parse(text), ANY, required=True) for label, text in zip("ABC", conditions, strict=False)
    )
    return [say_problem(one) for one in find_problems(LeadDefinition(1, provisional=False, criteria=criteria), QUESTIONS)]


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ('stage = "new"', 'stage = "customer"', "stage"),
        ("attempts > 5", "attempts < 3", "attempts"),
        ("attempts > 5", "attempts < 6", "attempts"),
        ("may_call = yes", "may_call = no", "may call"),
        ("inquired_at < 2026-01-01", "inquired_at > 2026-06-01", "inquired at"),
        ("last_reached_at > 10 days ago", "last_reached_at < 20 days ago", "last reached at"),
        ("wake_at is known", "not wake_at is known", "wake at"),
    ],
)
def test_facts_that_never_hold_together_are_named_with_the_proof(one: str, other: str, field: str) -> None:
    (sentence,) = said(one, other)
    assert sentence.startswith("Nobody can meet all of these: “A” asks that")
    assert sentence.endswith(f"{field} is never all of that at once.")


def test_one_criterion_may_contradict_itself() -> None:
    (sentence,) = said('stage = "new" and stage = "lead"')
    assert sentence.startswith("Nobody can meet “A”: stage is never ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('stage = "new" or stage = "lead"', 'not stage = "new"'),
        ("attempts > 5", "attempts < 7"),
        ("inquired_at < 2026-01-01", "inquired_at > 20 days ago"),  # once that was so
        ("inquired_at > 20 days ago", "inquired_at < 10 days ago"),
        ("warm = yes", "answer.need is known"),
    ],
)
def test_what_somebody_can_meet_is_let_be(one: str, other: str) -> None:
    assert said(one, other) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('attempts = "many"', "a number"),
        ('stage contains "le"', "one of a few names"),
        ('stage = "hot"', "one of a few names"),
        ("may_call = 3", "yes or no"),
        ("wake_at > 3", "a date"),
    ],
)
def test_what_a_fact_can_never_be_keeps_a_draft_from_being_signed(text: str, kind: str) -> None:
    (sentence,) = said(text)
    assert sentence.endswith(f"with something that it never is: it is {kind}.")
    with pytest.raises(Exception):  # noqa: B017, PT011 - the columns refuse it too, each in its own way
        holds(parse(text), blank_facts(1, now=NOW, wake_at=np.full(1, NOW)))
