"""The part of a map that brings history: which column is the date, the channel and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from keepwarm.intake.mapping import fields
from keepwarm.intake.mapping.checks import Reader
from keepwarm.intake.mapping.plan import Plan, Value

_ALLOWED: Final = {"channel": fields.TOUCH_CHANNELS, "direction": ("in", "out"), "disposition": fields.DISPOSITIONS}


def read_touch(reader: Reader, plan: Plan, section: Mapping[str, Any]) -> Plan:
    """The plan with the fields of a past touch, named `touch.<key>`. An owner alone is history too. Raises MapWrong."""
    reader.known(section, fields.TOUCH, "touch")
    singles: dict[str, Value] = dict(plan.fields)
    for key in fields.TOUCH:
        if key in section:
            given = section[key]
            if key in _ALLOWED and isinstance(given, str) and given in _ALLOWED[key]:
                given = {"constant": given}
            singles[f"touch.{key}"] = _checked(reader, reader.value(given, f"touch.{key}"), key)
    if not section and "owner" not in plan.fields:
        raise reader.fail("touch", "a history needs a section [touch] with at least date and channel, or an owner.")
    if section and "date" not in section:
        raise reader.fail("touch", "say in which column the date of the touch stands: date = “…”.")
    if section and "channel" not in section:
        raise reader.fail("touch", "say how it happened: channel = “phone”, or a column with its values.")
    return replace(plan, fields=singles)


def _checked(reader: Reader, value: Value, key: str) -> Value:
    if key in _ALLOWED:
        given = [*(value.values or {}).values(), *([value.otherwise] if value.otherwise else [])]
        for text in given:
            reader.one_of(text, _ALLOWED[key], f"touch.{key}.values")
    return value
