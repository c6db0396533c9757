"""Replay: ask the engine again from today's facts, and compare with what stands. It writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from keepwarm.decisions.actions.planning import scopes
from keepwarm.decisions.actions.saving import RULE_NAMES, STEPS, Outcome
from keepwarm.decisions.actions.settling import consider
from keepwarm.prospects.models import Prospect

SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """A prospect for whom the engine would now say something else than what stands."""

    ref: str
    name: str
    stands: str
    would_be: str


@dataclass(frozen=True, slots=True)
class Replay:
    """How many were asked, for how many another step or rule would come out, from what to what, and some of them."""

    asked: int
    other: int
    moves: dict[str, int]
    examples: tuple[Moved, ...]


def replay(*, now: datetime) -> Replay:
    """Ask again for everyone, as of `now`. What a person chose stays in the facts, so it comes out as it stands."""
    asked, moves = 0, Counter[str]()
    found: list[tuple[int, str, str]] = []
    for scope, _, _ in scopes():
        outcome = consider(scope, now=now, keep_dates=True)
        asked += len(outcome.decisions)
        for prospect_id, stands, would_be in _others(outcome):
            moves[f"{stands} -> {would_be}"] += 1
            if len(found) < SHOWN_AT_MOST:
                found.append((prospect_id, stands, would_be))
    return Replay(asked, sum(moves.values()), dict(moves.most_common()), _named(found))


def _others(outcome: Outcome) -> Iterator[tuple[int, str, str]]:
    was, decisions = outcome.gathered.standing, outcome.decisions
    rules, steps = RULE_NAMES[decisions.rule], STEPS[decisions.step]
    other = (rules != np.array(was.rules, dtype=np.str_)) | (steps != np.array(was.steps, dtype=np.str_))
    for i in np.flatnonzero(other):
        yield int(was.ids[i]), f"{was.steps[i]}:{was.rules[i]}", f"{steps[i]}:{rules[i]}"


def _named(found: list[tuple[int, str, str]]) -> tuple[Moved, ...]:
    names = {
        pk: (ref, name) for pk, ref, name in Prospect.objects.filter(pk__in=[row[0] for row in found]).values_list("pk", "ref", "name")
    }
    return tuple(Moved(*names[pk], stands, would_be) for pk, stands, would_be in found)
