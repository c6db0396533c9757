"""Each prospect against the definition in force, in the same pass that decides the next touch."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.translation import gettext, gettext_noop
from numpy.typing import NDArray

from keepwarm.engine.lead import Qualification, qualify
from keepwarm.engine.policy import Policy
from keepwarm.engine.words import Stage
from keepwarm.facts.gather import Gathered
from keepwarm.prospects.models import StandingChange
from keepwarm.qualification.models import Judgement

BEFORE_LEAD = (Stage.NEW, Stage.CONVERSING)
SHORT = 200
"""Characters of `Prospect.judged`."""
BECAME_LEAD = gettext_noop("meets the agreed definition of a lead")
NO_LEAD_ANY_MORE = gettext_noop("no longer meets the agreed definition of a lead")


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement of a scope. `short` is what the prospect keeps, to see a change; `changed` marks what is new."""

    qualification: Qualification
    names: tuple[str, ...]
    version: int
    short: tuple[str, ...]
    changed: NDArray[np.bool_]

    def row(self, i: int, gathered: Gathered, *, now: datetime) -> Judgement:
        """The judgement of row i, to be kept."""
        result = self.qualification
        return Judgement(
            prospect_id=int(gathered.standing.ids[i]),
            definition=self.version,
            is_lead=bool(result.is_lead[i]),
            met=self._named(result.met[i]),
            missing=self._named(result.missing[i]),
            contradicted=self._named(result.contradicted[i]),
            judged_at=now,
        )

    def standing(self, i: int, gathered: Gathered) -> tuple[str, bool, int]:
        """What the prospect keeps of it: the short form, whether it is a lead, and the stage that follows."""
        stage, is_lead = int(gathered.facts.stage[i]), bool(self.qualification.is_lead[i])
        if is_lead and stage in BEFORE_LEAD:
            return self.short[i], is_lead, int(Stage.LEAD)
        if not is_lead and stage == Stage.LEAD and gathered.standing.was_lead[i]:
            return self.short[i], is_lead, int(Stage.CONVERSING)
        return self.short[i], is_lead, stage

    def stage_change(self, i: int, gathered: Gathered, *, now: datetime) -> StandingChange | None:
        """The change of stage that a judgement brings, if any."""
        old, new = int(gathered.facts.stage[i]), self.standing(i, gathered)[2]
        if old == new:
            return None
        return StandingChange(
            prospect_id=int(gathered.standing.ids[i]),
            what=StandingChange.What.STAGE,
            old=str(old),
            new=str(new),
            because=gettext(BECAME_LEAD if new == Stage.LEAD else NO_LEAD_ANY_MORE),
            at=now,
        )

    def _named(self, row: NDArray[np.bool_]) -> list[str]:
        return [name for name, is_so in zip(self.names, row, strict=True) if is_so]


def judge(gathered: Gathered, policy: Policy) -> Judged:
    """Judge every row. The short form of someone of whom nothing is met or contradicted is empty: nothing new to keep."""
    definition = policy.lead_definition
    result = qualify(gathered.facts, definition)
    names = tuple(criterion.name for criterion in definition.criteria)
    patterns, inverse = np.unique(np.hstack([result.met, result.contradicted]), axis=0, return_inverse=True)
    words = [_short(pattern, names, definition.version) for pattern in patterns]
    short = tuple(words[k] for k in inverse.ravel())
    was = gathered.standing
    changed = np.array([a != b for a, b in zip(short, was.judged, strict=True)], dtype=np.bool_)
    return Judged(result, names, definition.version, short, changed | (result.is_lead != was.was_lead))


def _short(pattern: NDArray[np.bool_], names: tuple[str, ...], version: int) -> str:
    met, contradicted = pattern[: len(names)], pattern[len(names) :]
    said = [f"+{name}" for name, yes in zip(names, met, strict=True) if yes]
    said += [f"-{name}" for name, no in zip(names, contradicted, strict=True) if no]
    return _fitted(f"{version}:{' '.join(said)}") if said else ""


def _fitted(short: str) -> str:
    """As long as its column: of what is longer the end is told apart by its digest."""
    if len(short) <= SHORT:
        return short
    digest = hashlib.sha256(short.encode()).hexdigest()[:16]
    return f"{short[: SHORT - 17]}#{digest}"
