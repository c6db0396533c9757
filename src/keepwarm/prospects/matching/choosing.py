"""One newcomer among the people a house already knows: whom they are, if anyone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keepwarm.prospects.matching.reasons import Reason
from keepwarm.prospects.matching.records import Person
from keepwarm.prospects.matching.verdicts import USUAL, Kind, Verdict, compare
from keepwarm.prospects.matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Choice:
    """`same`: the verdict for the known person the newcomer is, or None. `doubts`: whom they may be, likeliest first.

    In each verdict `right` is the known person.
    """

    same: Verdict | None
    doubts: tuple[Verdict, ...]


def choose(newcomer: Person, known: Iterable[Person], weights: Weights = USUAL) -> Choice:
    """Return who of `known` (those that share a key) `newcomer` is.

    When two known people fit who cannot be one person, neither is taken: both are doubts.
    """
    told = [compare(newcomer, person, weights) for person in known]
    told.sort(key=lambda verdict: (-verdict.weight, str(verdict.right.key)))
    fits = [verdict for verdict in told if verdict.kind is Kind.SAME]
    doubts = tuple(verdict for verdict in told if verdict.kind is Kind.DOUBT)
    if not fits:
        return Choice(None, doubts)
    if len(fits) > 1 and _exclude_each_other(fits, weights):
        torn = tuple(replace(fit, kind=Kind.DOUBT, added=(Reason("cluster_contradicts"),)) for fit in fits)
        return Choice(None, torn + doubts)
    return Choice(fits[0], (*fits[1:], *doubts))


def _exclude_each_other(fits: Sequence[Verdict], weights: Weights) -> bool:
    first = fits[0].right
    apart = (compare(first, other.right, weights) for other in fits[1:])
    return any(verdict.contradicts or verdict.born_apart for verdict in apart)
