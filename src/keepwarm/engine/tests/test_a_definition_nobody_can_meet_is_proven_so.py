"""What is called impossible nobody meets, tried on every person of a small world; and what is not, somebody does."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from keepwarm.engine.blank import blank_facts
from keepwarm.engine.conditions.tree import All, Any, Compare, Condition, IsKnown, Not, Op
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.lead import Criterion, Group, LeadDefinition, is_lead
from keepwarm.engine.lead_checks import find_problems
from keepwarm.engine.satisfying import Asked
from keepwarm.engine.tests.people import NOW, ago
from keepwarm.engine.words import Evidence

QUESTIONS = {"size": Asked("number"), "trade": Asked("choice", ("mill", "bakery", "yard")), "goal": Asked("text")}
SIZES = (0.0, 1.0, 1.5, 2.0, 3.0)
GOALS = tuple("".join(letters) for count in range(1, 4) for letters in product("abc", repeat=count))
EVIDENCE = tuple(kind for kind in Evidence if kind is not Evidence.UNKNOWN)


def small_world(keys: frozenset[str]) -> Facts:
    """Everybody there can be who answers some of these questions: each value, each evidence, each question or not."""
    values = {"size": SIZES, "trade": QUESTIONS["trade"].choices, "goal": GOALS}
    said = [[None, *product(values[key], EVIDENCE)] if key in keys else [None] for key in QUESTIONS]
    people = list(product(*said)) * 2
    columns = {key: column([one[place] for one in people], key) for place, key in enumerate(QUESTIONS)}
    return blank_facts(len(people), now=NOW, written_only=np.arange(len(people)) * 2 < len(people), answers=columns)


def column(said: list[tuple[object, Evidence] | None], key: str) -> AnswerColumn:
    """One question's answers."""
    blank: object = np.nan if key == "size" else ""
    return AnswerColumn(
        np.array([blank if one is None else one[0] for one in said]),
        np.array([one is not None for one in said]),
        np.array([0 if one is None else one[1] for one in said], np.int8),
        np.full(len(said), ago(1)),
    )


def comparisons(keys: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    """Comparisons that fit their questions."""
    numbers = st.builds(Compare, st.just("answer.size"), st.sampled_from(list(Op)[:5]), st.sampled_from([1.0, 2.0]))
    choices = st.builds(Compare, st.just("answer.trade"), st.just(Op.IS), st.sampled_from(["mill", "bakery", "shop"]))
    texts = st.builds(Compare, st.just("answer.goal"), st.sampled_from([Op.IS, Op.CONTAINS, Op.STARTS]), st.sampled_from(["a", "b", "ab"]))
    kinds = {"size": numbers, "trade": choices, "goal": texts}
    known = st.builds(IsKnown, st.sampled_from([f"answer.{key}" for key in keys]))
    return st.one_of(known, *(kinds[key] for key in keys))


def conditions(keys: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    """Trees of a few comparisons."""
    return st.recursive(comparisons(keys), _joined, max_leaves=4)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, inner), st.builds(All, several), st.builds(Any, several))


@st.composite
def definitions(draw: st.DrawFn) -> tuple[tuple[str, ...], LeadDefinition]:
    """A definition about one or two questions, and these."""
    keys = draw(st.sampled_from([("size",), ("goal",), ("size", "trade"), ("trade", "goal")]))
    criteria = tuple(
        Criterion(
            name=f"c{place}",
            label=f"Criterion {place}",
            group=Group.OWN,
            condition=draw(conditions(keys)),
            evidence=draw(st.frozensets(st.sampled_from(EVIDENCE), min_size=1)),
            required=draw(st.booleans()),
        )
        for place in range(draw(st.integers(1, 4)))
    )
    supporting = sum(not one.required for one in criteria)
    return keys, LeadDefinition(1, provisional=False, criteria=criteria, supporting_needed=draw(st.integers(0, supporting)))


@given(definitions())
@settings(max_examples=200, deadline=None)
def test_what_is_called_impossible_nobody_in_the_world_meets_and_all_else_somebody(drawn: tuple[tuple[str, ...], LeadDefinition]) -> None:
    keys, definition = drawn
    somebody = bool(is_lead(small_world(frozenset(keys)), definition).any())
    impossible = any(problem.is_impossible for problem in find_problems(definition, QUESTIONS))
    assert impossible != somebody
