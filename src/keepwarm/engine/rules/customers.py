"""After the sale: a broken promise and a complaint before everything else, then the calls that keep a customer."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import days, first_known, latest, unasked
from keepwarm.engine.permits import can_call, can_write
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep


@remembered
def _unhappy(facts: Facts, policy: Policy) -> Bools:
    """A promise to them was broken, or they complained, and it is not settled yet."""
    unhappy: Bools = ~np.isnat(facts.broken_at) | ~np.isnat(facts.case_at)
    return unhappy


def _since(facts: Facts) -> Times:
    return latest(facts.broken_at, facts.case_at)


def _first_due(facts: Facts, policy: Policy) -> Times:
    return first_known(facts.broken_due_at, facts.broken_at, facts.case_due_at, facts.case_at)


@remembered
def _unheard(facts: Facts, policy: Policy) -> Bools:
    """Nobody has talked with them about it. A call that was promised for an earlier hour comes first."""
    return narrowed(
        _unhappy(facts, policy),
        facts,
        lambda some: ~(some.last_reached_at >= _since(some)) & ~(some.promised_at < _first_due(some, policy)),
    )


def _may_try(facts: Facts, policy: Policy) -> Bools:
    """A number is open to us, and the round has attempts left."""
    return can_call(facts) & (facts.attempts < policy.call_attempts)


def _next_try(facts: Facts, policy: Policy, due: Times) -> Times:
    """As due; after an attempt that did not reach them, on another day."""
    return latest(due, facts.last_attempt_at + days(policy.retry_gap_days))


def _broken(facts: Facts, policy: Policy) -> Bools:
    is_broken: Bools = ~np.isnat(facts.broken_at)
    return narrowed(is_broken & _unheard(facts, policy), facts, lambda some: _may_try(some, policy))


def _complained(facts: Facts, policy: Policy) -> Bools:
    return narrowed(_unheard(facts, policy), facts, lambda some: _may_try(some, policy))


def _unhappy_due(facts: Facts, policy: Policy) -> Times:
    """An attempt before it is no reason to wait; one since is, until another day."""
    tried: Times = np.where(facts.last_attempt_at >= _since(facts), facts.last_attempt_at, np.datetime64("NaT", "s"))
    again: Times = tried + days(policy.retry_gap_days)
    return latest(_first_due(facts, policy), again)


def _unhappy_in_writing(facts: Facts, policy: Policy) -> Bools:
    """Until our letter after it."""
    by_letter = _unheard(facts, policy) & can_write(facts) & ~can_call(facts)
    return narrowed(by_letter, facts, lambda some: ~(some.last_ours_at >= _since(some)))


def _again(facts: Facts, policy: Policy) -> Bools:
    return narrowed(_unhappy(facts, policy), facts, lambda some: (some.last_reached_at >= _since(some)) & _may_try(some, policy))


def _again_due(facts: Facts, policy: Policy) -> Times:
    return latest(_first_due(facts, policy), latest(facts.last_reached_at, facts.last_attempt_at) + days(policy.gap_days))


def _own_accord(facts: Facts, policy: Policy, due: Times) -> Times:
    return _next_try(facts, policy, unasked(facts, policy, due))


def _is_due(moment: Times, facts: Facts, policy: Policy) -> Bools:
    known: Bools = ~np.isnat(moment)
    return narrowed(known, facts, lambda some: _may_try(some, policy))


BROKEN_PROMISE = Rule(
    name="broken_promise",
    applies=_broken,
    step=NextStep.CALL,
    due=_unhappy_due,
    because=gettext_noop(
        "A promise that we made them was broken; we know it since %(broken_on)s. "
        "Call first of all, say so before they do, and agree on what happens now."
    ),
    short=gettext_noop("We broke a promise; call first"),
    worth=50,
    is_promised=True,
    comes_first=True,
)
COMPLAINT = Rule(
    name="complaint",
    applies=_complained,
    step=NextStep.CALL,
    due=_unhappy_due,
    because=gettext_noop(
        "They complained on %(complained_on)s, and nobody has spoken with them about it yet. Call, listen, and say who settles it and when."
    ),
    short=gettext_noop("Complained; call first"),
    worth=45,
    is_promised=True,
    comes_first=True,
)
UNHAPPY_IN_WRITING = Rule(
    name="unhappy_in_writing",
    applies=_unhappy_in_writing,
    step=NextStep.WRITE,
    due=_first_due,
    because=gettext_noop(
        "They are unhappy with us since %(unhappy_on)s, and a call is not open to us. A letter says that we know, and who settles it."
    ),
    short=gettext_noop("Unhappy with us; write first"),
    worth=45,
    is_promised=True,
    comes_first=True,
)
NOT_SETTLED = Rule(
    name="not_settled",
    applies=_again,
    step=NextStep.CALL,
    due=_again_due,
    because=gettext_noop(
        "They are unhappy with us since %(unhappy_on)s, we last spoke on %(reached_on)s, and it is not settled yet. Say how far it is."
    ),
    short=gettext_noop("Not settled yet; say how far it is"),
    worth=25,
    is_promised=True,
)
STILL_UNHAPPY = Rule(
    name="still_unhappy",
    applies=_unhappy,
    step=NextStep.KEEP_WARM,
    due=lambda facts, policy: latest(_first_due(facts, policy), first_known(facts.last_ours_at, _since(facts)) + days(policy.gap_days)),
    because=gettext_noop(
        "They are unhappy with us since %(unhappy_on)s, and it is not settled. Nothing of marketing goes to them; somebody looks again."
    ),
    short=gettext_noop("Unhappy with us; look again"),
    is_review=True,
)
DELIVERY = Rule(
    name="delivery",
    applies=lambda facts, policy: _is_due(facts.delivery_at, facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: _next_try(facts, policy, facts.delivery_at),
    because=gettext_noop(
        "They were promised something for %(delivery_on)s. Whoever sold it calls and asks whether it came as it was promised."
    ),
    short=gettext_noop("Ask whether what was promised came"),
    worth=22,
)
RENEWAL = Rule(
    name="renewal",
    applies=lambda facts, policy: _is_due(facts.renewal_at, facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: _own_accord(facts, policy, facts.renewal_at),
    because=gettext_noop("What they bought runs out soon. Call them before they have to think of it alone, and ask how it served them."),
    short=gettext_noop("Runs out soon; call before"),
    worth=21,
)
CHECK_IN = Rule(
    name="check_in",
    applies=lambda facts, policy: _is_due(facts.check_in_at, facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: _own_accord(facts, policy, facts.check_in_at),
    because=gettext_noop(
        "They are customers, and the call that keeps the thread was set for %(check_in_on)s. "
        "Whoever sold asks how it goes, and sells nothing."
    ),
    short=gettext_noop("Ask how it goes"),
    worth=11,
)
REFERRAL = Rule(
    name="referral",
    applies=lambda facts, policy: _is_due(facts.referral_at, facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: _own_accord(facts, policy, facts.referral_at),
    because=gettext_noop("We kept a promise to them on %(referral_on)s. It is a good moment to ask whom they know with the same need."),
    short=gettext_noop("Promise kept; ask whom they know"),
    worth=7,
)
WIN_BACK = Rule(
    name="win_back",
    applies=lambda facts, policy: _is_due(facts.win_back_at, facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: _own_accord(facts, policy, facts.win_back_at),
    because=gettext_noop(
        "They were customers, and left. The day to ask again was set for %(win_back_on)s: ask what has changed since, on either side."
    ),
    short=gettext_noop("Left us once; ask again"),
    worth=9,
)
