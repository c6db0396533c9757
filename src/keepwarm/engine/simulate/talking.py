"""The calls and letters of a day, and what comes of them."""

from __future__ import annotations

from typing import Final

import numpy as np

from keepwarm.engine.calling import is_open, next_open
from keepwarm.engine.facts import Bools, Times
from keepwarm.engine.lead import is_lead
from keepwarm.engine.pace import days
from keepwarm.engine.policy import Policy
from keepwarm.engine.simulate.house import House
from keepwarm.engine.simulate.life import begin_anew, end, replied
from keepwarm.engine.simulate.town import LEARNED, NEVER, Rows, Town
from keepwarm.engine.simulate.warming import SentTwice, mind_the_gap, touch
from keepwarm.engine.words import Evidence, ReplyKind, Stage, Step

DAY: Final = np.timedelta64(86_400, "s")
WRONG_NUMBER, LEAVES_VOICEMAIL, TELLS, BUYS, WRITES_BACK = 0.02, 0.3, 0.3, 0.4, 0.08
SAYS_NO, NEVER_CALL, WRITTEN_ONLY, NOT_BEFORE, CALL_BACK, NOT_NOW = np.cumsum([0.08, 0.02, 0.03, 0.05, 0.12, 0.35])
"""What a talk ends with, as bounds of one throw; the rest goes on. Our choice."""


def write(town: Town, policy: Policy, chance: np.random.Generator, rows: Rows, at: Times) -> None:
    """A rep's letter: an answer where one waits (which counts under no cap), the follow-up of a voicemail, or one of our own accord."""
    facts = town.facts
    if ((facts["no_write_before"][rows] > at) | ~facts["may_write"][rows]).any():
        raise SentTwice
    answers = (facts["reply_kind"][rows] != ReplyKind.NONE) | ~np.isnat(facts["contact_asked_at"][rows])
    asks_how = facts["phone_dead"][rows] | ~facts["may_call"][rows]
    facts["contact_letter_at"][rows[asks_how]] = at[asks_how]
    follows = facts["voicemail_at"][rows] > at - days(policy.gap_days)
    mind_the_gap(town, policy, rows[~answers & ~follows], at[~answers & ~follows])
    touch(town, rows[~answers], at[~answers])
    facts["last_touch_at"][rows[answers]] = facts["last_ours_at"][rows[answers]] = at[answers]
    _settle(town, rows)
    town.happen("letters", len(rows))
    back = chance.random(len(rows)) < WRITES_BACK
    replied(town, chance, rows[back], (at + DAY)[back])


def call(town: Town, house: House, chance: np.random.Generator, rows: Rows, at: Times) -> None:
    """Dialled within the hours of their place and never against a wish; reached or not."""
    facts = town.facts
    against = ~facts["may_call"][rows] | facts["written_only"][rows] | (facts["no_call_before"][rows] > at)
    if (against | ~is_open(house.hours, facts["place"][rows], at)).any():
        raise SentTwice
    facts["last_attempt_at"][rows] = at
    reached = chance.random(len(rows)) < town.talkative[rows]
    _miss(town, chance, rows[~reached], at[~reached])
    _talk(town, house, chance, rows[reached], at[reached])


def _settle(town: Town, rows: Rows) -> None:
    """What waited for a touch has had it."""
    for name in ("reply_at", "contact_asked_at", "contact_due_at", "voicemail_at"):
        town.facts[name][rows] = NEVER
    town.facts["reply_kind"][rows] = ReplyKind.NONE
    town.facts["chosen_step"][rows] = Step.NONE


def _miss(town: Town, chance: np.random.Generator, rows: Rows, at: Times) -> None:
    facts = town.facts
    facts["attempts"][rows] += 1
    leaves = (chance.random(len(rows)) < LEAVES_VOICEMAIL) & (facts["voicemails"][rows] < 2)
    facts["voicemails"][rows[leaves]] += 1
    facts["voicemail_at"][rows[leaves]] = at[leaves]
    facts["last_touch_at"][rows[leaves]] = facts["last_ours_at"][rows[leaves]] = at[leaves]
    wrong = rows[(chance.random(len(rows)) < WRONG_NUMBER) & ~leaves]
    facts["may_call"][wrong], facts["phone_dead"][wrong] = False, True
    facts["chosen_step"][rows] = Step.NONE
    town.happen("not reached", len(rows))


def _talk(town: Town, house: House, chance: np.random.Generator, rows: Rows, at: Times) -> None:
    """They tell some of what we asked, and what comes next is agreed."""
    facts = town.facts
    _settle(town, rows)
    begin_anew(town, rows)
    facts["promised_at"][rows] = facts["promise_made_at"][rows] = facts["wake_at"][rows] = NEVER
    facts["reached"][rows] += 1
    for name in ("last_reached_at", "last_touch_at", "last_ours_at", "org_talk_at"):
        facts[name][rows] = at
    town.heard_at[rows] = at
    told = _tell(town, chance, rows, at)
    facts["last_progress_at"][rows[told]] = at[told]
    facts["warm"][rows[told]] = True
    new = rows[facts["stage"][rows] == Stage.NEW]
    facts["stage"][new] = Stage.CONVERSING
    town.happen("reached", len(rows))
    _agree(town, house, chance, rows, at)


def _tell(town: Town, chance: np.random.Generator, rows: Rows, at: Times) -> Bools:
    """Which of them told something new."""
    told = np.zeros(len(rows), bool)
    for key in LEARNED:
        answer = town.answers[key]
        says = (chance.random(len(rows)) < TELLS) & ~answer.known[rows]
        some = rows[says]
        answer.values[some] = np.where(chance.random(len(some)) < 0.6, "yes", "no")
        answer.known[some], answer.evidence[some], answer.learned_at[some] = True, Evidence.CONVERSATION, at[says]
        told |= says
    return told


def _agree(town: Town, house: House, chance: np.random.Generator, rows: Rows, at: Times) -> None:
    """No, never call, in writing only, not before a date, a call-back, not now; a lead may buy."""
    facts, dice = town.facts, chance.random(len(rows))
    outcome = np.searchsorted([SAYS_NO, NEVER_CALL, WRITTEN_ONLY, NOT_BEFORE, CALL_BACK, NOT_NOW], dice)
    end(town, rows[outcome == 0], "said no", at.max() if len(at) else NEVER)
    facts["may_call"][rows[outcome == 1]] = False
    facts["written_only"][rows[outcome == 2]] = True
    later = at + chance.integers(20 * 86_400, 200 * 86_400, len(rows)).astype("timedelta64[s]")
    facts["no_call_before"][rows[outcome == 3]] = later[outcome == 3]
    back = outcome == 4
    facts["promised_at"][rows[back]] = next_open(house.hours, facts["place"][rows[back]], (at + (later - at) // 10)[back])
    facts["promise_made_at"][rows[back]] = at[back]
    facts["wake_at"][rows[outcome == 5]], facts["recycled_at"][rows[outcome == 5]] = later[outcome == 5], at[outcome == 5]
    leads = np.flatnonzero(is_lead(town.facts_at(at.max()), house.policy.lead_definition)) if len(at) else rows
    buys = np.intersect1d(rows[outcome > 5], leads)
    buys = buys[chance.random(len(buys)) < BUYS]
    facts["stage"][buys] = Stage.CUSTOMER
    town.happen("bought", len(buys))
