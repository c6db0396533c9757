"""What a touch is worth beside the others that wait today: a plan for scarce minutes, not a forecast of money.

The points are of our own choice, one figure per rule (`Rule.worth`). They fade with the age of the last sign of interest
and with each attempt in vain. The house's own outcomes replace them once there are enough.
"""

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.decide import NO_RULE, Decisions
from keepwarm.engine.facts import Bools, Facts
from keepwarm.engine.pace import DAY, latest
from keepwarm.engine.policy import Policy
from keepwarm.engine.rules import RULES
from keepwarm.engine.words import Step

Points = NDArray[np.float64]

HALF_LIFE_DAYS = 30  # of the fading half of a touch's worth: our choice
PER_ATTEMPT = 0.85  # what each attempt in vain leaves: our choice
WORTH = np.array([*(rule.worth for rule in RULES), 0.0])  # NO_RULE is -1, the last
PROMISED = np.array([*(rule.is_promised for rule in RULES), False])
FIRST = np.array([*(rule.comes_first for rule in RULES), False])


def value_of(facts: Facts, decisions: Decisions) -> Points:
    """Points per row; 0 for those who are kept warm. Half of the worth of a touch stays, however long ago the sign was."""
    sign = latest(facts.inquired_at, facts.last_progress_at, facts.reply_at, facts.contact_asked_at)
    age = np.where(np.isnat(sign), 10 * HALF_LIFE_DAYS, (facts.now - sign).astype(np.int64) / DAY)
    fresh = 0.5 + 0.5 * 0.5 ** (np.maximum(age, 0) / HALF_LIFE_DAYS)
    chance = PER_ATTEMPT ** np.maximum(facts.attempts, 0)
    points: Points = WORTH[decisions.rule] * fresh * chance
    return points


def minutes_of(decisions: Decisions, policy: Policy) -> Points:
    """Minutes of a rep that each step takes; none for keeping warm."""
    per_step = np.zeros(len(Step))
    per_step[Step.CALL], per_step[Step.WRITE] = policy.call_minutes, policy.letter_minutes
    minutes: Points = per_step[decisions.step]
    return minutes


def is_promised(decisions: Decisions) -> Bools:
    """Where somebody waits for the touch; these come first, whatever they are worth."""
    promised: Bools = PROMISED[np.where(decisions.rule == NO_RULE, len(RULES), decisions.rule)]
    return promised


def comes_first(decisions: Decisions) -> Bools:
    """Of these the ones that come before all else of the day: somebody is unhappy with us."""
    first: Bools = FIRST[np.where(decisions.rule == NO_RULE, len(RULES), decisions.rule)]
    return first
