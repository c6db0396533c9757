"""Our own letters: while one is on its way its result is waited for; one that did not arrive is said by phone."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts
from keepwarm.engine.pace import days, firm_rested, latest
from keepwarm.engine.permits import can_call, is_welcome
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed
from keepwarm.engine.rules.rule import Rule, heard_since
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep

LOOKED_AT_AFTER_DAYS = 5
"""A mail server tries a letter for about so long. Our choice, after the usual retry time of mail servers."""


def _missed(facts: Facts, policy: Policy) -> Bools:
    is_missed: Bools = ~np.isnat(facts.letter_missed_at)
    may = can_call(facts) & is_welcome(facts, policy) & is_missed
    return narrowed(may, facts, lambda some: ~heard_since(some, some.letter_missed_at))


LETTER_ON_ITS_WAY = Rule(
    name="letter_on_its_way",
    applies=lambda facts, policy: ~np.isnat(facts.letter_at),
    step=NextStep.KEEP_WARM,
    due=lambda facts, policy: facts.letter_at + days(LOOKED_AT_AFTER_DAYS),
    because=gettext_noop("A letter of ours is on its way since %(letter_on)s. What comes next is decided when we know whether it arrived."),
    short=gettext_noop("A letter is on its way"),
    is_review=True,
)
LETTER_MISSED = Rule(
    name="letter_missed",
    applies=_missed,
    step=NextStep.CALL,
    due=lambda facts, policy: latest(facts.letter_missed_at, firm_rested(facts, policy), facts.spread_at),
    because=gettext_noop(
        "On %(letter_missed_on)s we learned that our letter did not reach them, or perhaps did not. "
        "Say it by phone, and ask where they read their mail."
    ),
    short=gettext_noop("Our letter did not arrive; call"),
    worth=8,
)
