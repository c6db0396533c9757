"""Where a permission given on a page is confirmed by a mail before it holds: the dated rows of `confirming.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_COUNTRY_LETTERS = 2
NO_COUNTRY = frozenset({"eu", "io", "me", "tv", "ai", "co", "cc", "fm", "ly", "to", "gg"})
"""Ends of domains of two letters that say nothing of where somebody is."""


@cache
def places_that_confirm() -> frozenset[str]:
    """Countries by their two letters."""
    table = tomllib.loads((files("keepwarm.consent") / "confirming.toml").read_text(encoding="utf-8"))["place"]
    return frozenset(row["place"] for row in table)


def must_confirm(country: str, email: str) -> bool:
    """Whether this address confirms.

    `country` in two letters, "" unknown: then the end of the domain says it, and else the strictest holds.
    """
    found = country.upper() or _country_of(email)
    return not found or found in places_that_confirm()


def _country_of(email: str) -> str:
    end = email.rpartition(".")[2].lower()
    if len(end) != _COUNTRY_LETTERS or end in NO_COUNTRY:
        return ""
    return "GB" if end == "uk" else end.upper()
