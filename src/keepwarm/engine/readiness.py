"""Readiness: what somebody did of their own accord, in points that fade, and when the points last rose to the mark of the house.

Each thing done counts the points of its kind, so many times as it weighs, and half as much after each half-life. Opens are not
known here, and robots are left out before. The points, the half-life and the mark are values of the policy: our choice, to be
measured against who becomes a lead. Readiness is a reason to ask, never a lead: that is what the definition says, and it may
demand a conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Times
from keepwarm.engine.policy import Policy

KINDS: Final = ("click", "visit", "download", "signed_up", "attended", "answered", "replied")
"""What counts; the place of a kind is its code in `Deeds.kind`."""
FORGET_AFTER: Final = 8
"""Half-lives after which a deed is left out: it counts less than half a hundredth."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What people did: one row a deed, in any order. `who` is the row of the person in the facts, `kind` a place in KINDS."""

    who: NDArray[np.intp]
    kind: NDArray[np.int8]
    at: Times
    weight: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Readiness:
    """A row per person. `points` as of `now`; `rose_at`: the deed by which they last came from below the mark to it, or NaT."""

    points: NDArray[np.float64]
    rose_at: Times


def points_by_kind(policy: Policy) -> NDArray[np.float64]:
    """The points of one deed of each kind, in the order of KINDS."""
    return np.array([getattr(policy, f"points_{kind}") for kind in KINDS], np.float64)


def since(now: np.datetime64, policy: Policy) -> np.datetime64:
    """What was done before counts no more."""
    return now - np.timedelta64(FORGET_AFTER * policy.readiness_half_life_days * 86_400, "s")


def readiness(deeds: Deeds, count: int, policy: Policy, now: np.datetime64) -> Readiness:
    """The readiness of `count` people at `now`. Deeds after `now`, and those older than `since`, are left out."""
    kept = np.flatnonzero((deeds.at <= now) & (deeds.at >= since(now, policy)))
    order = kept[np.lexsort((deeds.at[kept], deeds.who[kept]))]
    who, at = deeds.who[order], deeds.at[order]
    worth = points_by_kind(policy)[deeds.kind[order]] * deeds.weight[order]
    half_lives = (at - since(now, policy)).astype(np.int64) / (policy.readiness_half_life_days * 86_400)  # 0 to FORGET_AFTER
    swollen = worth * np.exp2(half_lives)  # as of one common moment, so that sums may be compared
    running = _sums_within(who, swollen)
    before, after = (running - swollen) * np.exp2(-half_lives), running * np.exp2(-half_lives)
    crossed = (before < policy.readiness_mark) & (after >= policy.readiness_mark)
    rose_at = np.full(count, np.datetime64("NaT"), "datetime64[s]")
    rose_at[who[crossed]] = at[crossed]  # in the order of time: the last one stays
    points = np.bincount(who, swollen, count) * np.exp2(-float(FORGET_AFTER))
    return Readiness(points, rose_at)


def share_of(deeds: Deeds, policy: Policy, now: np.datetime64) -> NDArray[np.float64]:
    """What each deed counts at `now`, in points; 0 for one that is left out."""
    age = (now - deeds.at).astype(np.int64) / (policy.readiness_half_life_days * 86_400)
    worth: NDArray[Any] = points_by_kind(policy)[deeds.kind] * deeds.weight * np.exp2(-age)
    return np.where((age >= 0) & (age <= FORGET_AFTER), worth, 0.0)


def _sums_within(who: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Running sums that begin anew with each person; `who` is sorted."""
    if not len(who):
        return values
    total = np.cumsum(values)
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    base = np.repeat(total[starts] - values[starts], np.diff(np.r_[starts, len(who)]))
    return total - base
