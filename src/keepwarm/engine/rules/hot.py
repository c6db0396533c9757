"""Hot: whoever meets the agreed definition of a lead is spoken with at once."""

import numpy as np

from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.lead import is_lead
from keepwarm.engine.pace import days, first_known, latest, or_now, unasked, unasked_letter
from keepwarm.engine.permits import can_call, can_write
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep, Stage


@remembered
def _is_hot(facts: Facts, policy: Policy) -> Bools:
    """Before sales has them, and not while a round of attempts is running: then the round has its own pace."""
    early = (facts.stage <= Stage.LEAD) & (facts.attempts == 0)
    if not facts.answers:
        return np.zeros(len(facts), bool)
    return narrowed(early, facts, lambda some: is_lead(some, policy.lead_definition))


def _is_hot_in_writing(facts: Facts, policy: Policy) -> Bools:
    """Until our letter answered their newest sign."""
    served = facts.written_only & can_write(facts) & _is_hot(facts, policy)
    return narrowed(served, facts, lambda some: ~(some.last_ours_at >= some.last_touch_at))


def hot_since(facts: Facts, policy: Policy) -> Times:
    """When the newest answer came that the definition asks for."""
    keys = {key for criterion in policy.lead_definition.criteria for key in answers_of(criterion.condition)}
    learned = [facts.answers[key].learned_at for key in sorted(keys & set(facts.answers))]
    return latest(*learned) if learned else facts.last_progress_at


def _at_once(facts: Facts, policy: Policy) -> Times:
    """When they became hot; but where we have talked since, after the usual gap."""
    since = latest(hot_since(facts, policy), facts.last_reached_at + days(policy.gap_days))
    return or_now(facts, first_known(since, facts.last_progress_at, facts.inquired_at))


HOT_AND_QUALIFIED = Rule(
    name="hot_and_qualified",
    applies=lambda facts, policy: can_call(facts) & _is_hot(facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: unasked(facts, policy, _at_once(facts, policy)),
    because=gettext_noop("They meet what this house calls a lead; known are: %(met)s. Call while it is fresh, and agree on the next step."),
    short=gettext_noop("Meets the definition of a lead"),
    worth=16,
)
HOT_IN_WRITING = Rule(
    name="hot_in_writing",
    applies=_is_hot_in_writing,
    step=NextStep.WRITE,
    due=lambda facts, policy: unasked_letter(facts, policy, _at_once(facts, policy)),
    because=gettext_noop(
        "They meet what this house calls a lead; known are: %(met)s. They wish not to be phoned, so a letter does what a call would."
    ),
    short=gettext_noop("A lead who is served in writing"),
    worth=16,
)
