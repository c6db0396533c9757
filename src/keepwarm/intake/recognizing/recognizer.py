"""A chunk of rows, each recognized: somebody of the house, an earlier row of the same list, or someone new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from keepwarm.intake.recognizing.lookups import Address, Holders, holders_of, holders_of_keys, people_of
from keepwarm.intake.shaping.shapes import Shaped
from keepwarm.prospects.matching.choosing import Choice, choose
from keepwarm.prospects.matching.compare import name_levels
from keepwarm.prospects.matching.keys import MOST_HOLDERS
from keepwarm.prospects.matching.levels import DIFFERENT
from keepwarm.prospects.matching.records import Person
from keepwarm.prospects.matching.sharing import are_two_people, without
from keepwarm.prospects.matching.verdicts import Verdict
from keepwarm.prospects.matching.weights import Weights, usual_weights

MOST_DOUBTS: Final = 3  # shown of one row, the likeliest first


@dataclass(frozen=True, slots=True)
class Suspect:
    """Someone the row may be: a prospect, or an earlier row (`row`, its place in the chunk)."""

    prospect_id: int | None
    row: int | None
    weight: float
    reasons: list[list[str]]


@dataclass(slots=True)
class Recognized:
    """Who a row is: `prospect_id`, or `same_as` an earlier row of the chunk, or neither: someone new."""

    shaped: Shaped
    prospect_id: int | None = None
    same_as: int | None = None
    doubts: list[Suspect] = field(default_factory=list)
    shared: set[Address] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.prospect_id is None and self.same_as is None


@dataclass(slots=True)
class Chunk:
    """The rows of a chunk, recognized, and the addresses found to be the organization's: to be marked so in the house too."""

    rows: list[Recognized]
    shared: set[Address]
    common: set[int]  # keys that too many hold


