"""Readiness rose: what somebody kept warm does of their own accord is a reason to speak with them, at last."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import days, latest, unasked, unasked_letter
from keepwarm.engine.permits import call_is_open, can_call, can_write, write_is_open
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.rule import Rule, heard_since
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep, Stage


@remembered
def _risen(facts: Facts, policy: Policy) -> Bools:
    """Before sales has them, no round of attempts is running, and nobody has spoken with them about it."""
    early = (facts.stage <= Stage.LEAD) & (facts.attempts == 0) & ~np.isnat(facts.readied_at)
    return narrowed(early, facts, lambda some: ~heard_since(some, some.readied_at) & _overtakes_the_date(some, policy))


def _overtakes_the_date(facts: Facts, policy: Policy) -> Bools:
    """A date set for coming back stands: what they did before it was set is known, and a near date need not be hurried."""
    is_news = facts.readied_at > latest(facts.recycled_at, np.full(len(facts), np.datetime64("1970-01-01", "s")))
    is_far = facts.wake_at > facts.readied_at + days(policy.readiness_date_near_days)
    return ~(facts.wake_at > facts.now) | (is_news & is_far)


def _risen_in_writing(facts: Facts, policy: Policy) -> Bools:
    """Until our letter after it."""
    by_letter = write_is_open(facts) & can_write(facts) & ~can_call(facts) & _risen(facts, policy)
    return narrowed(by_letter, facts, lambda some: ~(some.last_ours_at >= some.readied_at))


def _due(facts: Facts, policy: Policy) -> Times:
    return unasked(facts, policy, facts.readied_at)


READINESS_ROSE = Rule(
    name="readiness_rose",
    applies=lambda facts, policy: call_is_open(facts) & _risen(facts, policy),
    step=NextStep.CALL,
    due=_due,
    because=gettext_noop(
        "What they did of their own accord has risen to the mark of this house on %(readied_on)s. "
        "Call and ask what they are looking for; still to find out: %(missing)s."
    ),
    short=gettext_noop("Warming up by themselves"),
    worth=13,
)
READINESS_ROSE_IN_WRITING = Rule(
    name="readiness_rose_in_writing",
    applies=_risen_in_writing,
    step=NextStep.WRITE,
    due=lambda facts, policy: unasked_letter(facts, policy, facts.readied_at),
    because=gettext_noop(
        "What they did of their own accord has risen to the mark of this house on %(readied_on)s, and they may not be phoned. "
        "Ask in a short letter what they are looking for; still to find out: %(missing)s."
    ),
    short=gettext_noop("Warming up by themselves; write"),
    worth=7,
)
