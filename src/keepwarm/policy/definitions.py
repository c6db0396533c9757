"""A lead definition as rows of JSON, and back: how `DefinitionVersion.criteria` is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from keepwarm.engine.conditions.json_form import from_json, to_json
from keepwarm.engine.lead import Criterion, Group
from keepwarm.engine.words import Evidence


def write_criteria(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """Criteria as JSON: evidence as its numbers, the condition in its JSON form."""
    return [
        {
            "name": one.name,
            "label": one.label,
            "group": one.group.value,
            "condition": to_json(one.condition),
            "evidence": sorted(int(kind) for kind in one.evidence),
            "required": one.required,
        }
        for one in criteria
    ]


def read_criteria(rows: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """Criteria from JSON, the other way round; raises ValueError when a row is no criterion."""
    return tuple(
        Criterion(
            name=row["name"],
            label=row["label"],
            group=Group(row["group"]),
            condition=from_json(row["condition"]),
            evidence=frozenset(Evidence(kind) for kind in row["evidence"]),
            required=bool(row["required"]),
        )
        for row in rows
    )
