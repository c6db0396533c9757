"""The arguments of the sentences: what each name in a rule's `because` means, as a value ready for JSON.

The ending of a name says what it is: `_on` a date as "2026-03-01", `_at` a moment in UTC as "2026-03-01T08:00:00Z", `_days`
a number of days, `met` and `missing` lists of the names of criteria, anything else a number. None is: we do not know.
Sentences name dates and not "days since", so that they are as true tomorrow as on the day of the decision.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from keepwarm.engine.facts import Facts, Times
from keepwarm.engine.lead import qualify
from keepwarm.engine.policy import Policy

NAME = re.compile(r"%\((\w+)\)s")

DATES: dict[str, Callable[[Facts], Times]] = {
    "asked_on": lambda facts: facts.contact_asked_at,
    "attempt_on": lambda facts: facts.last_attempt_at,
    "broken_on": lambda facts: facts.broken_at,
    "call_opens_on": lambda facts: facts.no_call_before,
    "check_in_on": lambda facts: facts.check_in_at,
    "chosen_on": lambda facts: facts.chosen_at,
    "complained_on": lambda facts: facts.case_at,
    "delivery_on": lambda facts: facts.delivery_at,
    "firm_talk_on": lambda facts: np.fmax(facts.org_talk_at, facts.last_reached_at),
    "inquired_on": lambda facts: facts.inquired_at,
    "introduced_on": lambda facts: facts.introduced_at,
    "letter_on": lambda facts: facts.letter_at,
    "letter_missed_on": lambda facts: facts.letter_missed_at,
    "offered_on": lambda facts: facts.handoff_at,
    "opportunity_on": lambda facts: facts.opportunity_at,
    "other_inquired_on": lambda facts: facts.other_inquirer_at,
    "promised_at": lambda facts: facts.promised_at,
    "reached_on": lambda facts: facts.last_reached_at,
    "readied_on": lambda facts: facts.readied_at,
    "referral_on": lambda facts: facts.referral_at,
    "replied_on": lambda facts: facts.reply_at,
    "touch_on": lambda facts: facts.last_touch_at,
    "unhappy_on": lambda facts: np.fmin(facts.broken_at, facts.case_at),
    "voicemail_on": lambda facts: facts.voicemail_at,
    "wake_on": lambda facts: facts.wake_at,
    "win_back_on": lambda facts: facts.win_back_at,
    "write_opens_on": lambda facts: facts.no_write_before,
}
NUMBERS: dict[str, Callable[[Facts, Policy], int]] = {
    "attempts": lambda facts, policy: int(facts.attempts[0]),
    "call_attempts": lambda facts, policy: policy.call_attempts,
    "customer_quiet_days": lambda facts, policy: policy.customer_quiet_days,
    "longest_silence_days": lambda facts, policy: policy.longest_silence_days,
    "pace_days": lambda facts, policy: policy.pace_days,
    "stalled_days": lambda facts, policy: policy.stalled_days,
}
CRITERIA = ("met", "missing")
DUE = "due_on"
ARGUMENTS = frozenset({*DATES, *NUMBERS, *CRITERIA, DUE})


def names_in(sentence: str) -> tuple[str, ...]:
    """The names a sentence asks for, each once, in their order."""
    return tuple(dict.fromkeys(NAME.findall(sentence)))


def arguments_of(sentence: str, facts: Facts, policy: Policy, due: np.datetime64) -> dict[str, Any]:
    """The values of the names in a sentence, for facts of a single row and the date decided for it."""
    return {name: _value(name, facts, policy, due) for name in names_in(sentence)}


def _value(name: str, facts: Facts, policy: Policy, due: np.datetime64) -> Any:
    if name in CRITERIA:
        return _criteria(name, facts, policy)
    if name in NUMBERS:
        return NUMBERS[name](facts, policy)
    return _moment(name, due if name == DUE else DATES[name](facts)[0])


def _moment(name: str, moment: np.datetime64) -> str | None:
    if np.isnat(moment):
        return None
    return f"{moment.astype('datetime64[s]')}Z" if name.endswith("_at") else str(moment.astype("datetime64[D]"))


def _criteria(name: str, facts: Facts, policy: Policy) -> list[str]:
    judged = getattr(qualify(facts, policy.lead_definition), name)[0]
    return [c.name for c, holds in zip(policy.lead_definition.criteria, judged, strict=True) if holds]
