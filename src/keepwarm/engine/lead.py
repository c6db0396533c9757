"""What the house calls a lead: criteria with the evidence that counts, and the judgement of every prospect against them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.conditions.columns import holds, may_hold
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.conditions.tree import ANSWER, All, Condition, IsKnown, answers_of, fields_of
from keepwarm.engine.facts import Bools, Facts
from keepwarm.engine.rows import narrowed
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import Evidence


class Group(StrEnum):
    """What a criterion is about."""

    FIT = "fit"
    NEED = "need"
    AUTHORITY = "authority"
    TIMING = "timing"
    BUDGET = "budget"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that must be known and true. `condition` is judged on those answers only whose evidence counts."""

    name: str
    label: str  # translatable, begins with a capital
    group: Group
    condition: Condition
    evidence: frozenset[Evidence]
    required: bool = False
    own_group: str = ""  # what the house calls it, where the group is its own


@dataclass(frozen=True, slots=True)
class LeadDefinition:
    """A lead meets every required criterion and at least `supporting_needed` of the others."""

    version: int
    provisional: bool  # nobody has signed it yet; it judges all the same, and says so
    criteria: tuple[Criterion, ...]
    supporting_needed: int = 0


@dataclass(frozen=True, slots=True)
class Qualification:
    """The judgement, per row and criterion (shape: rows x criteria, in the order of the definition).

    `contradicted`: answered, and whatever else they answer, it says otherwise. `missing`: neither met nor contradicted.
    `evidence`: the strongest from which an answer to the criterion is known, whether it counts or not (Evidence.UNKNOWN when none is).
    """

    met: Bools
    missing: Bools
    contradicted: Bools
    evidence: NDArray[np.int8]
    is_lead: Bools  # one per row


TOLD = frozenset({Evidence.CONVERSATION})
TOLD_OR_FILLED_IN = frozenset({Evidence.FORM, Evidence.CONVERSATION})
ANY = frozenset(Evidence) - {Evidence.UNKNOWN}


def provisional_definition() -> LeadDefinition:
    """The definition a house starts with, until marketing and sales sign their own. Our choice, from journey 4.

    Need and authority are required; of timing, budget and fit one must be known too. A plain no counts against.
    """
    return LeadDefinition(
        version=0,
        provisional=True,
        criteria=(
            _known("need", gettext_noop("Need"), Group.NEED, TOLD_OR_FILLED_IN, required=True),
            _known("authority", gettext_noop("Authority"), Group.AUTHORITY, TOLD, required=True),
            _known("timing", gettext_noop("Timing"), Group.TIMING, TOLD),
            _known("budget", gettext_noop("Budget"), Group.BUDGET, TOLD),
            _known("fit", gettext_noop("Fit"), Group.FIT, ANY),
        ),
        supporting_needed=1,
    )


def qualify(facts: Facts, definition: LeadDefinition) -> Qualification:
    """Judge every row. A reply, a click or a download is no answer and changes nothing here.

    For those who may only be written to, a written answer satisfies a criterion that demands a conversation.
    """
    shape = (len(facts), len(definition.criteria))
    met, contradicted = np.zeros(shape, bool), np.zeros(shape, bool)
    evidence = np.zeros(shape, np.int8)
    for index, criterion in enumerate(definition.criteria):
        met[:, index] = is_met(facts, criterion)
        contradicted[:, index] = narrowed(_any_known(facts, criterion) & ~met[:, index], facts, partial(_says_otherwise, criterion))
        evidence[:, index] = _strongest(facts, criterion)
    return Qualification(met, ~met & ~contradicted, contradicted, evidence, is_lead(facts, definition))


def is_lead(facts: Facts, definition: LeadDefinition) -> Bools:
    """Who meets the definition; the short way, when the reasons are not asked for. Without criteria nobody does."""
    result = np.full(len(facts), bool(definition.criteria))
    required = [criterion for criterion in definition.criteria if criterion.required]
    for criterion in required:
        result &= _may_be_met(facts, criterion)
    for criterion in required:
        result = narrowed(result, facts, partial(is_met, criterion=criterion))
    return narrowed(result, facts, partial(_has_support, definition=definition))


def is_met(facts: Facts, criterion: Criterion) -> Bools:
    """Where the criterion holds on the answers whose evidence counts."""
    return holds(criterion.condition, facts, criterion.evidence)


def _may_be_met(facts: Facts, criterion: Criterion) -> Bools:
    """Cheap, and true wherever the criterion is met: the answers are known that it says must be known."""
    parts = criterion.condition.parts if isinstance(criterion.condition, All) else (criterion.condition,)
    return holds(All(tuple(part for part in parts if isinstance(part, IsKnown))), facts, criterion.evidence)


def _has_support(facts: Facts, definition: LeadDefinition) -> Bools:
    supporting = [is_met(facts, criterion) for criterion in definition.criteria if not criterion.required]
    count = np.sum(supporting, axis=0) if supporting else np.zeros(len(facts), np.int64)
    enough: Bools = count >= definition.supporting_needed
    return enough


def _any_known(facts: Facts, criterion: Criterion) -> Bools:
    """A criterion about facts other than answers is always known."""
    keys = answers_of(criterion.condition)
    known = np.full(len(facts), len(keys) < len(fields_of(criterion.condition)))
    for key in keys:
        if key in facts.answers:
            known |= facts.answers[key].known
    return known


def _says_otherwise(criterion: Criterion, facts: Facts) -> Bools:
    """Where no further answer can make the condition hold."""
    otherwise: Bools = ~may_hold(criterion.condition, facts)
    return otherwise


def _strongest(facts: Facts, criterion: Criterion) -> NDArray[np.int8]:
    strongest = np.zeros(len(facts), np.int8)
    for key in answers_of(criterion.condition):
        if key in facts.answers:
            answer = facts.answers[key]
            np.maximum(strongest, np.where(answer.known, answer.evidence, 0), out=strongest, casting="unsafe")
    return strongest


def _known(key: str, label: str, group: Group, evidence: frozenset[Evidence], *, required: bool = False) -> Criterion:
    condition = parse(f'{ANSWER}{key} is known and not {ANSWER}{key} in ("no", "none", "never")')
    return Criterion(key, label, group, condition, evidence, required)
