"""Facts about people of whom nothing is known: what the command line, the simulator and tests start from."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Facts
from keepwarm.engine.rows import COLUMNS
from keepwarm.engine.words import Stage

WHETHER = frozenset({"warm", "may_call", "may_write", "may_mail", "may_post", "may_message", "phone_dead", "written_only"})
COUNTS = frozenset({"attempts", "voicemails", "reached", "touches_in_window", "letters_left"})
NAMES = frozenset({"stage", "chosen_step", "reply_kind"})
TIMES = frozenset(COLUMNS) - WHETHER - COUNTS - NAMES - {"place"}


def blank_column(name: str, count: int) -> NDArray[Any]:
    """The column of a fact that says nothing: no, none, never, NaT; stage new; the place unknown."""
    if name in WHETHER:
        return np.zeros(count, np.bool_)
    if name in COUNTS:
        return np.zeros(count, np.int16)
    if name in TIMES:
        return np.full(count, np.datetime64("NaT", "s"))
    if name == "place":
        return np.zeros(count, np.int32)
    return np.full(count, Stage.NEW if name == "stage" else 0, np.int8)


def blank_facts(count: int, *, now: np.datetime64, **columns: Any) -> Facts:
    """Facts of `count` people. What is not among `columns` is unknown, and nothing is permitted."""
    blank = {name: blank_column(name, count) for name in COLUMNS if name not in columns}
    return Facts(now=now, **{**blank, **columns})