class Recognizer:
    """Recognizes chunk after chunk. `population`: about how many people there are; the more, the more a name alone proves nothing.

    With `remembers`, rows of earlier chunks are remembered here, for a trial that writes nothing; otherwise they stand in the
    database by then.
    """

    def __init__(self, *, population: int, remembers: bool = False) -> None:
        self.weights: Weights = usual_weights(max(population, 1000))
        self.remembers = remembers
        self.common: set[int] = set()
        self._start_anew()

    def _start_anew(self) -> None:
        self.by_address: dict[Address, list[int]] = {}
        self.by_key: dict[int, list[int]] = {}
        self.rows: list[Recognized] = []
        self._plain: set[str] = set()  # the shared addresses of the chunk, as people have them

    def recognize(self, shaped: Sequence[Shaped]) -> Chunk:
        """Each row in its order."""
        if not self.remembers:
            self._start_anew()
        first = len(self.rows)
        finds = [_finds(row) for row in shaped]
        holders = holders_of({own for owns in finds for own in owns})
        keys = holders_of_keys({key for row in shaped for key in row.keys}, self.common)
        shared: set[Address] = set(holders.shared)
        self._plain = {_plain(address) for address in shared}
        known = self._known(shaped, finds, holders, keys, shared)
        for row, owns in zip(shaped, finds, strict=True):
            self._place(row, owns, holders, keys, shared, known)
        chunk = self.rows[first:]
        for one in chunk:
            one.shared = {own for address in one.shaped.addresses if (own := (address[0], address[2])) in shared or address[5]}
        return Chunk(chunk, shared - holders.shared, self.common)

    def _known(
        self, shaped: Sequence[Shaped], finds: Sequence[Finds], holders: Holders, keys: dict[int, list[int]], shared: set[Address]
    ) -> dict[int, Person]:
        """Everyone of the house whom any row of the chunk may be."""
        ids: set[int] = set()
        for row, owns in zip(shaped, finds, strict=True):
            ids.update(self._candidates(row, owns, holders, keys, shared))
        return people_of(ids, self._plain)

    def _candidates(self, row: Shaped, owns: Finds, holders: Holders, keys: dict[int, list[int]], shared: set[Address]) -> set[int]:
        if holders.of.keys().isdisjoint(owns) and keys.keys().isdisjoint(row.keys):
            return _NOBODY
        ids: set[int] = set()
        for own in owns:
            if own not in shared and len(found := holders.of.get(own, ())) <= MOST_HOLDERS:
                ids.update(found)
        for key in row.keys:
            ids.update(keys.get(key, ()))
        return ids

    def _place(
        self,
        row: Shaped,
        owns: Finds,
        holders: Holders,
        keys: dict[int, list[int]],
        shared: set[Address],
        known: dict[int, Person],
    ) -> None:
        person: Person | None = None
        told = Recognized(row)
        candidates = self._candidates(row, owns, holders, keys, shared)
        earlier = self._earlier(row, owns, shared)
        if candidates or earlier:
            person = without(Person(*row.person), self._plain)  # type: ignore[arg-type]
            others = [known[pk] for pk in candidates if pk in known]
            others += [self._person(place) for place in earlier]
            self._judge(told, choose(person, others, self.weights))
            self._share(owns, person, others, shared)
        self._remember(len(self.rows), owns, row.keys)
        self.rows.append(told)

    def _judge(self, told: Recognized, choice: Choice) -> None:
        if choice.same is not None:
            key = choice.same.right.key
            if isinstance(key, int):
                told.prospect_id = key
            else:
                self._same_as(told, _place_of(key))
        told.doubts = [_suspect(verdict) for verdict in choice.doubts if not _plainly_two(verdict)][:MOST_DOUBTS]

    def _same_as(self, told: Recognized, place: int) -> None:
        """The earlier row, or whoever that one is."""
        before = self.rows[place]
        told.prospect_id = before.prospect_id
        if before.prospect_id is None:
            told.same_as = before.same_as if before.same_as is not None else place

    def _earlier(self, row: Shaped, owns: Finds, shared: set[Address]) -> set[int]:
        """Places of earlier rows that share an address or a key."""
        if self.by_address.keys().isdisjoint(owns) and self.by_key.keys().isdisjoint(row.keys):
            return _NOBODY
        places: set[int] = set()
        for own in owns:
            if own not in shared:
                places.update(self.by_address.get(own, ())[:MOST_HOLDERS])
        for key in row.keys:
            if key not in self.common:
                places.update(self.by_key.get(key, ())[:MOST_HOLDERS])
        return places

    def _person(self, place: int) -> Person:
        """An earlier row as someone to compare with; its key tells that it is a row, not a prospect."""
        person = Person(f"row {place}", *self.rows[place].shaped.person[1:])  # type: ignore[arg-type]
        return without(person, self._plain)

    def _share(self, owns: Finds, person: Person, others: Iterable[Person], shared: set[Address]) -> None:
        """A number or mailbox under names of two people is nobody's own."""
        own = {_plain(address): address for address in owns}
        for other in others:
            for value in (*other.emails, *other.phones):
                if value in own and are_two_people(person, other):
                    shared.add(own[value])
                    self._plain.add(value)

    def _remember(self, here: int, owns: Finds, keys: Sequence[int]) -> None:
        for own in owns:
            self.by_address.setdefault(own, []).append(here)
        for key in keys:
            self.by_key.setdefault(key, []).append(here)


Finds = Sequence[Address]
"""By what a row is found: phones and mailboxes of a person; not those of a role, nor postal addresses, which the keys cover."""
_NOBODY: set[int] = set()


def _finds(row: Shaped) -> Finds:
    return [(kind, normalized) for kind, _, normalized, _, _, shared in row.addresses if kind != "post" and not shared]


def _plain(address: Address) -> str:
    return address[1].removeprefix("+") if address[0] == "phone" else address[1]


def _place_of(key: str | int) -> int:
    return int(str(key).removeprefix("row "))


def _suspect(verdict: Verdict) -> Suspect:
    key = verdict.right.key
    reasons = [[reason.key, reason.left, reason.right] for reason in verdict.reasons]
    is_row = isinstance(key, str)
    return Suspect(None if is_row else int(key), _place_of(key) if is_row else None, verdict.weight, reasons)


def _plainly_two(verdict: Verdict) -> bool:
    """Different in given and family name: they share an address as colleagues or a household do, and nobody need look."""
    given, family = name_levels(verdict.left, verdict.right)
    return given == DIFFERENT and family == DIFFERENT
