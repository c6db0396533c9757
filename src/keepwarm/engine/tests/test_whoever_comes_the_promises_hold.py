"""Properties of `decide` over anyone at all: permissions, wishes, hours, and one step with a date for each."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.calling import is_open
from keepwarm.engine.decide import Decisions, because, decide
from keepwarm.engine.facts import Facts
from keepwarm.engine.permits import warm_from
from keepwarm.engine.policy import Policy
from keepwarm.engine.rules import RULES
from keepwarm.engine.sentences import say, say_short
from keepwarm.engine.tests.anyone import facts_of, policies, rows
from keepwarm.engine.tests.people import HOURS
from keepwarm.engine.words import STEP_OF, NextStep, Stage, Step

PEOPLE = st.lists(rows, min_size=1, max_size=5)
DATED_BY_A_PERSON = {"recycled"}


def decided(people: list[dict[str, Any]], policy: Policy) -> tuple[Facts, Decisions]:
    facts = facts_of(people)
    return facts, decide(facts, policy, HOURS)


@given(people=PEOPLE, policy=policies)
def test_no_step_goes_against_a_permission_or_a_wish(people: list[dict[str, Any]], policy: Policy) -> None:
    facts, found = decided(people, policy)
    call, write = found.step == Step.CALL, found.step == Step.WRITE
    assert (facts.may_call & ~facts.written_only)[call].all()
    assert not (found.due < facts.no_call_before)[call].any()
    assert facts.may_write[write].all()
    assert not (found.due < facts.no_write_before)[write].any()


@given(people=PEOPLE, policy=policies)
def test_nothing_of_the_conversation_is_due_before_a_channel_opens(people: list[dict[str, Any]], policy: Policy) -> None:
    facts, found = decided(people, policy)
    sends = np.array([rule.step is NextStep.KEEP_WARM and not rule.is_review for rule in RULES])
    can_send = sends[found.rule] & (found.step == Step.KEEP_WARM) & (facts.may_mail | facts.may_post | facts.may_message)
    early = can_send & (found.due < warm_from(facts))
    assert all(RULES[found.rule[row]].name == "recycled" and found.due[row] == facts.wake_at[row] for row in np.flatnonzero(early))


@given(people=PEOPLE, policy=policies)
def test_every_call_and_every_letter_is_due_in_the_hours_of_their_place(people: list[dict[str, Any]], policy: Policy) -> None:
    facts, found = decided(people, policy)
    by_hand = (found.step == Step.CALL) | (found.step == Step.WRITE)
    assert is_open(HOURS, facts.place[by_hand], found.due[by_hand]).all()


@given(people=PEOPLE, policy=policies)
def test_every_open_prospect_gets_one_step_a_rule_and_a_date_and_the_ended_get_none(people: list[dict[str, Any]], policy: Policy) -> None:
    facts, found = decided(people, policy)
    ended = facts.stage == Stage.ENDED
    assert (found.step[ended] == Step.NONE).all()
    assert (found.rule[ended] == -1).all()
    assert np.isnat(found.due[ended]).all()
    for row in np.flatnonzero(~ended):
        assert RULES[found.rule[row]].step is STEP_OF[Step(found.step[row])]
        assert not np.isnat(found.due[row])


@given(people=PEOPLE, policy=policies)
def test_every_decision_can_be_said_in_words(people: list[dict[str, Any]], policy: Policy) -> None:
    facts, found = decided(people, policy)
    for row in np.flatnonzero(found.rule >= 0):
        rule = RULES[found.rule[row]].name
        sentence = say(rule, because(found, facts, policy, int(row)))
        assert sentence.endswith(".")
        assert "%" not in sentence
        assert say_short(rule)


@given(people=PEOPLE, policy=policies)
def test_the_cold_are_not_called_unasked(people: list[dict[str, Any]], policy: Policy) -> None:
    facts, found = decided(people, policy)
    cold = ~facts.warm & ((facts.stage < Stage.LEAD) | (facts.stage == Stage.ENDED))
    unasked = np.isnat(facts.promised_at) & np.isnat(facts.contact_asked_at) & np.isnat(facts.reply_at) & np.isnat(facts.wake_at)
    unasked &= facts.chosen_step == Step.NONE
    called = {RULES[found.rule[row]].name for row in np.flatnonzero(cold & unasked & (found.step == Step.CALL))}
    assert policy.cold_calls or called <= {"hot_and_qualified"}
