"""Whether an offering fits what a prospect said: it fits, it does not, or it is not known yet, and then what to ask."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from keepwarm.engine.conditions.columns import may_hold, surely_holds
from keepwarm.engine.conditions.tree import ANSWER, All, Any, Condition, IsKnown, Not, answers_of, one_of
from keepwarm.engine.facts import Bools, Facts

ALWAYS: Condition = All(())
PLAIN_NO = ("no", "none", "never")
"""What says that there is no need, whatever the question."""


class Verdict(StrEnum):
    """How an offering stands to one prospect, and each part of it."""

    FITS = "fits"
    DOES_NOT = "does_not"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Need:
    """A need that an offering serves: the answers to a question, folded as they are compared. None named: any but a plain no."""

    question: str
    values: tuple[str | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Serves:
    """What an offering serves and requires. One of its needs is enough; without needs it serves everyone.

    What it requires must hold whole.
    """

    needs: tuple[Need, ...] = ()
    requires: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Fit:
    """The judgement of one prospect. `needs` in the order of the offering; `ask`: keys of questions that would settle it."""

    verdict: Verdict
    needs: tuple[Verdict, ...]
    requires: Verdict
    ask: tuple[str, ...]


def condition_of(need: Need) -> Condition:
    """When a prospect has this need."""
    field = ANSWER + need.question
    if need.values:
        return one_of(field, need.values)
    return All((IsKnown(field), Not(one_of(field, PLAIN_NO))))


def whole_condition(serves: Serves) -> Condition:
    """When the offering fits."""
    needs = Any(tuple(condition_of(one) for one in serves.needs)) if serves.needs else All(())
    return All((needs, serves.requires))


def fits(serves: Serves, facts: Facts) -> Bools:
    """Where the offering fits for sure, one boolean per row."""
    return surely_holds(whole_condition(serves), facts)


def judge_fit(serves: Serves, facts: Facts, row: int = 0) -> Fit:
    """One row in full. An answer that nobody gave is unknown, and makes nothing fit or not fit."""

    def verdict(condition: Condition) -> Verdict:
        if surely_holds(condition, facts)[row]:
            return Verdict.FITS
        return Verdict.NOT_KNOWN if may_hold(condition, facts)[row] else Verdict.DOES_NOT

    whole = verdict(whole_condition(serves))
    ask = _ask(serves, facts, row, verdict) if whole is Verdict.NOT_KNOWN else ()
    return Fit(whole, tuple(verdict(condition_of(one)) for one in serves.needs), verdict(serves.requires), ask)


def _ask(serves: Serves, facts: Facts, row: int, verdict: Callable[[Condition], Verdict]) -> tuple[str, ...]:
    """First what it requires, for that alone can end it; then its needs, unless one of them is known to be there."""
    needs = [condition_of(one) for one in serves.needs]
    is_needed = any(verdict(one) is Verdict.FITS for one in needs)
    open_ones = [serves.requires, *([] if is_needed else needs)]
    keys = [key for one in open_ones if verdict(one) is Verdict.NOT_KNOWN for key in answers_of(one)]
    unknown = [key for key in keys if key not in facts.answers or not facts.answers[key].known[row]]
    return tuple(dict.fromkeys(unknown))
