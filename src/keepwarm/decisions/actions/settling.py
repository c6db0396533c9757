"""Facts to the engine, and its answer to the database: the one place where a next touch is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from keepwarm.decisions.judging import Judged, judge
from keepwarm.decisions.models import Decision
from keepwarm.decisions.rows import write_columns
from keepwarm.engine.decide import Decisions, because, decide
from keepwarm.engine.policy import Policy
from keepwarm.engine.rules import RULES
from keepwarm.engine.words import STEP_OF, Step
from keepwarm.facts.gather import Gathered, aware, gather, hours_keys
from keepwarm.facts.hours import hours_for
from keepwarm.facts.scope import Scope
from keepwarm.facts.seen import seen
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.qualification.models import Judgement
from keepwarm.staff.models import User

STEPS = np.array(["", *(STEP_OF[step] for step in (Step.CALL, Step.WRITE, Step.KEEP_WARM))])
RULE_NAMES = np.array([rule.name for rule in RULES])
NEXT = (
    "next_step",
    "next_touch_at",
    "first_due_at",
    "because_rule",
    "because_args",
    "decided_at",
    "postponed",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the engine says for a scope, beside what was decided before; `changed` marks the rows to write."""

    gathered: Gathered
    decisions: Decisions
    judged: Judged
    policy: Policy
    changed: NDArray[np.bool_]


def settle(prospect_ids: Sequence[int], *, by: User | None, now: datetime, because: str = "") -> int:
    """Decide anew for these prospects and write the next touch of each, in one transaction. Returns how many changed."""
    wanted = sorted(set(prospect_ids))
    if not wanted:
        return 0
    with transaction.atomic():
        lock(wanted)
        outcome = consider(Scope(ids=wanted), now=now)
        return write(outcome, by=by, because=because, now=now)


def lock(prospect_ids: Sequence[int]) -> None:
    """Take the prospects in the order of their ids. SQLite has one writer: its transaction is the lock."""
    if connection.vendor == "postgresql":
        list(Prospect.objects.filter(pk__in=prospect_ids).order_by("pk").select_for_update().values_list("pk"))


def consider(scope: Scope, *, now: datetime, keep_dates: bool = False) -> Outcome:
    """Ask the engine; nothing is written. `keep_dates`: while rule and step stay, the date that was set stays too."""
    policy = policy_in_force()
    hours, place_rows = hours_for(hours_keys(scope), policy, now=now)
    gathered = gather(scope, policy, place_rows=place_rows, now=now)
    decisions = decide(gathered.facts, policy, hours)
    judged = judge(gathered, policy)
    was = gathered.standing
    same = (RULE_NAMES[decisions.rule] == np.array(was.rules, dtype=np.str_)) & (
        STEPS[decisions.step] == np.array(was.steps, dtype=np.str_)
    )
    changed = ~same | judged.changed
    if not keep_dates:
        changed |= decisions.due != was.due
    return Outcome(gathered, decisions, judged, policy, changed)


def write(outcome: Outcome, *, by: User | None, because: str, now: datetime, only: NDArray[np.intp] | None = None) -> int:
    """Write the changed rows, or `only` some of them: decision, next touch, judgement. The caller holds transaction and rows."""
    at = np.flatnonzero(outcome.changed) if only is None else only
    new = [_decision(outcome, int(i), by=by, because=because, now=now) for i in at]
    fresh = [row for row, i in zip(new, at, strict=True) if _is_new(outcome, int(i), row)]
    Decision.objects.bulk_create(fresh, batch_size=500)
    write_columns(NEXT, [(*_next(row, now), row.prospect_id) for row in fresh])
    _write_judgements(outcome, at, now=now)
    return len(fresh)


def _is_new(outcome: Outcome, i: int, row: Decision) -> bool:
    was = outcome.gathered.standing
    return (was.rules[i], was.steps[i], was.due[i]) != (row.rule, row.step, outcome.decisions.due[i])


def _next(row: Decision, now: datetime) -> tuple[Any, ...]:
    return (row.step, row.due_at, row.due_at, row.rule, row.args, now, 0)


def _decision(outcome: Outcome, i: int, *, by: User | None, because: str, now: datetime) -> Decision:
    decisions, facts = outcome.decisions, outcome.gathered.facts
    return Decision(
        prospect_id=int(outcome.gathered.standing.ids[i]),
        step=str(STEPS[decisions.step[i]]),
        due_at=aware(decisions.due[i]),
        rule=str(RULE_NAMES[decisions.rule[i]]),
        args=arguments(outcome, i),
        facts=seen(facts, i),
        policy_version=outcome.policy.version,
        by=by,
        because=because[:300],
        at=now,
    )


def arguments(outcome: Outcome, i: int) -> dict[str, Any]:
    """The arguments of the sentence that says why."""
    return because(outcome.decisions, outcome.gathered.facts, outcome.policy, i)


def _write_judgements(outcome: Outcome, at: NDArray[np.intp], *, now: datetime) -> None:
    judged = outcome.judged
    mine = [int(i) for i in at if judged.changed[i]]
    Judgement.objects.bulk_create([judged.row(i, outcome.gathered, now=now) for i in mine], batch_size=500)
    ids = outcome.gathered.standing.ids
    write_columns(("judged", "is_lead", "stage"), [(*judged.standing(i, outcome.gathered), int(ids[i])) for i in mine])
    StandingChange.objects.bulk_create(
        [change for i in mine if (change := judged.stage_change(i, outcome.gathered, now=now))], batch_size=500
    )
