"""What somebody waits for: a call we promised, an answer to "please contact me", an answer to a message."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import first_known, hours
from keepwarm.engine.permits import call_is_open, can_call, can_write, write_is_open
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.rule import Rule, heard_since
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep, ReplyKind


def _promised(facts: Facts, policy: Policy) -> Bools:
    """An early attempt does not redeem the promise: they wait for the hour that was said."""
    is_promised: Bools = ~np.isnat(facts.promised_at)
    return narrowed(can_call(facts) & is_promised, facts, lambda some: ~(some.last_attempt_at >= some.promised_at))


@remembered
def _asked(facts: Facts, policy: Policy) -> Bools:
    is_asked: Bools = ~np.isnat(facts.contact_asked_at)
    return narrowed(is_asked, facts, lambda some: ~heard_since(some, some.contact_asked_at))


def _asked_call(facts: Facts, policy: Policy) -> Bools:
    """By phone; also later, by their wish, when they cannot be written to sooner."""
    return _asked(facts, policy) & can_call(facts) & (call_is_open(facts) | ~write_is_open(facts))


def _asked_letter(facts: Facts, policy: Policy) -> Bools:
    return _asked(facts, policy) & can_write(facts)


def _asked_due(facts: Facts, policy: Policy) -> Times:
    return first_known(facts.contact_due_at, facts.contact_asked_at)


@remembered
def _waits(facts: Facts, policy: Policy) -> Bools:
    is_waiting: Bools = (facts.reply_kind != ReplyKind.NONE) & (~np.isnat(facts.reply_at))
    return narrowed(is_waiting, facts, lambda some: ~heard_since(some, some.reply_at))


def _speak(facts: Facts, policy: Policy) -> Bools:
    by_voice: Bools = (facts.reply_kind != ReplyKind.QUESTION) | ~can_write(facts)
    return _waits(facts, policy) & by_voice & call_is_open(facts)


def _reply_due(facts: Facts, policy: Policy) -> Times:
    return facts.reply_at + hours(policy.reply_within_working_hours)


PROMISED_CALL = Rule(
    name="promised_call",
    applies=_promised,
    step=NextStep.CALL,
    due=lambda facts, policy: facts.promised_at,
    because=gettext_noop("We promised them a call for the hour that was agreed: %(promised_at)s. They are waiting for it."),
    short=gettext_noop("We promised to call"),
    worth=40,
    is_promised=True,
)
CONTACT_ASKED = Rule(
    name="contact_asked",
    applies=_asked_call,
    step=NextStep.CALL,
    due=_asked_due,
    because=gettext_noop("They asked us on %(asked_on)s to get in touch. Call within the hour, while they still have it in mind."),
    short=gettext_noop("Asked to be contacted"),
    worth=30,
    is_promised=True,
)
CONTACT_ASKED_IN_WRITING = Rule(
    name="contact_asked_in_writing",
    applies=_asked_letter,
    step=NextStep.WRITE,
    due=_asked_due,
    because=gettext_noop(
        "They asked us on %(asked_on)s to get in touch, and a call is not open to us. So the answer goes to them in writing."
    ),
    short=gettext_noop("Asked to be contacted; write"),
    worth=30,
    is_promised=True,
)
REPLY_TO_SPEAK = Rule(
    name="reply_to_speak",
    applies=_speak,
    step=NextStep.CALL,
    due=_reply_due,
    because=gettext_noop("They wrote to us on %(replied_on)s, and that is best answered by voice. Read it once more, then call."),
    short=gettext_noop("Wrote to us; answer by phone"),
    worth=20,
    is_promised=True,
)
REPLY_TO_ANSWER = Rule(
    name="reply_to_answer",
    applies=lambda facts, policy: (
        _waits(facts, policy) & can_write(facts) & ((facts.reply_kind == ReplyKind.QUESTION) | ~call_is_open(facts))
    ),
    step=NextStep.WRITE,
    due=_reply_due,
    because=gettext_noop(
        "They wrote to us on %(replied_on)s, and the answer belongs in writing. "
        "Answer just what was asked; it is never refused for want of letters."
    ),
    short=gettext_noop("Wrote to us; answer in writing"),
    worth=20,
    is_promised=True,
)
