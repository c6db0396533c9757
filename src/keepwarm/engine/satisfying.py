"""Whether anybody can meet conditions together: decided by trying one answer of each kind that makes a difference.

An answer is a value and its evidence, or unknown. The values of a question fall into finitely many kinds: those that every
comparison treats alike. One of each is tried, so that what is found impossible is impossible for every value. So it is done for
facts, which need no evidence; different facts are taken as free of each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from typing import Any as Anything

from keepwarm.engine.conditions.tree import ANSWER, All, Any, Compare, Condition, IsKnown, Not, Op, fields_of
from keepwarm.engine.fact_values import fact_signs
from keepwarm.engine.words import Evidence

MOST_STEPS = 100_000
"""Trials before giving up; a definition that people wrote needs some hundred."""
MOST_PIECES = 8
"""Texts that are contained, of one question: all their sets are tried."""
HIGHEST = 0x10FFFF

Atom = Compare | IsKnown
Counting = frozenset[Evidence]
Sign = tuple[bool, ...]


class TooIntricate(Exception):
    """The search took more than `MOST_STEPS`: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as far as conditions care. `kind`: text, choice, number or yes_no; choices folded."""

    kind: str = "text"
    choices: tuple[str, ...] = ()
    is_asked: bool = True  # by people, in a conversation


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition that is to hold on the answers whose evidence counts."""

    condition: Condition
    evidence: Counting


def can_hold(clauses: Sequence[Clause], questions: Mapping[str, Asked], *, written_only: bool = False) -> bool:
    """Whether one person can meet all clauses. Raises TooIntricate."""
    return most_held(clauses, (), questions, written_only=written_only) is not None


def most_held(must: Sequence[Clause], may: Sequence[Clause], questions: Mapping[str, Asked], *, written_only: bool = False) -> int | None:
    """How many of `may` one person can meet beside all of `must`; None when not even `must`. Raises TooIntricate."""
    most = 0
    for part in _apart([*must, *may]):
        needed = [clause for at, clause in enumerate(must) if at in part]
        wished = [clause for at, clause in enumerate(may, start=len(must)) if at in part]
        found = _Search(needed, wished, questions, written_only).run()
        if found is None:
            return None
        most += found
    return most


def _apart(clauses: Sequence[Clause]) -> list[set[int]]:
    """Clauses that share no field are looked at apart: their places, in groups."""
    groups: list[tuple[set[int], set[str]]] = []
    for at, clause in enumerate(clauses):
        places, fields = {at}, set(fields_of(clause.condition))
        for group in [one for one in groups if one[1] & fields]:
            groups.remove(group)
            places, fields = places | group[0], fields | group[1]
        groups.append((places, fields))
    return [places for places, _ in groups]


class _Search:
    """Field by field, the best first; a branch in which a needed clause has failed is left."""

    def __init__(self, must: Sequence[Clause], may: Sequence[Clause], questions: Mapping[str, Asked], written_only: bool) -> None:
        self.must, self.may = must, may
        self.atoms = _atoms_by_field([*must, *may])
        self.fields = tuple(self.atoms)
        self.signs = [_signs(field, self.atoms[field], questions, written_only) for field in self.fields]
        self.known: dict[tuple[Atom, Counting], bool] = {}
        self.steps = 0
        self.best: int | None = None

    def run(self) -> int | None:
        self._try(0)
        return self.best

    def _try(self, depth: int) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooIntricate
        if self._is_hopeless():
            return
        if depth == len(self.fields):
            self.best = sum(truth(one.condition, one.evidence, self.known) is True for one in self.may)
            return
        atoms = self.atoms[self.fields[depth]]
        for sign in self.signs[depth]:
            self.known.update(zip(atoms, sign, strict=True))
            self._try(depth + 1)
        for atom in atoms:
            self.known.pop(atom, None)

    def _is_hopeless(self) -> bool:
        if any(truth(one.condition, one.evidence, self.known) is False for one in self.must):
            return True
        still = sum(truth(one.condition, one.evidence, self.known) is not False for one in self.may)
        return self.best is not None and still <= self.best


def truth(condition: Condition, evidence: Counting, known: Mapping[tuple[Atom, Counting], bool]) -> bool | None:
    """True, False, or None while it still depends on what is not settled."""
    match condition:
        case Compare() | IsKnown():
            return known.get((condition, evidence))
        case Not(part=part):
            found = truth(part, evidence, known)
            return None if found is None else not found
        case All(parts=parts):
            return _together([truth(part, evidence, known) for part in parts], ends_it=False)
        case Any(parts=parts):
            return _together([truth(part, evidence, known) for part in parts], ends_it=True)


