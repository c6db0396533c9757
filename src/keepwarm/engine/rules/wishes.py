"""Wishes and law come first: what nobody may be sent or asked, and what must wait for their date."""

from functools import partial

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import first_known, or_now, review_date, warm_date
from keepwarm.engine.permits import (
    call_is_open,
    can_call,
    can_warm,
    can_write,
    is_welcome,
    warm_from,
    warm_is_open,
    write_is_open,
)
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.own_choice import stands
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep, Step


@remembered
def _nothing_allowed(facts: Facts, policy: Policy) -> Bools:
    return ~(can_call(facts) | can_write(facts) | can_warm(facts))


def _next_look(facts: Facts, policy: Policy) -> Times:
    postponed = stands(facts, Step.KEEP_WARM) & ~np.isnat(facts.chosen_due)
    return np.where(postponed, facts.chosen_due, review_date(facts, policy))


@remembered
def _all_wait(facts: Facts, policy: Policy) -> Bools:
    """Something is permitted, all of it later; and no promise or choice of ours already lies behind their date."""
    now = facts.now
    by_hand = (facts.no_call_before > now) | (facts.no_write_before > now)
    later = by_hand | (facts.no_mail_before > now) | (facts.no_post_before > now) | (facts.no_message_before > now)
    return narrowed(later, facts, partial(_all_wait_there, policy=policy))


def _all_wait_there(facts: Facts, policy: Policy) -> Bools:
    closed = ~(call_is_open(facts) | write_is_open(facts) | warm_is_open(facts))
    return narrowed(closed & ~_nothing_allowed(facts, policy), facts, _nothing_agreed_behind)


def _nothing_agreed_behind(facts: Facts) -> Bools:
    return ~stands(facts) & ~(facts.promised_at >= facts.no_call_before)


def _call_waits(facts: Facts, policy: Policy) -> Bools:
    return narrowed(_all_wait(facts, policy), facts, lambda some: _call_comes_first(some, policy))


def _call_comes_first(facts: Facts, policy: Policy) -> Bools:
    sooner = can_warm(facts) & (warm_date(facts, policy) < facts.no_call_before)
    return can_call(facts) & is_welcome(facts, policy) & ~sooner


def _letter_waits(facts: Facts, policy: Policy) -> Bools:
    return narrowed(_all_wait(facts, policy), facts, lambda some: _letter_comes_first(some, policy))


def _letter_comes_first(facts: Facts, policy: Policy) -> Bools:
    sooner = can_warm(facts) & (warm_date(facts, policy) < facts.no_write_before)
    return can_write(facts) & ~can_call(facts) & is_welcome(facts, policy) & ~sooner


def _first_opening(facts: Facts, policy: Policy) -> Times:
    by_warming = np.where(can_warm(facts), warm_date(facts, policy), np.datetime64("NaT", "s"))
    by_hand = np.fmin(
        np.where(can_call(facts), facts.no_call_before, np.datetime64("NaT", "s")),
        np.where(can_write(facts), facts.no_write_before, np.datetime64("NaT", "s")),
    )
    return or_now(facts, first_known(by_warming, by_hand, warm_from(facts)))


NOTHING_ALLOWED = Rule(
    name="nothing_allowed",
    applies=_nothing_allowed,
    step=NextStep.KEEP_WARM,
    due=_next_look,
    because=gettext_noop(
        "No way to reach them is open to us: no call, no letter, no mailing. "
        "Nothing is sent; on the date a person looks whether that has changed."
    ),
    short=gettext_noop("Nothing is permitted; look again"),
    is_review=True,
)
WISH_WAITS_CALL = Rule(
    name="wish_waits_call",
    applies=_call_waits,
    step=NextStep.CALL,
    due=lambda facts, policy: facts.no_call_before,
    because=gettext_noop(
        "They asked to be left alone until %(call_opens_on)s, and we keep to it. "
        "Then call, at the first hour that is permitted where they are."
    ),
    short=gettext_noop("Their date has come"),
    worth=6,
)
WISH_WAITS_LETTER = Rule(
    name="wish_waits_letter",
    applies=_letter_waits,
    step=NextStep.WRITE,
    due=lambda facts, policy: facts.no_write_before,
    because=gettext_noop(
        "They asked to hear nothing before %(write_opens_on)s, and they may not be phoned. Then a personal letter takes up the thread."
    ),
    short=gettext_noop("Their date has come; write"),
    worth=3,
)
WISH_WAITS_WARM = Rule(
    name="wish_waits_warm",
    applies=_all_wait,
    step=NextStep.KEEP_WARM,
    due=_first_opening,
    because=gettext_noop(
        "They asked to hear nothing for now, and every way waits for their date. The conversation goes on from %(due_on)s, where it stood."
    ),
    short=gettext_noop("Waits for their date"),
)
