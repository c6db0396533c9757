"""What a house has put right: replies whose kind a person chose, and how they change the next judgement.

A new reply is compared, by its words and pieces of words, with those put right before. One that is nearly the same decides;
one that is merely alike leans. Nothing is trained: the same corrections always give the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from keepwarm.engine.replies.features import blocks_of
from keepwarm.engine.replies.model import KINDS, Floats, scaled, shipped

ALIKE: Final = 0.35
"""Likeness (0 to 1) from which a corrected reply leans. Our choice: letters of different kinds rarely reach it."""
STRENGTH: Final = 12.0
"""How strongly: at full likeness the kind that was chosen becomes e^(12·(1-0.35)), about 2,400 times, likelier. Our choice."""
MOST: Final = 2_000
"""Corrections that are compared; the newest count, so the caller gives them newest first."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reply of which a person said what it is. `kind` is one of `KINDS`."""

    subject: str
    new_part: str
    kind: str


@lru_cache(maxsize=4_096)
def _vector(subject: str, new_part: str) -> dict[int, float]:
    """Words and pieces of a reply as places and strengths, at length one."""
    held, blocks = shipped(), blocks_of(subject, new_part)
    told: dict[int, float] = {}
    for number, offset in ((0, 0), (1, len(held.vocabularies[0]))):
        places, strengths = scaled(blocks[number], held.vocabularies[number], held.rarity[number], damped=True)
        told |= {int(place) + offset: float(strength) / np.sqrt(2) for place, strength in zip(places, strengths, strict=True)}
    return told


def likeness(left: tuple[str, str], right: tuple[str, str]) -> float:
    """How alike two replies (subject, new part) are, from 0 to 1."""
    first, second = sorted((_vector(*left), _vector(*right)), key=len)
    return sum(strength * second.get(place, 0.0) for place, strength in first.items())


def adjusted(found: Floats, subject: str, new_part: str, corrected: Sequence[Corrected]) -> Floats:
    """The chances, after leaning toward the kinds of the corrected replies that are alike."""
    if not corrected:
        return found
    lean = np.zeros(len(KINDS))
    for one in corrected[:MOST]:
        alike = likeness((subject, new_part), (one.subject, one.new_part))
        if alike >= ALIKE and one.kind in KINDS:
            place = KINDS.index(one.kind)
            lean[place] = max(lean[place], STRENGTH * (alike - ALIKE))
    leaned = found * np.exp(lean)
    return np.asarray(leaned / leaned.sum())
