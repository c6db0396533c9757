"""The people of the engine's tests: one line says what matters about somebody, the rest is ordinary."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from keepwarm.engine.blank import blank_facts
from keepwarm.engine.calling import Hours, PlaceHours, hours_from
from keepwarm.engine.decide import because, decide
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.policy import Policy
from keepwarm.engine.rules import RULES
from keepwarm.engine.sentences import say
from keepwarm.engine.words import Evidence, Step

NOW = np.datetime64("2026-03-11T10:00:00", "s")  # a Wednesday
FIRST_DAY = np.datetime64("2026-01-05")  # a Monday
DAYS = 470
BERLIN, AUCKLAND, HONOLULU, UTC_PLACE = 1, 2, 3, 4
OFFSETS = {0: (0, 60), BERLIN: (60,), AUCKLAND: (780,), HONOLULU: (-600,), UTC_PLACE: (0,)}  # minutes; row 0 is two zones


def table(days: int = DAYS) -> Hours:
    """Monday to Friday, 9 to 18 local, in a few places; without summer time, so that every figure can be checked by hand."""
    weekday = np.arange(days) % 7
    opens, closes = np.where(weekday < 5, 540, -1), np.full(days, 1080)
    places = [PlaceHours(opens, closes, np.tile(np.array([OFFSETS[row]]).T, days)) for row in sorted(OFFSETS)]
    return hours_from(places, FIRST_DAY, days)


HOURS = table()


def at(text: str) -> np.datetime64:
    """A moment in UTC."""
    return np.datetime64(text, "s")


def ago(days: float) -> np.datetime64:
    """So many days before NOW; negative lies ahead."""
    return NOW - np.timedelta64(int(days * 86400), "s")


def told(value: str | float, *, evidence: Evidence = Evidence.CONVERSATION, days: float = 1) -> AnswerColumn:
    """One person's answer to a question."""
    return AnswerColumn(np.array([value]), np.array([True]), np.array([evidence], np.int8), np.array([ago(days)]))


ORDINARY = {"may_call": True, "may_write": True, "may_mail": True, "may_post": True, "warm": True, "place": UTC_PLACE}


def person(answers: Any = None, *, now: Any = NOW, **facts: Any) -> Facts:
    """One warm person in a place at UTC, for whom everything is permitted, and of whom the rest is unknown.

    `answers` is a dict of AnswerColumn, `now` a moment; any here, so that tests may keep facts in plain dicts.
    """
    blank = blank_facts(1, now=now)
    columns = {name: np.array([value], getattr(blank, name).dtype) for name, value in (ORDINARY | facts).items()}
    return blank_facts(1, now=now, **columns, answers=answers or {})


@dataclass(frozen=True)
class Decided:
    """What was decided about one person."""

    rule: str
    step: Step
    due: np.datetime64
    because: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""


def decided(facts: Facts, policy: Policy | None = None) -> Decided:
    """Decide about one person, by the default policy and the table of hours above."""
    policy = policy or Policy()
    decisions = decide(facts, policy, HOURS)
    rule = RULES[decisions.rule[0]].name
    why = because(decisions, facts, policy, 0)
    return Decided(rule, Step(decisions.step[0]), decisions.due[0], why, say(rule, why))
