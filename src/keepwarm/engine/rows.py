"""Some rows of Facts: a chunk of the whole, or picked rows. A column is cut out only when it is first read."""

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from typing import Any, Concatenate, ParamSpec, cast

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Bools, Facts

P = ParamSpec("P")
WORTH_PICKING = 0.25  # above this share of the rows a plain pass over all of them is quicker; measured
COLUMNS = tuple(f.name for f in dataclass_fields(Facts) if f.name not in {"now", "answers"})


def part(facts: Facts, start: int, stop: int) -> Facts:
    """The rows from `start` to before `stop`; nothing is copied."""
    return cast("Facts", _SomeFacts(facts, slice(start, min(stop, len(facts)))))


def picked(facts: Facts, index: NDArray[np.intp]) -> Facts:
    """The rows of `index`, in its order; a rule pays only for the columns it reads."""
    return cast("Facts", _SomeFacts(facts, index))


def narrowed(mask: Bools, facts: Facts, test: Callable[[Facts], Bools]) -> Bools:
    """`mask`, and there `test` too: a dear test is made only on the rows that got so far."""
    count = np.count_nonzero(mask)
    if count > len(mask) * WORTH_PICKING:
        return mask & test(facts)
    result = np.zeros(len(mask), bool)
    if count:
        index = np.flatnonzero(mask)
        result[index] = test(picked(facts, index))
    return result


def remembered(question: Callable[Concatenate[Facts, P], Bools]) -> Callable[Concatenate[Facts, P], Bools]:
    """For what several rules ask: the answer is kept with the rows it is about, and dies with them.

    Good for chunks, which live for one decision under one policy; whole Facts remember nothing.
    """

    def asked(facts: Facts, /, *args: P.args, **kwargs: P.kwargs) -> Bools:
        told: dict[object, Bools] | None = getattr(facts, "told", None)
        if told is None:
            return question(facts, *args, **kwargs)
        if question not in told:
            told[question] = question(facts, *args, **kwargs)
        return told[question]

    return asked


class _Columns:
    """Reads like its source, for some rows."""

    def __init__(self, source: object, rows: slice | NDArray[np.intp]) -> None:
        self._source = source
        self._rows = rows

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = getattr(self._source, name)[self._rows]
        self.__dict__[name] = value
        return value


class _SomeFacts(_Columns):
    """Facts with some of their rows."""

    def __init__(self, facts: Facts, rows: slice | NDArray[np.intp]) -> None:
        super().__init__(facts, rows)
        self.now = facts.now
        self.answers = {key: _Columns(answer, rows) for key, answer in facts.answers.items()}
        self.told: dict[object, Bools] = {}

    def __len__(self) -> int:
        rows = self._rows
        return rows.stop - rows.start if isinstance(rows, slice) else len(rows)
