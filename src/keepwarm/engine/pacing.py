"""When a mailing or a letter on paper may come, over all channels and teams: the one calendar, row by row.

The same gap, cap and wishes as in `engine.pace`, asked for any moment and any sender: a program, a newsletter, an invitation.
"""

from dataclasses import dataclass

import numpy as np

from keepwarm.engine.calling import Hours, next_open
from keepwarm.engine.facts import Bools, Ints, Times
from keepwarm.engine.pace import BEFORE_SILENCE_DAYS, days, latest
from keepwarm.engine.policy import Policy
from keepwarm.engine.translate import gettext_noop

NEVER = np.datetime64("NaT", "s")
KEYS = ("open", "spread", "wish", "gap", "cap", "waits", "in_sales", "hours", "not_permitted")
OPEN, SPREAD, WISH, GAP, CAP, WAITS, IN_SALES, HOURS, NOT_PERMITTED = range(len(KEYS))
WORDS: dict[str, str] = {
    "open": gettext_noop("nothing holds it back"),
    "spread": gettext_noop("they came from a list, and the first touches are spread over some weeks"),
    "wish": gettext_noop("they asked to hear nothing before a date"),
    "gap": gettext_noop("our last touch is too fresh"),
    "cap": gettext_noop("they have heard from us as often as the house agreed on"),
    "waits": gettext_noop("something is promised to them or waits for an answer, and that comes first"),
    "in_sales": gettext_noop("they are talking with sales"),
    "hours": gettext_noop("it is night, a weekend or a holiday where they are"),
    "not_permitted": gettext_noop("they have not allowed it, or no address is in use"),
}
"""Why it is not sooner, in the middle of a sentence."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """One row a person, for one channel. `waits_at`: since when a promise, a reply or a hand-off waits. `talk_at`: of somebody in
    sales, the last touch by a person, either direction. `is_bound`: the channel keeps to the hours of their place.
    """

    now: np.datetime64
    place: Ints
    may: Bools
    no_before: Times
    spread_at: Times
    last_touch_at: Times
    last_ours_at: Times
    touches_in_window: Ints
    oldest_in_window: Times
    waits_at: Times
    talk_at: Times
    is_bound: bool = True

    def __len__(self) -> int:
        return len(self.may)


def opens(pacing: Pacing, policy: Policy, hours: Hours, *, from_at: Times | None = None) -> tuple[Times, Ints]:
    """The earliest moment from `from_at` (or now) on, and the row of KEYS that set it. NaT with NOT_PERMITTED: never as things stand."""
    start = np.full(len(pacing), pacing.now) if from_at is None else np.fmax(from_at, pacing.now)
    limits = (start, pacing.spread_at, pacing.no_before, _rested(pacing, policy), _room(pacing, policy), *_people_first(pacing, policy))
    at = latest(*limits)
    because = np.zeros(len(pacing), np.int8)
    for key in range(1, len(limits)):
        because[(limits[key] == at) & (at > start)] = key
    if pacing.is_bound:
        opening = next_open(hours, pacing.place, at)
        because[(opening > at) & (because == OPEN)] = HOURS
        at = opening
    because[~pacing.may] = NOT_PERMITTED
    return np.where(pacing.may, at, NEVER), because


def _rested(pacing: Pacing, policy: Policy) -> Times:
    """The gap runs from our last touch, even after they answered: this is of our own accord."""
    return pacing.last_ours_at + days(policy.gap_days)


def _room(pacing: Pacing, policy: Policy) -> Times:
    is_full = pacing.touches_in_window >= policy.cap_touches
    return np.where(is_full, pacing.oldest_in_window + days(policy.cap_days), NEVER)


def _people_first(pacing: Pacing, policy: Policy) -> tuple[Times, Times]:
    """What waits for a person comes before any mailing, but never into a silence that is too long: perhaps nobody can answer it.

    And a talk with sales is left alone until it has stalled.
    """
    waits: Times = np.add(np.fmax(pacing.waits_at, pacing.now), days(policy.gap_days))
    waits = np.fmin(waits, np.add(pacing.last_touch_at, days(policy.longest_silence_days - BEFORE_SILENCE_DAYS)))
    waits = np.where(np.isnat(pacing.waits_at), NEVER, waits)
    return waits, pacing.talk_at + days(policy.stalled_days)
