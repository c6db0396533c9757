"""Names of offerings that are most likely written twice: "GTXPro" and "GTX Pro"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from keepwarm.lib.text import fold

_MARKS: Final = re.compile(r"[\W_]+")


def alike(counted: Mapping[str, int], known: Collection[str]) -> dict[str, str]:
    """For each name that is another's but for blanks, marks and capital letters, that other one.

    A name that the house has wins, else the one that is written more often, else the longer. Nothing else is guessed: "Basic" and
    "Plus Basic" are two things.
    """
    spellings: dict[str, list[str]] = {}
    for name in [*known, *counted]:
        names = spellings.setdefault(_bare(name), [])
        if name not in names:
            names.append(name)
    told: dict[str, str] = {}
    for names in spellings.values():
        best = max(names, key=lambda name: (name in known, counted.get(name, 0), len(name)))
        told |= {name: best for name in names if name != best and name in counted}
    return told


def _bare(name: str) -> str:
    return _MARKS.sub("", fold(name)) or name
