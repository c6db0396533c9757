"""The facts of one row as a decision keeps them: only those that say something."""

from __future__ import annotations

from typing import Any

import numpy as np

from keepwarm.engine.facts import Facts
from keepwarm.engine.rows import COLUMNS

LEFT_OUT = frozenset({"place"})  # a row of a table that is built anew each time


def seen(facts: Facts, i: int) -> dict[str, Any]:
    """Facts of row i that are neither zero, no, nor unknown: moments as ISO text in UTC, answers by key."""
    kept = {name: _plain(getattr(facts, name)[i]) for name in COLUMNS if name not in LEFT_OUT}
    kept = {name: value for name, value in kept.items() if value}
    answers = {key: _plain(answer.values[i]) for key, answer in facts.answers.items() if answer.known[i]}
    return {"now": str(facts.now), **kept, **({"answers": answers} if answers else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else str(value)
    return value.item() if isinstance(value, np.generic) else value
