"""The days: each morning everyone is decided upon, each promise is looked at, and what is due is carried out at its own minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.calling import next_open
from keepwarm.engine.decide import NO_RULE, Decisions, decide
from keepwarm.engine.facts import Bools, Times
from keepwarm.engine.pace import days
from keepwarm.engine.readiness import readiness
from keepwarm.engine.rules import RULES
from keepwarm.engine.simulate import life, talking, warming
from keepwarm.engine.simulate.house import House
from keepwarm.engine.simulate.promises import broken
from keepwarm.engine.simulate.town import NEVER, Rows, Town
from keepwarm.engine.words import Step

DAY: Final = np.timedelta64(86_400, "s")
IS_REVIEW: Final = np.array([*(rule.is_review for rule in RULES), False])
IS_PROMISED: Final = np.array([*(rule.is_promised for rule in RULES), False])
WORTH: Final = np.array([*(rule.worth for rule in RULES), 0.0])
CALLS_A_DAY: Final = 25
"""One call a day for so many people: a rep of 60 calls for 1,500 who keep in touch. Our choice."""


@dataclass(frozen=True, slots=True)
class Morning:
    """A day as it began: whom the engine gave what, and every promise that did not hold. Empty when all did."""

    now: np.datetime64
    decisions: Decisions
    broken: tuple[str, ...]


def live(town: Town, house: House, chance: np.random.Generator, *, since: np.datetime64, count: int) -> Iterator[Morning]:
    """So many days from `since` on. The same town and the same chance give the same days."""
    for number in range(count):
        now = since + number * DAY
        learn_the_morning(town, house, now)
        decisions = decide(town.facts_at(now), house.policy, house.hours)
        yield Morning(now, decisions, tuple(broken(town, decisions, house.policy, now)))
        carry_out(town, house, chance, decisions, now)
        life.pass_a_day(town, chance, now + DAY)


def learn_the_morning(town: Town, house: House, now: np.datetime64) -> None:
    """What the house reckons anew each night: the window of the cap, how ready each is, whose round begins again, letters left."""
    facts, policy = town.facts, house.policy
    recent = town.ours > now - days(policy.cap_days)
    facts["touches_in_window"] = recent.sum(axis=1).astype(np.int16)
    oldest = np.where(recent, town.ours, np.datetime64("9999-12-31", "s")).min(axis=1)
    facts["oldest_in_window"] = np.where(facts["touches_in_window"] > 0, oldest, NEVER)
    facts["readied_at"] = readiness(town.deeds_at(), len(town), policy, now).rose_at
    begins = (facts["wake_at"] <= now) & (facts["attempts"] > 0) & ~(facts["last_attempt_at"] >= facts["wake_at"])
    facts["attempts"][begins] = facts["voicemails"][begins] = 0
    facts["letters_left"][:] = 1


def carry_out(town: Town, house: House, chance: np.random.Generator, decisions: Decisions, now: np.datetime64) -> None:
    """Everything due before the next morning."""
    due = np.where(decisions.due < now, now, decisions.due)
    is_review = IS_REVIEW[decisions.rule] & (decisions.rule != NO_RULE)
    today = (due < now + DAY) & (decisions.rule != NO_RULE)
    life.review(town, chance, np.flatnonzero(today & is_review), now)
    warming.keep_warm(town, house, chance, np.flatnonzero(today & ~is_review & (decisions.step == Step.KEEP_WARM)), due, now)
    talking.write(town, house.policy, chance, *_by_hand(town, house, today & (decisions.step == Step.WRITE), due, now))
    rows, at = _by_hand(town, house, today & (decisions.step == Step.CALL), due, now)
    kept = _first(decisions, rows, len(town) // CALLS_A_DAY)
    talking.call(town, house, chance, rows[kept], at[kept])


def _by_hand(town: Town, house: House, which: Bools, due: Times, now: np.datetime64) -> tuple[Rows, Times]:
    """Those whose place is open before the day is over, and when."""
    rows = np.flatnonzero(which)
    at = next_open(house.hours, town.facts["place"][rows], due[rows])
    today = at < now + DAY
    return rows[today], at[today]


def _first(decisions: Decisions, rows: Rows, most: int) -> NDArray[np.intp]:
    """The places in `rows` of the calls that the day has minutes for: promised first, then by worth, then the longest due."""
    rule = decisions.rule[rows]
    order = np.lexsort((decisions.due[rows].view(np.int64), -WORTH[rule], ~IS_PROMISED[rule]))
    return np.sort(order[: max(most, int(IS_PROMISED[rule].sum()))])
