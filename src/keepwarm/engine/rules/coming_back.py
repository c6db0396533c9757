"""Those who are not ready now: recycled until a date, or not to be phoned before one; and the day they come back."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.lead import is_lead
from keepwarm.engine.pace import unasked, unasked_letter, warm_date
from keepwarm.engine.permits import can_call, can_warm, can_write, is_welcome
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.hot import hot_since
from keepwarm.engine.rules.rule import Rule, heard_since
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep


def _recycled_due(facts: Facts, policy: Policy) -> Times:
    return np.fmin(warm_date(facts, policy), facts.wake_at)


@remembered
def _call_waits(facts: Facts, policy: Policy) -> Bools:
    return (facts.no_call_before > facts.now) & can_call(facts) & is_welcome(facts, policy)


def _warm_until_then(facts: Facts, policy: Policy) -> Bools:
    return narrowed(_call_waits(facts, policy) & can_warm(facts), facts, lambda some: warm_date(some, policy) < some.no_call_before)


@remembered
def _woken(facts: Facts, policy: Policy) -> Bools:
    return narrowed(facts.wake_at <= facts.now, facts, lambda some: ~heard_since(some, some.wake_at))


def _ready_again(facts: Facts, policy: Policy) -> Bools:
    """Put back, and since then an answer made them a lead. What they had said before does not wake them."""
    waiting = can_call(facts) & (facts.wake_at > facts.now) & ~np.isnat(facts.recycled_at)
    if not facts.answers:
        return np.zeros(len(facts), bool)
    moved = narrowed(waiting, facts, lambda some: hot_since(some, policy) > some.recycled_at)
    return narrowed(moved, facts, lambda some: is_lead(some, policy.lead_definition))


def _woken_in_writing(facts: Facts, policy: Policy) -> Bools:
    """Until our letter after the date."""
    by_letter = can_write(facts) & ~can_call(facts) & _woken(facts, policy)
    return narrowed(by_letter, facts, lambda some: ~(some.last_ours_at >= some.wake_at))


READY_AGAIN = Rule(
    name="ready_again",
    applies=_ready_again,
    step=NextStep.CALL,
    due=lambda facts, policy: unasked(facts, policy, hot_since(facts, policy)),
    because=gettext_noop(
        "We wanted to come back on %(wake_on)s, but they moved first: since then they meet what this house calls a lead. Call now."
    ),
    short=gettext_noop("Warm again before the date"),
    worth=18,
)
RECYCLED = Rule(
    name="recycled",
    applies=lambda facts, policy: facts.wake_at > facts.now,
    step=NextStep.KEEP_WARM,
    due=_recycled_due,
    because=gettext_noop(
        "Not ready now: we come back to them on %(wake_on)s. Until then the conversation goes on quietly, and nobody calls unasked."
    ),
    short=gettext_noop("Not ready; comes back by itself"),
)
NOT_BEFORE_WARM = Rule(
    name="not_before_warm",
    applies=_warm_until_then,
    step=NextStep.KEEP_WARM,
    due=warm_date,
    because=gettext_noop(
        "They asked not to be phoned before %(call_opens_on)s, and we keep to it. "
        "Until then they hear from us only in the way they left open."
    ),
    short=gettext_noop("No call before their date"),
)
NOT_BEFORE_CALL = Rule(
    name="not_before_call",
    applies=_call_waits,
    step=NextStep.CALL,
    due=lambda facts, policy: facts.no_call_before,
    because=gettext_noop(
        "They asked not to be phoned before %(call_opens_on)s. That is the next time we speak, at the first hour permitted where they are."
    ),
    short=gettext_noop("Their date has come"),
    worth=6,
)
WOKEN = Rule(
    name="woken",
    applies=lambda facts, policy: can_call(facts) & _woken(facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: unasked(facts, policy, facts.wake_at),
    because=gettext_noop(
        "The day set for coming back to them was %(wake_on)s, and nobody has spoken with them since. Ask how things stand now."
    ),
    short=gettext_noop("Time to come back to them"),
    worth=12,
)
WOKEN_IN_WRITING = Rule(
    name="woken_in_writing",
    applies=_woken_in_writing,
    step=NextStep.WRITE,
    due=lambda facts, policy: unasked_letter(facts, policy, facts.wake_at),
    because=gettext_noop(
        "The day set for coming back to them was %(wake_on)s, and they may not be phoned. A short letter asks how things stand now."
    ),
    short=gettext_noop("Time to come back; write"),
    worth=6,
)
