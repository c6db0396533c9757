"""What values a fact may take, as far as comparisons with it can tell them apart; for what a fact cannot be compared with, see `misfit`."""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields as dataclass_fields
from datetime import date
from itertools import product
from typing import Any as Anything

from keepwarm.engine.conditions.columns import FACT_NAMES, NAMED
from keepwarm.engine.conditions.tree import Compare, DaysAgo, IsKnown, Op
from keepwarm.engine.facts import Bools, Facts, Times

Atom = Compare | IsKnown
Sign = tuple[bool, ...]
YES_OR_NO, NUMBER, MOMENT, NAME = "yes or no", "a number", "a moment", "a name"
COMPARES: dict[Op, Callable[[float, float], bool]] = {
    Op.IS: operator.eq,
    Op.LESS: operator.lt,
    Op.AT_MOST: operator.le,
    Op.MORE: operator.gt,
    Op.AT_LEAST: operator.ge,
}
"""The comparisons a fact knows: no fact is a text."""
_KINDS: dict[Anything, str] = {Bools: YES_OR_NO, Times: MOMENT}
_TYPES = {field.name: field.type for field in dataclass_fields(Facts)}


def kind_of_fact(name: str) -> str:
    """Yes or no, a number, a moment, or a name such as that of a stage."""
    if name in NAMED:
        return NAME
    return _KINDS.get(_TYPES[name], NUMBER)


def misfit(atom: Compare) -> str:
    """What the fact is, where it cannot be compared so; "" where it can. The columns would refuse the same."""
    kind = kind_of_fact(atom.field)
    fits = {
        YES_OR_NO: isinstance(atom.value, bool),
        NUMBER: isinstance(atom.value, float) and not isinstance(atom.value, bool),
        MOMENT: isinstance(atom.value, date | DaysAgo),
        NAME: isinstance(atom.value, str) and atom.value.upper() in NAMED.get(atom.field, Op).__members__,
    }
    return "" if fits[kind] and atom.op in COMPARES else kind


def fact_signs(name: str, atoms: Sequence[Atom]) -> list[Sign]:
    """What comparisons of one fact may say together, each possibility once."""
    if name not in FACT_NAMES or any(isinstance(atom, Compare) and misfit(atom) for atom in atoms):
        return list(product((True, False), repeat=len(atoms)))
    if kind_of_fact(name) == MOMENT:
        return _of_moments(atoms)
    return list(dict.fromkeys(tuple(_says(atom, value) for atom in atoms) for value in _values(name, atoms)))


def _values(name: str, atoms: Sequence[Atom]) -> Iterator[float | None]:
    """Each value named and its neighbours; of names all there are; None: not known."""
    if name in NAMED:
        yield from (float(member.value) or None for member in NAMED[name])
    elif kind_of_fact(name) == YES_OR_NO:
        yield from (1.0, 0.0)
    else:
        marks = [mark for atom in atoms if isinstance(atom, Compare) for mark in [_mark(atom)]] or [0.0]
        yield from (float(whole) for mark in marks for whole in range(int(mark // 1) - 1, int(mark // 1) + 3))


def _of_moments(atoms: Sequence[Atom]) -> list[Sign]:
    """Days counted back lie anywhere among dates, since now moves on: the two kinds are taken apart, and known or not together."""
    found: list[Sign] = [(False,) * len(atoms)]
    marks = [(isinstance(atom.value, DaysAgo), _mark(atom)) for atom in atoms if isinstance(atom, Compare)]
    days, dates = (_around([mark for is_back, mark in marks if is_back is kind]) for kind in (True, False))
    for day, on in product(days, dates):
        found.append(tuple(_says(atom, day if isinstance(atom, Compare) and isinstance(atom.value, DaysAgo) else on) for atom in atoms))
    return list(dict.fromkeys(found))


def _around(marks: Sequence[float]) -> list[float]:
    return sorted({mark + step for mark in marks or [0.0] for step in (-0.5, 0.0, 0.5)})


def _mark(atom: Compare) -> float:
    """The value compared with as a number; of moments in days, which only need their order."""
    value: Anything = atom.value
    if atom.field in NAMED:
        return float(NAMED[atom.field][value.upper()].value)
    if isinstance(value, DaysAgo):
        return float(-value.days)
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def _says(atom: Atom, value: float | None) -> bool:
    if value is None or isinstance(atom, IsKnown):
        return value is not None
    return COMPARES[atom.op](value, _mark(atom))
