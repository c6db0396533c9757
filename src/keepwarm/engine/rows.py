"""Some rows of Facts: a slice for a chunk of work, or picked rows whose columns are gathered only when they are read."""

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import AnswerColumn, Bools, Facts

COLUMNS = tuple(f.name for f in dataclass_fields(Facts) if f.name not in {"now", "answers"})
ANSWER_COLUMNS = tuple(f.name for f in dataclass_fields(AnswerColumn))


def part(facts: Facts, start: int, stop: int) -> Facts:
    """The rows from `start` to before `stop`; a view, nothing is copied."""
    rows = slice(start, stop)
    return replace(
        facts,
        answers={key: _answer_rows(answer, rows) for key, answer in facts.answers.items()},
        **{name: getattr(facts, name)[rows] for name in COLUMNS},
    )


def picked(facts: Facts, index: NDArray[np.intp]) -> Facts:
    """The rows of `index`, in its order. "
    "A column is gathered when it is first read, so that a rule pays for what it asks."""
    return cast("Facts", _Picked(facts, index))


def narrowed(mask: Bools, facts: Facts, test: Callable[[Facts], Bools]) -> Bools:
    """`mask`, and there `test` too: a dear test is made only on the rows that got so far."""
    index = np.flatnonzero(mask)
    result = np.zeros(len(mask), bool)
    if len(index):
        result[index] = test(picked(facts, index))
    return result


def _answer_rows(answer: AnswerColumn, rows: slice | NDArray[np.intp]) -> AnswerColumn:
    return AnswerColumn(*(getattr(answer, name)[rows] for name in ANSWER_COLUMNS))


class _Picked:
    """Reads like Facts. Not a Facts, because its columns come into being one by one."""

    def __init__(self, facts: Facts, index: NDArray[np.intp]) -> None:
        self._facts = facts
        self._index = index
        self.now = facts.now

    def __len__(self) -> int:
        return len(self._index)

    def __getattr__(self, name: str) -> Any:
        source = self._facts
        value: Any
        if name == "answers":
            value = {key: _answer_rows(answer, self._index) for key, answer in source.answers.items()}
        elif name in COLUMNS:
            value = getattr(source, name)[self._index]
        else:
            raise AttributeError(name)
        self.__dict__[name] = value
        return value
