"""Gone quiet: customers seldom spoken to, warm people who stalled, and those whose number leads nowhere."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import days, first_known, latest, or_now, unasked, unasked_letter
from keepwarm.engine.permits import can_call, can_write, has_shown_interest
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep, Stage


def _customer(facts: Facts) -> Bools:
    is_customer: Bools = facts.stage == Stage.CUSTOMER
    return can_call(facts) & is_customer


def _firm_talk(facts: Facts) -> Times:
    """A person without a firm is their own."""
    return latest(facts.org_talk_at, facts.last_reached_at)


def _quiet(facts: Facts, policy: Policy) -> Bools:
    since = facts.now - days(policy.customer_quiet_days)
    return narrowed(_customer(facts), facts, lambda some: _firm_talk(some) <= since)


def _unmet(facts: Facts) -> Bools:
    nobody: Bools = np.isnat(_firm_talk(facts))
    return nobody


def _unmet_due(facts: Facts, policy: Policy) -> Times:
    wanted = or_now(facts, first_known(facts.last_progress_at, facts.inquired_at, facts.spread_at))
    return unasked(facts, policy, wanted)


def _in_talks(facts: Facts) -> Bools:
    return (facts.stage >= Stage.CONVERSING) & (facts.stage <= Stage.IN_SALES) & has_shown_interest(facts)


def _last_step(facts: Facts) -> Times:
    """Their last progress; a talk without progress gives them the same time again."""
    return latest(facts.last_progress_at, facts.last_reached_at)


def _stalled(facts: Facts, policy: Policy) -> Bools:
    since = facts.now - days(policy.stalled_days)
    spoken = _in_talks(facts) & can_call(facts) & (facts.reached > 0)
    return narrowed(spoken, facts, lambda some: _last_step(some) <= since)


def _in_writing_since(facts: Facts) -> Times:
    return first_known(latest(facts.last_progress_at, facts.last_ours_at), facts.inquired_at)


def _quiet_in_writing(facts: Facts, policy: Policy) -> Bools:
    since = facts.now - days(policy.stalled_days)
    served = facts.written_only & can_write(facts) & has_shown_interest(facts) & (facts.stage < Stage.CUSTOMER)
    return narrowed(served, facts, lambda some: _in_writing_since(some) <= since)


def _unreachable(facts: Facts, policy: Policy) -> Bools:
    """One letter for each number that went dead, whatever came in between."""
    dead = facts.phone_dead & ~can_call(facts) & can_write(facts) & has_shown_interest(facts)
    return narrowed(dead, facts, lambda some: ~_is_asked_already(some))


def _is_asked_already(facts: Facts) -> Bools:
    since = facts.contact_letter_at >= facts.last_attempt_at
    return since | (np.isnat(facts.last_attempt_at) & ~np.isnat(facts.contact_letter_at))


def _unreachable_due(facts: Facts, policy: Policy) -> Times:
    known = or_now(facts, first_known(facts.last_attempt_at, facts.last_touch_at, facts.inquired_at))
    return unasked_letter(facts, policy, known)


QUIET_CUSTOMER = Rule(
    name="quiet_customer",
    applies=_quiet,
    step=NextStep.CALL,
    due=lambda facts, policy: unasked(facts, policy, _firm_talk(facts) + days(policy.customer_quiet_days)),
    because=gettext_noop(
        "They are customers, and we last spoke with anyone there on %(firm_talk_on)s. "
        "After %(customer_quiet_days)s a call is due: ask how it goes, before they have to tell us."
    ),
    short=gettext_noop("A customer gone quiet"),
    worth=9,
)
UNMET_CUSTOMER = Rule(
    name="unmet_customer",
    applies=lambda facts, policy: narrowed(_customer(facts), facts, _unmet),
    step=NextStep.CALL,
    due=_unmet_due,
    because=gettext_noop(
        "They are customers, and no talk with anyone there is on record. Call and ask how it goes, before they have to tell us."
    ),
    short=gettext_noop("A customer never spoken to"),
    worth=9,
)
STALLED = Rule(
    name="stalled",
    applies=_stalled,
    step=NextStep.CALL,
    due=lambda facts, policy: unasked(facts, policy, _last_step(facts) + days(policy.stalled_days)),
    because=gettext_noop(
        "We talked on %(reached_on)s, and for %(stalled_days)s nothing has moved. "
        "Still to find out: %(missing)s; only a conversation will tell."
    ),
    short=gettext_noop("Gone quiet after a good talk"),
    worth=10,
)
QUIET_IN_WRITING = Rule(
    name="quiet_in_writing",
    applies=_quiet_in_writing,
    step=NextStep.WRITE,
    due=lambda facts, policy: unasked_letter(facts, policy, _in_writing_since(facts) + days(policy.stalled_days)),
    because=gettext_noop(
        "They wish not to be phoned, and for %(stalled_days)s nothing has moved. "
        "Still to find out: %(missing)s; ask for one of these in a short letter."
    ),
    short=gettext_noop("Served in writing; ask one thing"),
    worth=6,
)
UNREACHABLE_BY_PHONE = Rule(
    name="unreachable_by_phone",
    applies=_unreachable,
    step=NextStep.WRITE,
    due=_unreachable_due,
    because=gettext_noop(
        "The number we had is wrong, or they are no longer there. A short letter asks who the right person is, and how to reach them."
    ),
    short=gettext_noop("Find the right contact"),
    worth=4,
)
