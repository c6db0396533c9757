"""A lead definition as rows of JSON, and back: how `DefinitionVersion.criteria` is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from keepwarm.engine.conditions.json_form import from_json, to_json
from keepwarm.engine.lead import Criterion, Group, LeadDefinition
from keepwarm.engine.words import Evidence

WHOLE = ""
"""The name under which what concerns no single criterion is told apart."""
CHANGED = {
    "new": gettext_noop("“%(label)s” is new"),
    "gone": gettext_noop("“%(label)s” is gone"),
    "label": gettext_noop("“%(label)s” has another name"),
    "group": gettext_noop("“%(label)s” stands in another group"),
    "condition": gettext_noop("“%(label)s” asks for something else"),
    "evidence": gettext_noop("“%(label)s” counts other evidence"),
    "required": gettext_noop("“%(label)s” is now required"),
    "supporting": gettext_noop("“%(label)s” is now supporting"),
    "needed": gettext_noop("another number of supporting criteria is needed"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different: `what` is a key of CHANGED, `name` the criterion's (WHOLE for the threshold)."""

    what: str
    name: str = WHOLE
    label: str = ""


def differences(before: LeadDefinition, after: LeadDefinition) -> tuple[Difference, ...]:
    """What is different, criterion by criterion; a criterion is the same while its name is."""
    old, new = ({one.name: one for one in each.criteria} for each in (before, after))
    found = [Difference("new", name, one.label) for name, one in new.items() if name not in old]
    found += [Difference("gone", name, one.label) for name, one in old.items() if name not in new]
    found += [one for name in new if name in old for one in _changes(old[name], new[name])]
    if before.supporting_needed != after.supporting_needed:
        found.append(Difference("needed"))
    return tuple(found)


def difference_words(one: Difference) -> str:
    """The difference in the reader's language."""
    return gettext(CHANGED[one.what]) % {"label": gettext(one.label) if one.label else ""}


def _changes(old: Criterion, new: Criterion) -> Iterable[Difference]:
    for what in ("label", "group", "condition", "evidence"):
        if getattr(old, what) != getattr(new, what) or (what == "group" and old.own_group != new.own_group):
            yield Difference(what, new.name, new.label)
    if old.required != new.required:
        yield Difference("required" if new.required else "supporting", new.name, new.label)


def write_criteria(criteria: Iterable[Criterion], *, translate: Callable[[str], str] = str) -> list[dict[str, Any]]:
    """Criteria as JSON: evidence as its numbers, the condition in its JSON form."""
    return [
        {
            "name": one.name,
            "label": translate(one.label),
            "group": one.group.value,
            "condition": to_json(one.condition),
            "evidence": sorted(int(kind) for kind in one.evidence),
            "required": one.required,
            **({"own_group": one.own_group} if one.own_group else {}),
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
            own_group=row.get("own_group", ""),
        )
        for row in rows
    )
