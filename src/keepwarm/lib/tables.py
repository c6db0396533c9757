"""Dated tables that stand beside the code, as TOML."""

import tomllib
from importlib.resources import files
from typing import Any


def read_table(package: str, file: str, name: str) -> list[dict[str, Any]]:
    """The rows of the table `name` in a file of a package."""
    rows: list[dict[str, Any]] = tomllib.loads((files(package) / file).read_text(encoding="utf-8"))[name]
    return rows
