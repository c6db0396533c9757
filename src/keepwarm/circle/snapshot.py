"""A prospect's row as JSON, and back: so that undoing a merge restores exactly what stood there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Field, ForeignKey

from keepwarm.prospects.models import Prospect

NEVER_RESTORED = frozenset({"id", "ref", "version", "created_at"})


def columns() -> list[Field[Any, Any]]:
    """The columns that are taken and restored: all but the row's identity and its version."""
    return [field for field in Prospect._meta.concrete_fields if field.attname not in NEVER_RESTORED]


def take(prospect: Prospect) -> dict[str, Any]:
    """The row by column; moments and days in ISO form."""
    taken = {field.attname: getattr(prospect, field.attname) for field in columns()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in taken.items()}


def restore(prospect: Prospect, taken: Mapping[str, Any], *, only: Iterable[str] | None = None) -> list[str]:
    """Sets the columns of a row in memory as they were taken; their names. Nothing is written."""
    wanted = set(taken if only is None else only)
    names = []
    for field in columns():
        if field.attname in wanted and field.attname in taken:
            raw = taken[field.attname]
            setattr(prospect, field.attname, raw if isinstance(field, ForeignKey) else field.to_python(raw))
            names.append(field.attname)
    return names


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The columns in which two rows differ."""
    return {name for name in after if before.get(name) != after[name]}
