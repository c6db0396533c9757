"""What is wrong with a definition of a lead, with the proof: criteria that nobody can meet, or that say nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any as Anything

from keepwarm.engine.conditions.columns import FACT_NAMES
from keepwarm.engine.conditions.tree import ANSWER, All, Any, Compare, Condition, IsKnown, Not, Op, answers_of, fields_of
from keepwarm.engine.fact_values import misfit
from keepwarm.engine.lead import ANY, Criterion, LeadDefinition
from keepwarm.engine.lead_problems import (
    EMPTY,
    EMPTY_GROUP,
    EVERYONE,
    FACT_KINDS,
    MET_BY_STRANGERS,
    NEVER_ALONE,
    NEVER_ASKED,
    NEVER_KNOWN_SO,
    NEVER_SO,
    NEVER_SO_ALONE,
    NEVER_TOGETHER,
    NO_CHOICE,
    NO_CONDITION,
    NO_EVIDENCE,
    NO_LABEL,
    NO_NUMBER,
    NO_TEXT,
    NOT_SUCH_A_FACT,
    ONLY_IN_WRITING,
    TOO_FEW_TOGETHER,
    TOO_MANY_NEEDED,
    TWICE,
    UNKNOWN_FACT,
    UNKNOWN_QUESTION,
    Clash,
    Problem,
)
from keepwarm.engine.satisfying import Asked, Clause, TooIntricate, atoms_of, can_hold, most_held, truth
from keepwarm.engine.words import Evidence


def find_problems(definition: LeadDefinition, questions: Mapping[str, Asked]) -> tuple[Problem, ...]:
    """Everything wrong with a definition, errors first. `questions`: those of the house, by key."""
    plain = [*_of_the_whole(definition), *(one for criterion in definition.criteria for one in _of_one(criterion, questions))]
    if any(not one.is_warning for one in plain):
        return _errors_first(plain)
    try:
        return _errors_first([*plain, *_contradictions(definition, questions)])
    except TooIntricate:  # nobody wrote this by hand: nothing is claimed
        return _errors_first(plain)


def _errors_first(found: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(found, key=lambda one: one.is_warning))


def _of_the_whole(definition: LeadDefinition) -> Iterator[Problem]:
    criteria = definition.criteria
    supporting = sum(not one.required for one in criteria)
    if not criteria:
        yield Problem(EMPTY, is_impossible=True)
    elif definition.supporting_needed > supporting:
        yield Problem(TOO_MANY_NEEDED, {"needed": definition.supporting_needed, "count": supporting}, is_impossible=True)
    elif supporting == len(criteria) and not definition.supporting_needed:
        yield Problem(EVERYONE)
    for called in ([one.name for one in criteria], [one.label.strip().casefold() for one in criteria]):
        count = Counter(called)
        double = next((one for one, said in zip(criteria, called, strict=True) if count[said] > 1 and one.label.strip()), None)
        if double is not None:
            yield Problem(TWICE, {"label": double.label}, (double.name,))
            return


def _of_one(criterion: Criterion, questions: Mapping[str, Asked]) -> Iterator[Problem]:
    """What is wrong with one criterion, whatever the others say."""
    at, label = (criterion.name,), {"label": criterion.label}
    if not criterion.label.strip():
        yield Problem(NO_LABEL, names=at)
    if not fields_of(criterion.condition):
        yield Problem(NO_CONDITION, label, at)
        return
    if _has_empty_group(criterion.condition):
        yield Problem(EMPTY_GROUP, label, at)
    if not criterion.evidence and answers_of(criterion.condition):
        yield Problem(NO_EVIDENCE, label, at)
    for name in fields_of(criterion.condition):
        if key := _unknown(name, questions):
            yield Problem(key, label | {"question": name.removeprefix(ANSWER)}, at)
    yield from _of_its_comparisons(criterion, questions)


def _unknown(name: str, questions: Mapping[str, Asked]) -> str:
    if name.startswith(ANSWER):
        return "" if name.removeprefix(ANSWER) in questions else UNKNOWN_QUESTION
    return "" if name in FACT_NAMES else UNKNOWN_FACT


def _has_empty_group(condition: Condition) -> bool:
    match condition:
        case All(parts=parts) | Any(parts=parts):
            return not parts or any(_has_empty_group(part) for part in parts)
        case Not(part=part):
            return _has_empty_group(part)
    return False


def _of_its_comparisons(criterion: Criterion, questions: Mapping[str, Asked]) -> Iterator[Problem]:
    at, label, needs_told = (criterion.name,), criterion.label, criterion.evidence == {Evidence.CONVERSATION}
    for key in answers_of(criterion.condition):
        asked = questions.get(key)
        if asked is not None and not asked.is_asked and needs_told:
            yield Problem(NEVER_ASKED, {"label": label, "question": (ANSWER + key,)}, at, is_warning=True)
    for atom in dict.fromkeys(atoms_of(criterion.condition)):
        asked = questions.get(atom.field.removeprefix(ANSWER)) if atom.field.startswith(ANSWER) else None
        if isinstance(atom, Compare) and atom.field in FACT_NAMES and (kind := misfit(atom)):
            yield Problem(NOT_SUCH_A_FACT, {"label": label, "question": (atom.field,), "kind": FACT_KINDS[kind]}, at)
        if asked is None or isinstance(atom, IsKnown):
            continue
        if problem := _misfit(atom, asked):
            yield Problem(problem, {"label": label, "question": (atom.field,)}, at)
        elif asked.choices and asked.kind == "choice" and atom.op is Op.IS and atom.value not in asked.choices:
            said = {"label": label, "question": (atom.field,), "value": str(atom.value)}
            yield Problem(NO_CHOICE, said, at, is_warning=True)


def _misfit(atom: Compare, asked: Asked) -> str:
    """Comparing numbers with words, which the columns refuse or never find equal."""
    is_number = isinstance(atom.value, float) and not isinstance(atom.value, bool)
    if asked.kind == "number":
        return "" if is_number else NO_TEXT
    return "" if isinstance(atom.value, str) else NO_NUMBER


def _contradictions(definition: LeadDefinition, questions: Mapping[str, Asked]) -> Iterator[Problem]:
    """Where no person can meet what is asked: tried for people who may be phoned and for those who may only be written to."""
    must = [one for one in definition.criteria if one.required]
    may = [one for one in definition.criteria if not one.required]
    if clash := _clash(must, questions):
        yield from _proven(clash, questions, Problem(_key_of(clash, questions), _words(clash), _names(clash)), must)
        return
    yield from _too_few(definition, must, may, questions)
    for criterion in definition.criteria:
        if not criterion.required and (clash := _clash([*must, criterion], questions)):
            yield Problem(_key_of(clash, questions), _words(clash), _names(clash), is_warning=True)
        if truth(criterion.condition, criterion.evidence, _nothing_known(criterion)) is True:
            yield Problem(MET_BY_STRANGERS, {"label": criterion.label}, (criterion.name,), is_warning=True)


def _proven(clash: Clash, questions: Mapping[str, Asked], problem: Problem, must: Sequence[Criterion]) -> Iterator[Problem]:
    """An error when nobody at all can meet it; when people who may only be written to can, a warning."""
    if can_hold([_clause(one) for one in must], questions, written_only=True):
        yield Problem(ONLY_IN_WRITING, {"proof": problem}, problem.names, is_warning=True)
        return
    yield Problem(problem.key, problem.args, problem.names, is_impossible=True)


def _too_few(
    definition: LeadDefinition, must: Sequence[Criterion], may: Sequence[Criterion], questions: Mapping[str, Asked]
) -> Iterator[Problem]:
    needed, wished = [_clause(one) for one in must], [_clause(one) for one in may]
    most = {only: most_held(needed, wished, questions, written_only=only) or 0 for only in (False, True)}
    if most[False] >= definition.supporting_needed:
        return
    clash = _clash([*must, *may], questions)
    proof: Anything = Problem(_key_of(clash, questions), _words(clash)) if clash else ""
    problem = Problem(TOO_FEW_TOGETHER, {"needed": definition.supporting_needed, "most": most[False], "proof": proof})
    if most[True] >= definition.supporting_needed:
        yield Problem(ONLY_IN_WRITING, {"proof": problem}, is_warning=True)
    else:
        yield Problem(problem.key, problem.args, is_impossible=True)


def _clash(criteria: Sequence[Criterion], questions: Mapping[str, Asked]) -> Clash | None:
    """The fewest parts of these criteria that exclude each other; None when all can be met. Parts that are all needed stand apart."""
    parts = [(criterion, part) for criterion in criteria for part in _parts(criterion.condition)]
    if can_hold([Clause(part, criterion.evidence) for criterion, part in parts], questions):
        return None
    for pair in list(parts):
        fewer = [one for one in parts if one is not pair]
        if not can_hold([Clause(part, criterion.evidence) for criterion, part in fewer], questions):
            parts = fewer
    return Clash(tuple(criterion for criterion, _part in parts), tuple(part for _criterion, part in parts))


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All) and condition.parts:
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _clause(criterion: Criterion) -> Clause:
    return Clause(criterion.condition, criterion.evidence)


def _nothing_known(criterion: Criterion) -> dict[tuple[Anything, frozenset[Evidence]], bool]:
    return {(atom, criterion.evidence): False for atom in atoms_of(criterion.condition) if atom.field.startswith(ANSWER)}


def _names(clash: Clash) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in clash.criteria))


def _key_of(clash: Clash, questions: Mapping[str, Asked]) -> str:
    """Whether values exclude each other, or the evidence that counts."""
    if not any(field.startswith(ANSWER) for field in clash.fields):
        return NEVER_SO_ALONE if len(set(_names(clash))) == 1 else NEVER_SO
    if len(set(_names(clash))) == 1:
        return NEVER_ALONE
    if can_hold([Clause(part, ANY) for part in clash.conditions], questions):
        return NEVER_KNOWN_SO
    return NEVER_TOGETHER


def _words(clash: Clash) -> dict[str, Anything]:
    return {"label": clash.criteria[0].label, "clash": clash, "questions": clash.fields, "counts": clash.criteria}
