"""The one decision: for every prospect one of call, write, keep warm, with its date and the rule that said so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.arguments import arguments_of
from keepwarm.engine.calling import Hours, at_another_hour, check_reach, next_open
from keepwarm.engine.facts import Facts, Times
from keepwarm.engine.pace import firm_rested, latest, or_now
from keepwarm.engine.permits import is_open
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import part, picked
from keepwarm.engine.rules import RULES
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.words import NextStep, Step

CHUNK = 65_536  # rows: what a rule makes in between stays in the processor's cache
REACH = 366  # days of calling hours that must be known from now on
NO_RULE = -1
NOBODY = np.empty(0, np.intp)
STEP = {NextStep.CALL: Step.CALL, NextStep.WRITE: Step.WRITE, NextStep.KEEP_WARM: Step.KEEP_WARM}


@dataclass(frozen=True, slots=True)
class Decisions:
    """One row per prospect. For the ended: Step.NONE, rule -1, due NaT; for all others a step, a rule and a real date.

    `due` is UTC and the same on every asking while the facts stay the same. It may be past: then the touch is due now, and
    who keeps decisions leaves the first date as it stands.
    """

    step: NDArray[np.int8]  # engine.words.Step
    rule: NDArray[np.int8]  # index into RULES
    due: Times

    def __len__(self) -> int:
        return len(self.step)


def decide(facts: Facts, policy: Policy, hours: Hours) -> Decisions:
    """Decide every row. Pure: no row looks at another, the same facts give the same answer, alone or among a million.

    Raises HoursTooShort when the table of hours does not hold today and the year to come.
    """
    check_reach(hours, facts.now, REACH)
    count = len(facts)
    decisions = Decisions(
        step=np.zeros(count, np.int8),
        rule=np.full(count, NO_RULE, np.int8),
        due=np.full(count, np.datetime64("NaT", "s")),
    )
    for start in range(0, count, CHUNK):
        rows = slice(start, start + CHUNK)
        own = Decisions(decisions.step[rows], decisions.rule[rows], decisions.due[rows])
        _decide_chunk(part(facts, start, start + CHUNK), policy, hours, own)
    return decisions


def because(decisions: Decisions, facts: Facts, policy: Policy, row: int) -> dict[str, Any]:
    """The arguments for the sentence of one row, ready for JSON: those the rule's sentence names, and no others.

    Empty for a prospect who has ended. `engine.sentences.say` makes the sentence.
    """
    number = int(decisions.rule[row])
    if number == NO_RULE:
        return {}
    single = part(facts, row, row + 1)
    return arguments_of(RULES[number].because, single, policy, decisions.due[row])


def _decide_chunk(facts: Facts, policy: Policy, hours: Hours, decisions: Decisions) -> None:
    """Fill the decisions of a chunk, which are views of the whole: rule by rule, then the hours for all of them at once."""
    for number, rows in _decided_by(facts, policy):
        rule = RULES[number]
        decisions.rule[rows] = number
        decisions.step[rows] = STEP[rule.step]
        decisions.due[rows] = _wanted(rule, picked(facts, rows), policy, hours)
    _keep_days(facts, policy, decisions)
    by_hand = np.flatnonzero((decisions.step == Step.CALL) | (decisions.step == Step.WRITE))
    if len(by_hand):
        some = picked(facts, by_hand)
        opens = np.where(decisions.step[by_hand] == Step.CALL, some.no_call_before, some.no_write_before)
        decisions.due[by_hand] = next_open(hours, some.place, np.fmax(decisions.due[by_hand], opens))


def _keep_days(facts: Facts, policy: Policy, decisions: Decisions) -> None:
    """A day that was agreed on is kept: where what was decided would come later, the rule of that day decides instead."""
    for number, rule in enumerate(RULES):
        if rule.at_latest:
            rows = np.flatnonzero(rule.applies(facts, policy) & is_open(facts))
            wanted = rule.due(picked(facts, rows), policy)
            sooner = wanted < decisions.due[rows]
            decisions.rule[rows[sooner]], decisions.step[rows[sooner]] = number, STEP[rule.step]
            decisions.due[rows[sooner]] = wanted[sooner]


def _decided_by(facts: Facts, policy: Policy) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """The number of each rule that decides any row, with these rows."""
    undecided = is_open(facts)
    for number, rule in enumerate(RULES):
        rows = np.flatnonzero(rule.applies(facts, policy) & undecided) if not rule.at_latest else NOBODY
        if len(rows):
            undecided[rows] = False
            yield number, rows
        if not undecided.any():
            return


def _wanted(rule: Rule, facts: Facts, policy: Policy, hours: Hours) -> Times:
    """The moment the rule wants. No date at all means now."""
    wanted = or_now(facts, rule.due(facts, policy))
    return _another_hour(facts, policy, hours, wanted) if rule.at_another_hour else wanted


def _another_hour(facts: Facts, policy: Policy, hours: Hours, wanted: Times) -> Times:
    earliest = latest(facts.no_call_before, firm_rested(facts, policy), facts.spread_at)
    day_of = latest(wanted, facts.no_call_before)
    last, turn = facts.last_attempt_at, facts.attempts
    return at_another_hour(hours, facts.place, day_of, not_before=earliest, last=last, turn=turn)
