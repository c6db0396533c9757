"""A trial in numbers: each inquiry has a kind, six yes or no in one number, and every figure counts kinds. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.lead import LeadDefinition, is_lead
from keepwarm.facts.history import History


class Kind(IntFlag):
    """What an inquiry was, or would have been."""

    TRIED = 1  # a lead by the definition tried
    IN_FORCE = 2  # a lead by the version in force
    BOUGHT = 4
    OFFERED = 8
    RETURNED = 16


KINDS: Final = 32
EVERYONE: Final = (0, 0)

FIGURES: Final[Mapping[str, tuple[int, int]]] = {
    "inquiries": EVERYONE,
    "bought": (Kind.BOUGHT, Kind.BOUGHT),
    "leads": (Kind.TRIED, Kind.TRIED),
    "leads_bought": (Kind.TRIED | Kind.BOUGHT, Kind.TRIED | Kind.BOUGHT),
    "missed": (Kind.TRIED | Kind.BOUGHT, Kind.BOUGHT),
    "offered": (Kind.TRIED | Kind.OFFERED, Kind.TRIED | Kind.OFFERED),
    "returned": (Kind.TRIED | Kind.RETURNED, Kind.TRIED | Kind.RETURNED),
    "leads_now": (Kind.IN_FORCE, Kind.IN_FORCE),
    "leads_bought_now": (Kind.IN_FORCE | Kind.BOUGHT, Kind.IN_FORCE | Kind.BOUGHT),
    "missed_now": (Kind.IN_FORCE | Kind.BOUGHT, Kind.BOUGHT),
    "offered_now": (Kind.IN_FORCE | Kind.OFFERED, Kind.IN_FORCE | Kind.OFFERED),
    "returned_now": (Kind.IN_FORCE | Kind.RETURNED, Kind.IN_FORCE | Kind.RETURNED),
    "only_tried": (Kind.TRIED | Kind.IN_FORCE, Kind.TRIED),
    "only_in_force": (Kind.TRIED | Kind.IN_FORCE, Kind.IN_FORCE),
}
"""Every figure by name: which of the yes and no matter, and what they are. `_now`: of the version in force."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Inquiries with source and kind, in no particular order."""

    inquiries: NDArray[np.int64]
    sources: NDArray[np.int64]
    kinds: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one definition. `precision`: share of its leads that bought; `recall`: share of the buyers it would have found."""

    inquiries: int
    bought: int
    leads: int
    leads_bought: int
    missed: int
    offered: int
    returned: int

    @property
    def precision(self) -> float | None:
        """None without leads."""
        return self.leads_bought / self.leads if self.leads else None

    @property
    def recall(self) -> float | None:
        """None when nobody bought."""
        return self.leads_bought / self.bought if self.bought else None

    def as_row(self) -> dict[str, Any]:
        """As JSON gives it; shares with four places."""
        shares = {"precision": self.precision, "recall": self.recall}
        counts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return counts | {name: None if share is None else round(share, 4) for name, share in shares.items()}


def judge(history: History, tried: LeadDefinition, in_force: LeadDefinition) -> Counted:
    """The kind of each inquiry."""
    kinds = np.zeros(len(history), np.uint8)
    for kind, holds in (
        (Kind.TRIED, is_lead(history.facts, tried)),
        (Kind.IN_FORCE, is_lead(history.facts, in_force)),
        (Kind.BOUGHT, history.bought),
        (Kind.OFFERED, history.offered),
        (Kind.RETURNED, history.returned),
    ):
        kinds[holds] |= np.uint8(kind)
    return Counted(history.inquiries, history.sources, kinds)


def count_by_source(counted: Counted, before: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """`before` and these: for each source (its key as text) how many inquiries of each kind."""
    result = {source: list(counts) for source, counts in before.items()}
    sources, place = np.unique(counted.sources, return_inverse=True)
    table = np.bincount(place * KINDS + counted.kinds.astype(np.int64), minlength=len(sources) * KINDS).reshape(-1, KINDS)
    for source, counts in zip(sources.tolist(), table.tolist(), strict=True):
        known = result.get(str(source), [0] * KINDS)
        result[str(source)] = [a + b for a, b in zip(known, counts, strict=True)]
    return result


def count_figure(counts: Iterable[int], name: str) -> int:
    """One figure of a list of counts by kind."""
    mask, wanted = FIGURES[name]
    return sum(count for kind, count in enumerate(counts) if kind & mask == wanted)


def figures(counts: list[int], *, now: bool = False) -> Figures:
    """Of the definition tried, or of the version in force."""
    also = "_now" if now else ""
    told = {name: count_figure(counts, name + also) for name in ("leads", "leads_bought", "missed", "offered", "returned")}
    return Figures(count_figure(counts, "inquiries"), count_figure(counts, "bought"), **told)


def pack(counted: Iterable[Counted]) -> bytes:
    """All inquiries by rising key, about two bytes each."""
    parts = list(counted)
    if not parts:
        return b""
    inquiries = np.concatenate([one.inquiries for one in parts])
    order = np.argsort(inquiries, kind="stable")
    steps = np.diff(inquiries[order], prepend=0).astype("<i8")
    sources = np.concatenate([one.sources for one in parts])[order].astype("<i4")
    kinds = np.concatenate([one.kinds for one in parts])[order]
    return zlib.compress(steps.tobytes() + sources.tobytes() + kinds.tobytes(), level=1)


def unpack(packed: bytes) -> Counted:
    """The other way round."""
    data = zlib.decompress(packed) if packed else b""
    count = len(data) // 13
    steps = np.frombuffer(data, "<i8", count)
    sources = np.frombuffer(data, "<i4", count, offset=8 * count)
    return Counted(np.cumsum(steps), sources.astype(np.int64), np.frombuffer(data, np.uint8, count, offset=12 * count))


def pick(counted: Counted, name: str, *, source: int | None, after: int, count: int) -> list[int]:
    """Keys of the inquiries behind a figure, by rising key, from behind `after` on."""
    mask, wanted = FIGURES[name]
    fits = (counted.kinds & mask == wanted) & (counted.inquiries > after)
    if source is not None:
        fits &= counted.sources == source
    return [int(one) for one in counted.inquiries[np.flatnonzero(fits)[:count]]]
