"""A person's own choice stands until it is carried out or overtaken by a newer sign from the prospect."""

import numpy as np

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import first_known, latest, or_now, warm_date
from keepwarm.engine.permits import can_call, can_warm, can_write, warm_from
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep, ReplyKind, Step


def stands(facts: Facts, step: Step = Step.NONE) -> Bools:
    """Someone chose this step (or any, without one), and nothing newer came from the prospect."""
    chosen: Bools = facts.chosen_step == step if step else facts.chosen_step != Step.NONE
    return narrowed(chosen, facts, _nothing_newer)


def _nothing_newer(facts: Facts) -> Bools:
    replied: Bools = (facts.reply_kind != ReplyKind.NONE) & (facts.reply_at > facts.chosen_at)
    unhappy = (facts.broken_at > facts.chosen_at) | (facts.case_at > facts.chosen_at)
    return ~((facts.promise_made_at > facts.chosen_at) | (facts.contact_asked_at > facts.chosen_at) | replied | unhappy)


def _chosen_due(facts: Facts, policy: Policy) -> Times:
    return or_now(facts, first_known(facts.chosen_due, facts.chosen_at))


def _chosen_warm(facts: Facts, policy: Policy) -> Times:
    wanted = first_known(facts.chosen_due, warm_date(facts, policy))
    return np.where(can_warm(facts), latest(wanted, warm_from(facts)), wanted)


OWN_CHOICE_CALL = Rule(
    name="own_choice_call",
    applies=lambda facts, policy: can_call(facts) & stands(facts, Step.CALL),
    step=NextStep.CALL,
    due=_chosen_due,
    because=gettext_noop(
        "One of us decided on %(chosen_on)s that a call comes next. That stands until it is done, or until they give a newer sign."
    ),
    short=gettext_noop("A call, as one of us chose"),
    worth=8,
)
OWN_CHOICE_LETTER = Rule(
    name="own_choice_letter",
    applies=lambda facts, policy: can_write(facts) & stands(facts, Step.WRITE),
    step=NextStep.WRITE,
    due=_chosen_due,
    because=gettext_noop(
        "One of us decided on %(chosen_on)s that a letter comes next. That stands until it is done, or until they give a newer sign."
    ),
    short=gettext_noop("A letter, as one of us chose"),
    worth=4,
)
OWN_CHOICE_WARM = Rule(
    name="own_choice_warm",
    applies=lambda facts, policy: stands(facts, Step.KEEP_WARM),
    step=NextStep.KEEP_WARM,
    due=_chosen_warm,
    because=gettext_noop(
        "One of us decided on %(chosen_on)s to keep them warm for now. That stands until its date, or until they give a newer sign."
    ),
    short=gettext_noop("Kept warm, as one of us chose"),
)
