"""What somebody may buy: its next touch comes on the day that was agreed on, whatever else would come later."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts
from keepwarm.engine.permits import can_call, can_write
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.rule import Rule, heard_since
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep


@remembered
def _waits(facts: Facts, policy: Policy) -> Bools:
    """An opportunity waits for its day, and nothing of theirs is unsettled: nobody sells into a complaint."""
    waits: Bools = ~np.isnat(facts.opportunity_at)
    return narrowed(waits, facts, lambda some: np.isnat(some.broken_at) & np.isnat(some.case_at))


def _by_call(facts: Facts, policy: Policy) -> Bools:
    """Until somebody dialled or spoke with them on the day or after."""
    return narrowed(_waits(facts, policy) & can_call(facts), facts, lambda some: ~heard_since(some, some.opportunity_at))


def _by_letter(facts: Facts, policy: Policy) -> Bools:
    """Where no call is open; until our letter after it."""
    by_letter = _waits(facts, policy) & can_write(facts) & ~can_call(facts)
    return narrowed(by_letter, facts, lambda some: ~(some.last_ours_at >= some.opportunity_at))


OPPORTUNITY = Rule(
    name="opportunity",
    applies=_by_call,
    step=NextStep.CALL,
    due=lambda facts, policy: facts.opportunity_at,
    because=gettext_noop("They may buy, and the next step of it was set for %(opportunity_on)s. Look at the opportunity, then call them."),
    short=gettext_noop("Next step of an opportunity"),
    worth=28,
    at_latest=True,
)
OPPORTUNITY_IN_WRITING = Rule(
    name="opportunity_in_writing",
    applies=_by_letter,
    step=NextStep.WRITE,
    due=lambda facts, policy: facts.opportunity_at,
    because=gettext_noop(
        "They may buy, and the next step of it was set for %(opportunity_on)s. They may not be phoned, so it goes to them in writing."
    ),
    short=gettext_noop("Next step of an opportunity; write"),
    worth=28,
    at_latest=True,
)
