"""The facts that stand on the prospect's own row: one scan, one column each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.facts.scope import Scope, columns, epoch, rows, times

NUMBERS = {
    "stage": np.int8,
    "warm": np.bool_,
    "chosen_step": np.int8,
    "attempts": np.int16,
    "voicemails": np.int16,
    "reached": np.int16,
}
"""Facts that are numbers on the row, with the type of their column."""

MOMENTS = {
    "chosen_at": "chosen_at",
    "chosen_due": "chosen_due_at",
    "wake_at": "wake_at",
    "recycled_at": "recycled_at",
    "spread_at": "spread_at",
    "inquired_at": "inquired_at",
    "last_touch_at": "last_touch_at",
    "last_ours_at": "last_ours_at",
    "last_reached_at": "last_reached_at",
    "last_attempt_at": "last_attempt_at",
    "last_progress_at": "last_progress_at",
}
"""Facts that are moments on the row: name of the fact, name of the column."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One row per open prospect of the scope, by rising id. `was` is what was decided before: rule, step, due, judged."""

    ids: NDArray[np.int64]
    owners: NDArray[np.int64]
    hours_keys: tuple[str, ...]
    facts: Mapping[str, NDArray[Any]]
    versions: NDArray[np.int64]
    rules: tuple[str, ...]
    steps: tuple[str, ...]
    due: NDArray[np.datetime64]
    judged: tuple[str, ...]
    was_lead: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


def read_standing(scope: Scope) -> Standing:
    """Read the rows of the open prospects in the scope."""
    own = ["id", "owner_id", "hours_key", "version", "because_rule", "next_step", epoch("next_touch_at"), "judged", "is_lead"]
    wanted = own + list(NUMBERS) + [epoch(column) for column in MOMENTS.values()]
    fetched = rows(f"SELECT {', '.join(wanted)} FROM prospects_prospect WHERE {scope.sql('id')} AND ended_at IS NULL ORDER BY id")
    column = columns(fetched, len(wanted))
    numbers, moments = column[len(own) : len(own) + len(NUMBERS)], column[len(own) + len(NUMBERS) :]
    facts: dict[str, NDArray[Any]] = {
        name: np.array(values, dtype=kind) for (name, kind), values in zip(NUMBERS.items(), numbers, strict=True)
    }
    facts |= {name: times(values) for name, values in zip(MOMENTS, moments, strict=True)}
    return Standing(
        ids=np.array(column[0], dtype=np.int64),
        owners=np.array(column[1], dtype=np.int64),
        hours_keys=column[2],
        versions=np.array(column[3], dtype=np.int64),
        rules=column[4],
        steps=column[5],
        due=times(column[6]),
        judged=column[7],
        was_lead=np.array(column[8], dtype=np.bool_),
        facts=facts,
    )
