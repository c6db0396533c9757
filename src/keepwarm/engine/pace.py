"""When a touch may come: the gap, the cap, the pace and the silence of the common calendar, reckoned from dates of the facts.

Nothing here is reckoned from now, unless no date is known at all: so the same situation gets the same date every night.
"""

from functools import reduce

import numpy as np

from keepwarm.engine.facts import Facts, Times
from keepwarm.engine.permits import can_warm, warm_from
from keepwarm.engine.policy import Policy

DAY = 86_400
HOUR = 3_600
BEFORE_SILENCE_DAYS = 7
"""So many days before the longest silence what must break it begins: a weekend or a holiday still fits. Our choice."""


def days(count: float) -> np.timedelta64:
    """So many days of 24 hours."""
    return np.timedelta64(int(count * DAY), "s")


def hours(count: float) -> np.timedelta64:
    """So many hours."""
    return np.timedelta64(int(count * HOUR), "s")


def latest(*moments: Times) -> Times:
    """The latest of the known moments, row by row; NaT where none is known."""
    as_numbers = [moment.astype("datetime64[s]", copy=False).view(np.int64) for moment in moments]
    return reduce(np.maximum, as_numbers).view("datetime64[s]")  # NaT is the least of numbers; quicker than fmax


def first_known(*moments: Times) -> Times:
    """The first that is known, in the order given, row by row."""
    result = moments[0]
    for moment in moments[1:]:
        unknown = np.isnat(result)
        if not unknown.any():
            break
        result = np.where(unknown, moment, result)
    return result


def or_now(facts: Facts, moments: Times) -> Times:
    """Now, where no moment is known."""
    return first_known(moments, np.full(len(facts), facts.now))


def rested(facts: Facts, policy: Policy) -> Times:
    """Before this our next touch comes too soon after our last. "
    "NaT when we have not touched, or they have since: then it is an answer."""
    theirs_is_newer = facts.last_touch_at > facts.last_ours_at
    return np.where(theirs_is_newer, np.datetime64("NaT", "s"), facts.last_ours_at + days(policy.gap_days))


def firm_rested(facts: Facts, policy: Policy) -> Times:
    """Before this another rep's call into the firm is too fresh for one unasked."""
    return facts.org_talk_other_at + days(policy.colleague_gap_days)


def room_from(facts: Facts, policy: Policy) -> Times:
    """When the cap over all channels lets the next touch through; NaT when it does so already."""
    is_full = facts.touches_in_window >= policy.cap_touches
    return np.where(is_full, facts.oldest_in_window + days(policy.cap_days), np.datetime64("NaT", "s"))


def unasked(facts: Facts, policy: Policy, wanted: Times) -> Times:
    """The date of a call we make of our own accord: as wanted, but not too soon after us, nor after a colleague.

    The cap does not hold a call back: it counts mailings, letters and post, not attempts to speak.
    """
    return latest(wanted, rested(facts, policy), firm_rested(facts, policy), facts.spread_at)


def unasked_letter(facts: Facts, policy: Policy, wanted: Times) -> Times:
    """The date of a letter of our own accord: not too soon after our last touch, and with room under the cap."""
    return latest(wanted, rested(facts, policy), room_from(facts, policy), facts.spread_at)


def warm_date(facts: Facts, policy: Policy) -> Times:
    """The next touch of the low-cost conversation; where it has no permitted channel, the dated review by a person.

    The pace after the last touch, with room under the cap, never later than the longest silence, unless the person wished so.
    """
    reachable = can_warm(facts)
    if reachable.all():
        return _conversation(facts, policy)
    return np.where(reachable, _conversation(facts, policy), review_date(facts, policy))


def review_date(facts: Facts, policy: Policy) -> Times:
    """When a person looks again: the longest silence after the last touch."""
    silence = first_known(facts.last_touch_at, facts.inquired_at) + days(policy.longest_silence_days)
    return or_now(facts, latest(silence, facts.spread_at))


def _conversation(facts: Facts, policy: Policy) -> Times:
    last = first_known(facts.last_touch_at, facts.inquired_at)
    paced = latest(last + days(policy.pace_days), facts.last_ours_at + days(policy.gap_days), room_from(facts, policy))
    kept = np.fmin(paced, last + days(policy.longest_silence_days))
    return or_now(facts, latest(kept, facts.spread_at, warm_from(facts)))
