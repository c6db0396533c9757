"""Which question to ask next: the one whose answer is worth most. Pure; the desk, mails, forms and surveys share this order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.lead import LeadDefinition
from keepwarm.engine.words import Evidence


class Worth(IntEnum):
    """What an answer is worth, the most first. HEARD_…: it tells us something, but this way of asking does not count for the criterion."""

    REQUIRED = 0
    SUPPORTING = 1
    INTEREST = 2
    HEARD_REQUIRED = 3
    HEARD_SUPPORTING = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class Askable:
    """A question of the house. `is_topic`: whether somebody has an interest."""

    key: str
    is_topic: bool = False


def rank(
    questions: Sequence[Askable],
    definition: LeadDefinition,
    *,
    known: Mapping[str, int],
    gives: Evidence,
    met: frozenset[str] = frozenset(),
) -> list[tuple[Worth, str]]:
    """The questions that are open, the one to ask next first; among equals as the definition has them, then as the house has them.

    `known`: the evidence of each answer in force. `gives`: the evidence that this way of asking brings; what is known as well
    or better is not asked. `met`: names of criteria that are met, whatever else is open.
    """
    served = _served(definition, known, gives, met)
    found = []
    for place, question in enumerate(questions):
        if known.get(question.key, 0) >= gives:
            continue
        worth, order = served.get(question.key, (Worth.INTEREST if question.is_topic else Worth.OTHER, len(served)))
        if question.key in known and worth not in {Worth.REQUIRED, Worth.SUPPORTING}:
            continue  # a better answer would change nothing
        found.append((worth, order, place, question.key))
    return [(worth, key) for worth, _order, _place, key in sorted(found)]


def criteria_of(keys: Iterable[str], definition: LeadDefinition) -> dict[str, tuple[str, ...]]:
    """The names of the criteria that each question serves."""
    wanted: dict[str, list[str]] = {key: [] for key in keys}
    for criterion in definition.criteria:
        for key in answers_of(criterion.condition):
            if key in wanted:
                wanted[key].append(criterion.name)
    return {key: tuple(names) for key, names in wanted.items()}


def _served(definition: LeadDefinition, known: Mapping[str, int], gives: Evidence, met: frozenset[str]) -> dict[str, tuple[Worth, int]]:
    """The worth of each question that an open criterion needs, and its place among them."""
    found: dict[str, tuple[Worth, int]] = {}
    for place, criterion in enumerate(definition.criteria):
        if criterion.name in met:
            continue
        counts = gives in criterion.evidence
        worth = (Worth.REQUIRED if criterion.required else Worth.SUPPORTING) if counts else _heard(criterion.required)
        for key in answers_of(criterion.condition):
            if known.get(key, 0) not in criterion.evidence:
                found[key] = min(found.get(key, (worth, place)), (worth, place))
    return found


def _heard(required: bool) -> Worth:
    return Worth.HEARD_REQUIRED if required else Worth.HEARD_SUPPORTING
