"""What a person allows us, and from when: wishes, consent and law, as small questions that every rule asks.

`can_…` is about permission at all; a wish "not before" only moves the date. `…_is_open` is both: permitted, and now.
"""

from typing import Protocol

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.policy import Policy
from keepwarm.engine.words import Stage

NEVER = np.datetime64("NaT", "s")
FAR_AWAY = np.datetime64("9999-12-31", "s")
LONG_AGO = np.datetime64("0001-01-01", "s")


class Phoning(Protocol):
    """As much of the facts as says whether someone may be phoned at all."""

    @property
    def may_call(self) -> Bools:
        """A number that may be phoned."""

    @property
    def written_only(self) -> Bools:
        """Their wish: in writing."""


def is_open(facts: Facts) -> Bools:
    """Still decided upon: not ended."""
    still: Bools = facts.stage != Stage.ENDED
    return still


def can_call(facts: Phoning) -> Bools:
    """A number that may be phoned, and no wish against it."""
    return facts.may_call & ~facts.written_only


def can_write(facts: Facts) -> Bools:
    """A rep's personal email is permitted."""
    return facts.may_write


def can_warm(facts: Facts) -> Bools:
    """The low-cost conversation is permitted, by email, by post or by short messages."""
    return facts.may_mail | facts.may_post | facts.may_message


def call_is_open(facts: Facts) -> Bools:
    """May be phoned, and no wish puts it off beyond now."""
    return can_call(facts) & ~(facts.no_call_before > facts.now)


def write_is_open(facts: Facts) -> Bools:
    """May be written to, and no wish puts it off beyond now."""
    return facts.may_write & ~(facts.no_write_before > facts.now)


def warm_from(facts: Facts) -> Times:
    """From when a permitted low-cost channel is open; NaT when one is open always, or none is permitted."""
    ways = _low_cost(facts)
    if all(np.isnat(before).all() for _may, before in ways):
        return facts.no_mail_before
    earliest = np.minimum.reduce([np.where(may, _from(before), FAR_AWAY) for may, before in ways])
    return np.where((earliest == LONG_AGO) | (earliest == FAR_AWAY), NEVER, earliest)


def warm_is_open(facts: Facts) -> Bools:
    """A low-cost channel is permitted and open now."""
    is_open_now: Bools = np.logical_or.reduce([may & ~(before > facts.now) for may, before in _low_cost(facts)])
    return is_open_now


def _low_cost(facts: Facts) -> tuple[tuple[Bools, Times], ...]:
    """Each low-cost way: whether it is permitted, and not before when."""
    return (
        (facts.may_mail, facts.no_mail_before),
        (facts.may_post, facts.no_post_before),
        (facts.may_message, facts.no_message_before),
    )


def has_shown_interest(facts: Facts) -> Bools:
    """They showed interest themselves, or progressed: whoever is a lead, in sales or a customer has."""
    return facts.warm | ((facts.stage >= Stage.LEAD) & (facts.stage <= Stage.CUSTOMER))


def is_welcome(facts: Facts, policy: Policy) -> Bools:
    """A call unasked is welcome: they showed interest themselves or progressed. "
    "Otherwise only where the house calls cold."""
    return has_shown_interest(facts) | policy.cold_calls


def _from(moment: Times) -> Times:
    return np.where(np.isnat(moment), LONG_AGO, moment)