def _together(found: Sequence[bool | None], *, ends_it: bool) -> bool | None:
    if ends_it in found:
        return ends_it
    return None if None in found else not ends_it


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """The comparisons of a condition, as often as they stand there."""
    match condition:
        case Compare() | IsKnown():
            yield condition
        case Not(part=part):
            yield from atoms_of(part)
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from atoms_of(part)


def _atoms_by_field(clauses: Sequence[Clause]) -> dict[str, list[tuple[Atom, Counting]]]:
    found: dict[str, dict[tuple[Atom, Counting], None]] = {}
    for clause in clauses:
        for atom in atoms_of(clause.condition):
            found.setdefault(atom.field, {})[atom, clause.evidence] = None
    return {field: list(atoms) for field, atoms in found.items()}


def _signs(field: str, atoms: Sequence[tuple[Atom, Counting]], questions: Mapping[str, Asked], written_only: bool) -> list[Sign]:
    """What all comparisons of a field may say together, each possibility once."""
    if not field.startswith(ANSWER):
        return sorted(fact_signs(field, [atom for atom, _ in atoms]), key=sum, reverse=True)
    asked = questions.get(field.removeprefix(ANSWER), Asked())
    unknown: Sign = (False,) * len(atoms)
    values = list(values_that_differ([atom for atom, _ in atoms], asked))
    said = [
        tuple(_counts(evidence, counting, written_only) and _fits(atom, value) for atom, counting in atoms)
        for evidence in Evidence
        if evidence is not Evidence.UNKNOWN
        for value in values
    ]
    return sorted(dict.fromkeys([*said, unknown]), key=sum, reverse=True)


def _counts(evidence: Evidence, counting: Counting, written_only: bool) -> bool:
    """As `conditions.columns.known_by` counts it."""
    return evidence in counting or (written_only and evidence is Evidence.WRITTEN and Evidence.CONVERSATION in counting)


def _fits(atom: Atom, value: Anything) -> bool:
    """Whether a known answer fits the comparison."""
    if isinstance(atom, IsKnown):
        return True
    if isinstance(value, str) != isinstance(atom.value, str) or isinstance(atom.value, bool):
        return False
    wanted: Anything = atom.value
    match atom.op:
        case Op.IS:
            return bool(value == wanted)
        case Op.CONTAINS:
            return bool(wanted in value)
        case Op.STARTS:
            return bool(value.startswith(wanted))
    fits = {Op.LESS: value < wanted, Op.AT_MOST: value <= wanted, Op.MORE: value > wanted, Op.AT_LEAST: value >= wanted}
    return bool(fits[atom.op])


def values_that_differ(atoms: Iterable[Atom], asked: Asked) -> Iterator[Anything]:
    """One value of each kind that the comparisons can tell apart."""
    compared = [atom for atom in atoms if isinstance(atom, Compare)]
    if asked.kind == "number":
        return _numbers(sorted({float(one.value) for one in compared if isinstance(one.value, int | float)}))
    if asked.kind == "yes_no":
        return iter(("yes", "no"))
    if asked.kind == "choice" and asked.choices:
        return iter(asked.choices)
    return _texts([one for one in compared if isinstance(one.value, str)])


def _numbers(marks: Sequence[float]) -> Iterator[float]:
    """Each number named, one between each two, one below and one above."""
    if not marks:
        return iter((0.0,))
    between = [low + (high - low) / 2 for low, high in pairwise(marks)]
    return chain(marks, between, (marks[0] - 1, marks[-1] + 1))


def _texts(compared: Sequence[Compare]) -> Iterator[str]:
    """Each text named; and beginnings followed by sets of pieces, kept apart by a letter that stands in none of them."""
    by_op = {op: sorted({str(one.value) for one in compared if one.op is op}) for op in Op}
    pieces = by_op[Op.CONTAINS]
    if len(pieces) > MOST_PIECES:
        raise TooIntricate
    apart = _fresh_letter("".join(str(one.value) for one in compared))
    yield from (text for text in by_op[Op.IS] if text)  # nothing said is no answer
    for beginning in ["", *by_op[Op.STARTS]]:
        for count in range(len(pieces) + 1):
            for chosen in combinations(pieces, count):
                yield apart.join([beginning, *chosen]) + apart


def _fresh_letter(text: str) -> str:
    return next(letter for code in range(0xE000, HIGHEST) if (letter := chr(code)) not in text)
