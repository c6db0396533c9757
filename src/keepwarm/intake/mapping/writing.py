"""A map's data as the text of a TOML file, to be kept and used again on the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from keepwarm.intake.mapping.plan import NOT_OF_THE_MAP


def as_toml(data: Mapping[str, Any]) -> str:
    """The text; `read.load_map` reads the same data from it."""
    lines: list[str] = []
    given = {key: value for key, value in data.items() if key not in NOT_OF_THE_MAP and value not in ({}, [])}
    lines += [f"{key} = {_value(value)}" for key, value in given.items() if not isinstance(value, dict | list)]
    for key, value in given.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *(f"{name} = {_value(one)}" for name, one in value.items())]
        elif isinstance(value, list):
            for entry in value:
                lines += ["", f"[[{key}]]", *(f"{name} = {_value(one)}" for name, one in entry.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
