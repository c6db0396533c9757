"""What must hold on every morning, each in one pass over the whole town."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from keepwarm.engine.decide import Decisions
from keepwarm.engine.facts import Bools
from keepwarm.engine.pace import days
from keepwarm.engine.permits import can_warm
from keepwarm.engine.policy import Policy
from keepwarm.engine.simulate.town import Town
from keepwarm.engine.words import Step

SAID: Final = 3
"""So many rows are named in a sentence."""


def broken(town: Town, decisions: Decisions, policy: Policy, now: np.datetime64) -> Iterator[str]:
    """A sentence for each promise that does not hold now, with some rows of those it fails."""
    for sentence, which in (
        ("no next touch", _abandoned(town, decisions)),
        ("a next touch after the end", ~town.is_open() & (decisions.step != Step.NONE)),
        (f"more than {policy.cap_touches} touches in {policy.cap_days} days", _over_the_cap(town, policy, now)),
        (f"silence of more than {policy.longest_silence_days} days", _left_in_silence(town, decisions, policy, now)),
    ):
        rows = np.flatnonzero(which)
        if len(rows):
            yield f"{now}: {sentence}: {len(rows)}, as rows {rows[:SAID].tolist()}"
    yield from town.too_close
    town.too_close.clear()


def _abandoned(town: Town, decisions: Decisions) -> Bools:
    without: Bools = (decisions.step == Step.NONE) | np.isnat(decisions.due)
    return town.is_open() & without


def _over_the_cap(town: Town, policy: Policy, now: np.datetime64) -> Bools:
    """Ours of our own accord: what answers them is not counted, and not kept in `ours`."""
    many: Bools = (town.ours > now - days(policy.cap_days)).sum(axis=1) > policy.cap_touches
    return many


def _left_in_silence(town: Town, decisions: Decisions, policy: Policy, now: np.datetime64) -> Bools:
    """Whoever may be written to and is kept warm, and did not wish for silence."""
    facts = town.facts_at(now)
    wishes = (facts.no_call_before, facts.no_mail_before, facts.no_post_before)
    wished = np.logical_or.reduce([wish > facts.last_touch_at for wish in wishes])
    kept = can_warm(facts) & (decisions.step == Step.KEEP_WARM) & ~wished & ~(facts.spread_at > now - days(policy.longest_silence_days))
    quiet_since = np.fmax(facts.last_touch_at, town.opened_at)
    silent: Bools = town.is_open() & kept & (quiet_since < now - days(policy.longest_silence_days))
    return silent
