"""The town: one column for each fact and each habit of its people, changed as the days go by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.blank import blank_column
from keepwarm.engine.facts import AnswerColumn, Bools, Facts, Times
from keepwarm.engine.readiness import Deeds
from keepwarm.engine.rows import COLUMNS
from keepwarm.engine.turns import NOWHERE, width_of
from keepwarm.engine.words import Stage

NEVER: Final = np.datetime64("NaT", "s")
LEARNED: Final = ("need", "authority", "timing", "budget", "fit")
"""The answers of the provisional definition that a talk may bring."""
KEPT: Final = 12
"""Touches of ours that are remembered of each, the newest first: three times what the cap allows."""
Rows = NDArray[np.intp]


@dataclass(slots=True)
class Town:
    """`facts`: the columns of `engine.facts.Facts` by name. `ours`: people x KEPT, when our touches that count under the cap came.

    Habits are chances: `curious` to click a mail, `talkative` to pick up, `open_hearted` to answer a question. `opened_at`: when a
    way to them was found. `deeds` is what they did of their own accord, the newest last; `too_close`: touches within the gap,
    which no day may bring.
    """

    facts: dict[str, NDArray[Any]]
    answers: dict[str, AnswerColumn]
    interests: NDArray[np.uint64]
    strength: NDArray[np.float32]
    language: NDArray[np.int8]
    stream: NDArray[np.int16]
    received: NDArray[np.uint8]
    heard_at: Times
    asked_at: Times
    last_asked_at: Times
    ours: Times
    curious: NDArray[np.float64]
    talkative: NDArray[np.float64]
    open_hearted: NDArray[np.float64]
    was_ended_at: Times
    opened_at: Times
    too_close: list[str] = field(default_factory=list)
    deeds: list[tuple[int, int, np.datetime64]] = field(default_factory=list)
    diary: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.interests)

    def facts_at(self, now: np.datetime64) -> Facts:
        """What the house knows at that moment; the columns are the town's own."""
        return Facts(now=now, **self.facts, answers=self.answers)

    def deeds_at(self) -> Deeds:
        """All they did, as the engine reads it."""
        who, kind, at = zip(*self.deeds, strict=True) if self.deeds else ((), (), ())
        return Deeds(np.array(who, np.intp), np.array(kind, np.int8), np.array(at, "datetime64[s]"), np.ones(len(who), np.int16))

    def is_open(self) -> Bools:
        """Still with us."""
        still: Bools = self.facts["stage"] != Stage.ENDED
        return still

    def happen(self, what: str, count: int = 1) -> None:
        """Count it for the report of the year."""
        if count:
            self.diary[what] += count


def settle(count: int, chance: np.random.Generator, *, since: np.datetime64, places: int, topics: int, items: int) -> Town:
    """A town of `count` people who inquired in the three weeks before `since`, and whose habits are as mixed as people are."""
    facts = _known_at_first(count, chance, since=since, places=places)
    wants = chance.random((count, topics)) < 0.3
    return Town(
        facts=facts,
        answers={key: _unknown(count) for key in LEARNED},
        interests=(wants * (1 << np.arange(topics, dtype=np.uint64))).sum(axis=1).astype(np.uint64),
        strength=(wants * chance.uniform(5, 30, (count, topics))).astype(np.float32),
        language=chance.integers(0, 3, count).astype(np.int8),
        stream=np.full(count, NOWHERE, np.int16),
        received=np.zeros((count, width_of(items)), np.uint8),
        heard_at=facts["inquired_at"].copy(),
        asked_at=np.full(count, NEVER),
        last_asked_at=np.full(count, NEVER),
        was_ended_at=np.full(count, NEVER),
        opened_at=np.full(count, NEVER),
        ours=np.full((count, KEPT), NEVER),
        curious=chance.beta(0.6, 6, count),
        talkative=chance.beta(2, 4, count),
        open_hearted=chance.beta(1, 3, count),
    )


def _known_at_first(count: int, chance: np.random.Generator, *, since: np.datetime64, places: int) -> dict[str, NDArray[Any]]:
    """The columns of the facts: where they are, what they permit, when they inquired; some came from a list and are spread."""
    facts = {name: blank_column(name, count) for name in COLUMNS}
    facts["place"] = chance.integers(1, places, count).astype(np.int32)
    facts["warm"] = chance.random(count) < 0.7
    for name, share in (("may_call", 0.75), ("may_write", 0.9), ("may_mail", 0.92), ("may_post", 0.5)):
        facts[name] = chance.random(count) < share
    facts["inquired_at"] = since - chance.integers(0, 20 * 86_400, count).astype("timedelta64[s]")
    facts["last_touch_at"] = facts["inquired_at"].copy()
    facts["spread_at"] = np.where(
        chance.random(count) < 0.5, since + chance.integers(0, 28 * 86_400, count).astype("timedelta64[s]"), NEVER
    )
    return facts


def _unknown(count: int) -> AnswerColumn:
    return AnswerColumn(np.full(count, "", "U3"), np.zeros(count, bool), np.zeros(count, np.int8), np.full(count, NEVER))
