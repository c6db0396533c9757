"""Arguments and seen facts of many decisions at once: what `engine.decide.because` and `facts.seen.seen` say row by row, by column.

Row by row costs a tenth of a millisecond each, which a list of a hundred thousand cannot pay. A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.arguments import CRITERIA, DATES, DUE, NUMBERS, names_in
from keepwarm.engine.decide import Decisions
from keepwarm.engine.facts import Facts
from keepwarm.engine.lead import Qualification
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import COLUMNS
from keepwarm.engine.rules import RULES
from keepwarm.facts.seen import LEFT_OUT


def arguments_by_row(decisions: Decisions, facts: Facts, policy: Policy, judged: Qualification) -> list[dict[str, Any]]:
    """The arguments of each row's sentence. Rows that are never decided (the ended) have none."""
    told: list[dict[str, Any]] = [{} for _ in range(len(facts))]
    for rule in np.unique(decisions.rule):
        if rule < 0:
            continue
        at = np.flatnonzero(decisions.rule == rule)
        for name in names_in(RULES[int(rule)].because):
            for row, value in zip(at, _values(name, at, decisions, facts, policy, judged), strict=True):
                told[row][name] = value
    return told


def _values(name: str, at: NDArray[np.intp], decisions: Decisions, facts: Facts, policy: Policy, judged: Qualification) -> Sequence[Any]:
    if name in CRITERIA:
        labels = [criterion.name for criterion in policy.lead_definition.criteria]
        holds = getattr(judged, name)[at]
        return [[label for label, yes in zip(labels, row, strict=True) if yes] for row in holds]
    if name == "attempts":
        return [int(value) for value in facts.attempts[at]]
    if name in NUMBERS:
        return [NUMBERS[name](facts, policy)] * len(at)
    moments = (decisions.due if name == DUE else DATES[name](facts))[at]
    return _days(moments) if not name.endswith("_at") else _moments(moments)


def _days(moments: NDArray[np.datetime64]) -> list[str | None]:
    return [None if day == "NaT" else day for day in moments.astype("datetime64[D]").astype(str).tolist()]


def _moments(moments: NDArray[np.datetime64]) -> list[str | None]:
    return [None if text == "NaT" else f"{text}Z" for text in moments.astype("datetime64[s]").astype(str).tolist()]


def seen_by_row(facts: Facts) -> list[dict[str, Any]]:
    """The facts that a decision keeps, of each row."""
    kept: list[dict[str, Any]] = [{"now": str(facts.now)} for _ in range(len(facts))]
    for name in COLUMNS:
        if name not in LEFT_OUT:
            _keep(kept, name, getattr(facts, name))
    for key, answer in facts.answers.items():
        for row in np.flatnonzero(answer.known):
            value = answer.values[row]
            kept[row].setdefault("answers", {})[key] = value.item() if isinstance(value, np.generic) else value
    return kept


def _keep(kept: list[dict[str, Any]], name: str, column: NDArray[Any]) -> None:
    if column.dtype.kind == "M":
        at = np.flatnonzero(~np.isnat(column))
        values = column[at].astype(str).tolist()
    else:
        at = np.flatnonzero(column)
        values = column[at].tolist()
    for row, value in zip(at.tolist(), values, strict=True):
        kept[row][name] = value
