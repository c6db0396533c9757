"""A CSV file of facts through the engine, with the default policy and the strictest hours: no database is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from keepwarm.engine.decide import because, decide
from keepwarm.engine.facts_csv import UnreadableFacts, read_facts
from keepwarm.engine.policy import Policy
from keepwarm.engine.rules import RULES
from keepwarm.engine.sentences import say
from keepwarm.engine.words import STEP_OF, Step
from keepwarm.facts.gather import aware, moment
from keepwarm.facts.hours import calling_hours


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision of one row. `ref` is the row's own name, or its line."""

    ref: str
    step: str
    due: datetime
    rule: str
    because: str


def decide_file(path: Path, *, now: datetime) -> list[Decided]:
    """Decide each row of the file. Raises UnreadableFacts with the line and column, or when there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as problem:
        raise UnreadableFacts(f"{path} cannot be read: from byte {problem.start + 1} on it is no UTF-8.") from problem
    except OSError as problem:
        raise UnreadableFacts(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    named, policy = read_facts(lines, now=moment(now)), Policy()
    decisions = decide(named.facts, policy, calling_hours((), from_day=now.date(), policy=policy).hours)
    return [
        Decided(
            ref=ref,
            step=STEP_OF[Step(int(decisions.step[i]))],
            due=aware(decisions.due[i]),
            rule=RULES[int(decisions.rule[i])].name,
            because=say(RULES[int(decisions.rule[i])].name, because(decisions, named.facts, policy, i)),
        )
        for i, ref in enumerate(named.refs)
        if decisions.step[i] != Step.NONE
    ]
