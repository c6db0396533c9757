"""Which closing rep is asked: who knows them already, then whose firm or territory it is, then who has the most room. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Reason = tuple[str, dict[str, Any]]
"""A key of `reasons.WORDS` with its arguments."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A closing rep, and what speaks for them. `load`: what is due within two weeks, for each minute a day for calls."""

    seat_id: int
    name: str
    is_present: bool = True
    thread_at: datetime | None = None  # they gave this prospect back and keep a thread
    spoke_at: datetime | None = None  # their newest conversation with the prospect
    colleague: str = ""  # somebody of the same firm whose rep they are
    territory: str = ""  # that the prospect lies in
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is asked, and why: the first reason decided."""

    seat_id: int
    is_present: bool
    because: tuple[Reason, ...] = field(default_factory=tuple)


def choose(candidates: Iterable[Candidate], *, without: Collection[int] = frozenset()) -> Chosen | None:
    """The best of those who are here; of those away when nobody is here; None when nobody is left at all.

    The same state gives the same answer, whatever the order of the candidates.
    """
    left = [one for one in candidates if one.seat_id not in without]
    best = min(left, key=_rank, default=None)
    if best is None:
        return None
    others = sum(one.is_present for one in left) - best.is_present
    return Chosen(best.seat_id, best.is_present, tuple(_explain(best, others)))


def _rank(one: Candidate) -> tuple[bool, float, float, bool, bool, float, int]:
    return (
        not one.is_present,
        -one.thread_at.timestamp() if one.thread_at else 0.0,
        -one.spoke_at.timestamp() if one.spoke_at else 0.0,
        not one.colleague,
        not one.territory,
        one.load,
        one.seat_id,
    )


def _explain(one: Candidate, others: int) -> Iterable[Reason]:
    """All that speaks for the rep, the strongest first; room only when nothing else does."""
    found: list[Reason] = []
    if one.thread_at:
        found.append(("former_rep", {"name": one.name, "on": one.thread_at.date().isoformat()}))
    if one.spoke_at:
        found.append(("spoke", {"name": one.name, "on": one.spoke_at.date().isoformat()}))
    if one.colleague:
        found.append(("firm", {"name": one.name, "colleague": one.colleague}))
    if one.territory:
        found.append(("territory", {"name": one.name, "territory": one.territory}))
    if not one.is_present:
        return [("nobody_here", {"name": one.name}), *found]
    return found or [("most_room", {"name": one.name}) if others else ("only_one", {"name": one.name})]


def choose_next(candidates: Iterable[Candidate], current: int, asked: Collection[int]) -> Chosen | None:
    """Who is asked after seat `current`, when those in `asked` were asked before. None: nobody sells here any more.

    Somebody who is here: not asked yet, else asked earlier; then the same one again; then whoever is away.
    """
    some = list(candidates)
    for without in ({*asked, current}, {current}):
        found = choose(some, without=without)
        if found is not None and found.is_present:
            return found
    same = next((one for one in some if one.seat_id == current), None)
    if same is not None:
        return Chosen(same.seat_id, is_present=False, because=(("again", {"name": same.name}),))
    return choose(some)
