"""Between marketing and sales: while an offer waits for its answer, and the first call once sales accepted."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import first_known
from keepwarm.engine.permits import can_call, can_write
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.rule import Rule, heard_since
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep


@remembered
def _introduced(facts: Facts, policy: Policy) -> Bools:
    """Accepted, and nobody has dialled or spoken with them since."""
    is_accepted: Bools = ~np.isnat(facts.introduced_at)
    return narrowed(is_accepted, facts, lambda some: ~heard_since(some, some.introduced_at))


def _introduced_in_writing(facts: Facts, policy: Policy) -> Bools:
    """By letter where no call is open; until our letter after the introduction."""
    by_letter = can_write(facts) & ~can_call(facts) & _introduced(facts, policy)
    return narrowed(by_letter, facts, lambda some: ~(some.last_ours_at >= some.introduced_at))


def _first_due(facts: Facts, policy: Policy) -> Times:
    """At once: neither the gap nor a colleague's call holds it back, for the colleague's talk is why they are introduced.

    Until when it was agreed is another date, `introduced_due_at`: the clock of the hand-off shows it.
    """
    return facts.introduced_at


FIRST_CALL_OF_SALES = Rule(
    name="first_call_of_sales",
    applies=lambda facts, policy: can_call(facts) & _introduced(facts, policy),
    step=NextStep.CALL,
    due=_first_due,
    because=gettext_noop("Sales accepted this lead on %(introduced_on)s. The first call was agreed: read the brief, then meet them."),
    short=gettext_noop("New from marketing; first call"),
    worth=35,  # before all that was not promised a moment: sales has just agreed to it
)
FIRST_LETTER_OF_SALES = Rule(
    name="first_letter_of_sales",
    applies=_introduced_in_writing,
    step=NextStep.WRITE,
    due=_first_due,
    because=gettext_noop("Sales accepted this lead on %(introduced_on)s, and they may not be phoned. So the introduction goes in writing."),
    short=gettext_noop("New from marketing; write"),
    worth=35,
)
HANDOFF_WAITS = Rule(
    name="handoff_waits",
    applies=lambda facts, policy: ~np.isnat(facts.handoff_at),
    step=NextStep.KEEP_WARM,
    due=lambda facts, policy: first_known(facts.handoff_due_at, facts.handoff_at),
    because=gettext_noop(
        "Offered to sales on %(offered_on)s. Until they answer, nobody calls unasked; without an answer others are asked."
    ),
    short=gettext_noop("Offered to sales; waits for an answer"),
    is_review=True,
)
