"""The first talk: someone new who showed interest, or a second one at a firm we know."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import days, latest, or_now, unasked
from keepwarm.engine.permits import can_call, has_shown_interest, is_welcome, write_is_open
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed
from keepwarm.engine.rules.rule import Rule, heard_since
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep, Stage


def _second_inquirer(facts: Facts, policy: Policy) -> Bools:
    """Whose firm has a new inquirer. Not where our attempts already answer to it: those have their own pace."""
    fresh = facts.other_inquirer_at > facts.now - days(policy.inquiry_fresh_days)
    reachable = fresh & can_call(facts) & is_welcome(facts, policy)
    return narrowed(reachable, facts, lambda some: ~heard_since(some, some.other_inquirer_at))


def _never_spoken(facts: Facts) -> Bools:
    untried: Bools = (facts.reached == 0) & (facts.attempts == 0) & (facts.stage < Stage.CUSTOMER)
    return has_shown_interest(facts) & untried


def _first_call_due(facts: Facts, policy: Policy) -> Times:
    wanted = facts.inquired_at + days(policy.first_call_within_days)
    return or_now(facts, unasked(facts, policy, wanted))


def _no_number(facts: Facts, policy: Policy) -> Bools:
    """Once only: no touch of ours so far. Where a number went dead another letter asks, for the right contact."""
    without = _never_spoken(facts) & facts.may_write & ~facts.phone_dead & ~can_call(facts)
    return narrowed(without, facts, lambda some: _is_fresh_and_untouched(some, policy))


def _is_fresh_and_untouched(facts: Facts, policy: Policy) -> Bools:
    fresh = facts.inquired_at > facts.now - days(policy.inquiry_fresh_days)
    return fresh & np.isnat(facts.last_ours_at) & write_is_open(facts)


SECOND_INQUIRER = Rule(
    name="second_inquirer",
    applies=_second_inquirer,
    step=NextStep.CALL,
    due=lambda facts, policy: unasked(facts, policy, facts.other_inquirer_at),
    because=gettext_noop(
        "Someone else of their firm inquired on %(other_inquired_on)s. Where a second one asks something is moving: call and find out what."
    ),
    short=gettext_noop("A colleague of theirs inquired too"),
    worth=12,
)
FIRST_CALL = Rule(
    name="first_call",
    applies=lambda facts, policy: _never_spoken(facts) & can_call(facts),
    step=NextStep.CALL,
    due=_first_call_due,
    because=gettext_noop("They showed interest on %(inquired_on)s, and nobody has spoken with them yet. Find out by phone what they need."),
    short=gettext_noop("Interested, and never spoken to"),
    worth=8,
)
NO_NUMBER_YET = Rule(
    name="no_number_yet",
    applies=_no_number,
    step=NextStep.WRITE,
    due=lambda facts, policy: latest(facts.inquired_at + days(policy.first_call_within_days), facts.spread_at),
    because=gettext_noop(
        "They showed interest on %(inquired_on)s, and there is no number on which we may call. "
        "A short letter asks when and where a talk would suit."
    ),
    short=gettext_noop("Interested, no number; ask for one"),
    worth=3,
)
