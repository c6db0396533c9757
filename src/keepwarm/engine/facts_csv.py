"""Facts from a CSV text, for trying the rules without a database: `keepwarm decide facts.csv`.

The first line names the columns: facts by their names in `engine.facts`, answers as `answer.<question>`, with
`answer.<question>.evidence` and `answer.<question>.learned_at` where wanted, and `ref` as a name of the row. What is left
out is unknown, but: every way of contact is permitted unless a column says otherwise, and whoever inquired is warm.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.blank import COUNTS, NAMES, TIMES, WHETHER, blank_column
from keepwarm.engine.conditions.tree import ANSWER
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.rows import COLUMNS
from keepwarm.engine.words import Evidence, ReplyKind, Stage, Step
from keepwarm.lib.refusal import Refusal

YES, NO = frozenset({"yes", "true", "1", "y"}), frozenset({"no", "false", "0", "n", ""})
VOCABULARY = {"stage": Stage, "chosen_step": Step, "reply_kind": ReplyKind}
PERMITTED = ("may_call", "may_write", "may_mail", "may_post")
REF = "ref"
PARTS = ("evidence", "learned_at")


class UnreadableFacts(Refusal):
    """A file of facts cannot be read. The sentence names the line and the column."""


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """The facts, and a name for each row: its `ref`, or else the number of its line."""

    refs: tuple[str, ...]
    facts: Facts


def read_facts(lines: Iterable[str], *, now: np.datetime64) -> NamedFacts:
    """Read the whole text. Raises UnreadableFacts for an unknown column, a bad value, a line too short, or no line at all."""
    reader = csv.reader(lines)
    header = [name.strip() for name in next(reader, [])]
    _check_header(header)
    numbered = [(reader.line_num, row) for row in reader if row]
    if not numbered:
        raise UnreadableFacts("The file has no line of facts after its header.")
    for line, row in numbered:
        if len(row) != len(header):
            raise UnreadableFacts(f"Line {line} has {len(row)} values; the header names {len(header)} columns.")
    cells = {name: [(line, row[at].strip()) for line, row in numbered] for at, name in enumerate(header)}
    return NamedFacts(_refs(cells, numbered), _facts(cells, len(numbered), now))


def _check_header(header: list[str]) -> None:
    if not any(header):
        raise UnreadableFacts("The file is empty; its first line should name the facts.")
    for name in header:
        if name not in COLUMNS and name != REF and not _is_answer(name):
            raise UnreadableFacts(f"There is no fact called “{name}”. Facts are: {', '.join(COLUMNS)}; answers are “{ANSWER}<question>”.")
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise UnreadableFacts(f"The column “{twice[0]}” stands twice in the header.")


def _is_answer(name: str) -> bool:
    parts = name.removeprefix(ANSWER).split(".")
    return name.startswith(ANSWER) and bool(parts[0]) and (len(parts) == 1 or (len(parts) == 2 and parts[1] in PARTS))


Cells = dict[str, list[tuple[int, str]]]


def _refs(cells: Cells, numbered: list[tuple[int, list[str]]]) -> tuple[str, ...]:
    return tuple(ref for _, ref in cells[REF]) if REF in cells else tuple(str(line) for line, _ in numbered)


def _facts(cells: Cells, count: int, now: np.datetime64) -> Facts:
    columns = {name: _column(name, cells[name]) if name in cells else blank_column(name, count) for name in COLUMNS}
    for name in PERMITTED:
        if name not in cells:
            columns[name] = np.ones(count, np.bool_)
    if "warm" not in cells:
        columns["warm"] = ~np.isnat(columns["inquired_at"]) | (columns["reached"] > 0)
    keys = {name.removeprefix(ANSWER).split(".")[0] for name in cells if name.startswith(ANSWER)}
    return Facts(now=now, **columns, answers={key: _answer(key, cells, count) for key in sorted(keys)})


def _column(name: str, values: list[tuple[int, str]]) -> NDArray[Any]:
    if name in WHETHER:
        return np.array([_read(_whether, name, cell) for cell in values], np.bool_)
    if name in TIMES:
        return np.array([_read(_moment, name, cell) for cell in values], "datetime64[s]")
    if name in NAMES:
        return np.array([_read(_named(name), name, cell) for cell in values], np.int8)
    kind = np.int16 if name in COUNTS else np.int32
    return np.array([_read(_number(int(np.iinfo(kind).max)), name, cell) for cell in values], kind)


def _answer(key: str, cells: Cells, count: int) -> AnswerColumn:
    field = ANSWER + key
    texts = [text.casefold() for _, text in cells.get(field, [(0, "")] * count)]
    evidence = [_read(_evidence, field, cell) for cell in cells.get(f"{field}.evidence", [(0, "")] * count)]
    learned = [_read(_moment, field, cell) for cell in cells.get(f"{field}.learned_at", [(0, "")] * count)]
    known = np.array([bool(text) for text in texts], np.bool_)
    return AnswerColumn(_values(texts), known, np.array(evidence, np.int8), np.array(learned, "datetime64[s]"))


def _values(texts: list[str]) -> NDArray[Any]:
    """Numbers where every answer is one, else texts."""
    try:
        return np.array([float(text or "nan") for text in texts])
    except ValueError:
        return np.array(texts, np.str_)


def _read(read: Callable[[str], Any], name: str, cell: tuple[int, str]) -> Any:
    line, text = cell
    try:
        return read(text)
    except ValueError as wrong:
        raise UnreadableFacts(f"Line {line}: “{text}” is not {wrong} for “{name}”.") from None


def _whether(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ValueError("yes or no")
    return text.lower() in YES


def _number(largest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text:
            return 0
        if not text.isdecimal() or int(text) > largest:
            raise ValueError(f"a whole number from 0 to {largest}")
        return int(text)

    return read


def _named(name: str) -> Callable[[str], int]:
    words = VOCABULARY[name].__members__

    def read(text: str) -> int:
        if not text:
            return int(Stage.NEW if name == "stage" else 0)
        if text.upper() not in words:
            raise ValueError("one of " + ", ".join(word.lower() for word in words))
        return int(words[text.upper()])

    return read


def _evidence(text: str) -> int:
    if not text:
        return int(Evidence.FORM)
    if text.upper() not in Evidence.__members__:
        raise ValueError("one of " + ", ".join(word.lower() for word in Evidence.__members__))
    return int(Evidence[text.upper()])


def _moment(text: str) -> np.datetime64:
    """A date, or a moment; without an offset it is UTC."""
    if not text:
        return np.datetime64("NaT", "s")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("a date or a moment like 2026-03-01 or 2026-03-01T09:00Z") from None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return np.datetime64(moment, "s")
