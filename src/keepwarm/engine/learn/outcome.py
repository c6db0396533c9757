"""Which value of the column asked about means that it came: yes, won, 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

import numpy as np

from keepwarm.engine.learn.frame import UNKNOWN, Flags
from keepwarm.engine.learn.measuring import CannotLearn

_YES: Final = frozenset(("1", "1.0", "yes", "y", "true", "t", "won", "converted", "bought", "churned", "left", "ja", "oui", "si", "sim"))
_NO: Final = frozenset(("0", "0.0", "-1", "no", "n", "false", "f", "lost", "stayed", "nein", "non", "nao"))
_MOST_SHOWN: Final = 6


def find_column(header: Sequence[str], name: str) -> int:
    """The place of a column by its name, small and capital letters alike when no other is meant. Raises CannotLearn."""
    if name in header:
        return list(header).index(name)
    alike = [place for place, one in enumerate(header) if one.casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    close = get_close_matches(name.casefold(), [one.casefold() for one in header], n=3, cutoff=0.5)
    near = [one for one in header if one.casefold() in close] or list(header[:_MOST_SHOWN])
    raise CannotLearn(f"There is no column “{name}”. There are: {', '.join(near)}{'' if len(near) == len(header) else ', …'}.")


def read_outcome(texts: Sequence[str], *, column: str, yes: Sequence[str] = ()) -> tuple[Flags, Flags]:
    """What came, and where the outcome is known at all; `yes` names the values that mean it came. Raises CannotLearn."""
    cleaned = [text.strip() for text in texts]
    known = np.array([text.casefold() not in UNKNOWN for text in cleaned], bool)
    counted = Counter(text.casefold() for text, has in zip(cleaned, known, strict=True) if has)
    if not counted:
        raise CannotLearn(f"The column “{column}” is empty, so there is no outcome to learn from.")
    positive = {value.strip().casefold() for value in yes} or {_positive(counted, column)}
    if not positive & set(counted):
        raise CannotLearn(f"No row has {' or '.join(sorted(positive))} in “{column}”. There are: {_shown(counted)}.")
    return np.array([text.casefold() in positive for text in cleaned], bool), known


def _positive(counted: Counter[str], column: str) -> str:
    """The one of two values that means it came."""
    if len(counted) == 1:
        raise CannotLearn(f"“{column}” is “{next(iter(counted))}” in every row, so there is nothing to tell apart.")
    if len(counted) > 2:
        raise CannotLearn(
            f"“{column}” has {len(counted):,} values ({_shown(counted)}). Say with --yes VALUE which of them means that it came."
        )
    meant = [value for value in counted if value in _YES] or [value for value in counted if set(counted) - {value} & _NO]
    if len(meant) == 1:
        return meant[0]
    raise CannotLearn(f"“{column}” has the values {_shown(counted)}. Say with --yes VALUE which of them means that it came.")


def _shown(counted: Counter[str]) -> str:
    shown = [value[:40] for value, _ in counted.most_common(_MOST_SHOWN)]
    return ", ".join(shown) + (", …" if len(counted) > _MOST_SHOWN else "")
