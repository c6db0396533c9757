"""The rows of decisions, made before the transaction that writes them, so that the write lock is held only for writing."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from keepwarm.decisions.judging import Judged
from keepwarm.decisions.models import Decision
from keepwarm.decisions.reasons import arguments_by_row, seen_by_row
from keepwarm.decisions.rows import write_columns
from keepwarm.engine.decide import Decisions
from keepwarm.engine.lead import Qualification
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import picked
from keepwarm.engine.rules import RULES
from keepwarm.engine.words import STEP_OF, Step
from keepwarm.facts.gather import Gathered, aware
from keepwarm.prospects.actions.inserting import insert_objects
from keepwarm.prospects.models import StandingChange
from keepwarm.qualification.models import Judgement
from keepwarm.staff.models import User

Columns = TypeVar("Columns", Decisions, Qualification)

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
    """What the engine says for a scope, beside what was decided before; `moved` marks where the next touch is another."""

    gathered: Gathered
    decisions: Decisions
    judged: Judged
    policy: Policy
    moved: NDArray[np.bool_]

    @property
    def changed(self) -> NDArray[np.bool_]:
        """Rows of which anything is to be written: another next touch, or another judgement."""
        return self.moved | self.judged.changed


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows ready to be written."""

    decisions: tuple[Decision, ...]
    judgements: tuple[Judgement, ...]
    standings: tuple[tuple[str, bool, int, int], ...]  # judged, is_lead, stage, prospect id
    changes: tuple[StandingChange, ...]


def prepare(outcome: Outcome, at: NDArray[np.intp], *, by: User | None, because: str, now: datetime) -> Prepared:
    """Make the rows for the rows `at` of the outcome: a decision only where rule, step or date is another."""
    judged, ids = outcome.judged, outcome.gathered.standing.ids
    mine = [int(i) for i in at if judged.changed[i]]
    return Prepared(
        decisions=tuple(_decisions(outcome, at[outcome.moved[at]], by=by, because=because, now=now)),
        judgements=tuple(judged.row(i, outcome.gathered, now=now) for i in mine),
        standings=tuple((*judged.standing(i, outcome.gathered), int(ids[i])) for i in mine),
        changes=tuple(change for i in mine if (change := judged.stage_change(i, outcome.gathered, now=now))),
    )


def save(prepared: Prepared, *, only: Container[int] | None = None) -> int:
    """Write prepared rows, of the prospects in `only` or of all. The caller holds the transaction. Returns next touches set."""
    decisions = [row for row in prepared.decisions if only is None or row.prospect_id in only]
    insert_objects(decisions)
    write_columns(NEXT, [(*_next(row), row.prospect_id) for row in decisions])
    insert_objects([row for row in prepared.judgements if only is None or row.prospect_id in only])
    write_columns(("judged", "is_lead", "stage"), [row for row in prepared.standings if only is None or row[-1] in only])
    StandingChange.objects.bulk_create([row for row in prepared.changes if only is None or row.prospect_id in only])
    return len(decisions)


def _next(row: Decision) -> tuple[Any, ...]:
    return (row.step, row.due_at, row.due_at, row.rule, row.args, row.at, 0)


def _decisions(outcome: Outcome, at: NDArray[np.intp], *, by: User | None, because: str, now: datetime) -> list[Decision]:
    """The reasons are made column by column: on the night after an upheaval everybody has one."""
    facts, decisions = picked(outcome.gathered.facts, at), _picked(outcome.decisions, at)
    reasons = arguments_by_row(decisions, facts, outcome.policy, _picked(outcome.judged.qualification, at))
    ids = outcome.gathered.standing.ids[at]
    return [
        Decision(
            prospect_id=int(pk),
            step=str(STEPS[step]),
            due_at=aware(due),
            rule=str(RULE_NAMES[rule]),
            args=args,
            facts=known,
            policy_version=outcome.policy.version,
            by=by,
            because=because[:300],
            at=now,
        )
        for pk, step, due, rule, args, known in zip(
            ids, decisions.step, decisions.due, decisions.rule, reasons, seen_by_row(facts), strict=True
        )
    ]


def _picked(columns: Columns, at: NDArray[np.intp]) -> Columns:
    """Some rows of what the engine says."""
    return type(columns)(*(getattr(columns, field.name)[at] for field in fields(columns)))
