"""A whole batch: who belongs together, guarded against chains that end at somebody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keepwarm.prospects.matching.learn import candidate_pairs, learn
from keepwarm.prospects.matching.reasons import Reason
from keepwarm.prospects.matching.records import Person, Record, prepare
from keepwarm.prospects.matching.sharing import shared_addresses, without
from keepwarm.prospects.matching.verdicts import Kind, Verdict, compare
from keepwarm.prospects.matching.weights import Weights

Key = str | int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two records that may be one person; a person decides."""

    left: Key
    right: Key
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Clusters:
    """`groups` of two and more keys, each one person; `doubts`, the most likely first, between different groups."""

    groups: tuple[tuple[Key, ...], ...]
    doubts: tuple[Doubt, ...]


def cluster(records: Sequence[Record], weights: Weights | None = None) -> Clusters:
    """Group `records` (keys unique) into people; the order of records does not matter.

    Without `weights` the batch teaches its own. Pairs join from the heaviest down; a pair stays a doubt when any two
    members of the groups it would join contradict each other.
    """
    ordered = sorted(records, key=lambda record: (str(record.key), type(record.key).__name__))
    people = [prepare(record) for record in ordered]
    shared = shared_addresses(people)
    people = [without(person, shared) for person in people]
    if weights is None:
        weights = learn(people)
    found = [(pair, compare(people[pair[0]], people[pair[1]], weights)) for pair in candidate_pairs(people)]
    found.sort(key=lambda item: (-item[1].weight, item[0]))
    groups = _Groups(people, weights)
    for (left, right), verdict in found:
        if verdict.kind is Kind.SAME:
            groups.join(left, right)
    return Clusters(groups.keys(), groups.doubts(found))


class _Groups:
    """Groups while they grow: `members` by leader, `leader` by position."""

    def __init__(self, people: Sequence[Person], weights: Weights) -> None:
        self.people = people
        self.weights = weights
        self.leader = list(range(len(people)))
        self.members = {place: [place] for place in self.leader}

    def join(self, left: int, right: int) -> None:
        one, other = self.leader[left], self.leader[right]
        if one == other or self._contradict(one, other, dated=bool(self.people[left].born and self.people[right].born)):
            return
        low, high = min(one, other), max(one, other)
        for place in self.members.pop(high):
            self.leader[place] = low
            self.members[low].append(place)

    def _contradict(self, one: int, other: int, *, dated: bool) -> bool:
        for left in self.members[one]:
            for right in self.members[other]:
                verdict = compare(self.people[left], self.people[right], self.weights)
                if verdict.contradicts or (verdict.born_apart and not dated):
                    return True
        return False

    def keys(self) -> tuple[tuple[Key, ...], ...]:
        people = self.people
        return tuple(tuple(people[place].key for place in sorted(together)) for together in self.members.values() if len(together) > 1)

    def doubts(self, found: Iterable[tuple[tuple[int, int], Verdict]]) -> tuple[Doubt, ...]:
        people = self.people
        told = []
        for (left, right), verdict in found:
            if verdict.kind is Kind.DIFFERENT or self.leader[left] == self.leader[right]:
                continue
            if verdict.kind is Kind.SAME:
                verdict = replace(verdict, kind=Kind.DOUBT, added=(Reason("cluster_contradicts"),))
            told.append(Doubt(people[left].key, people[right].key, verdict))
        return tuple(told)
