"""Measure how letters are judged by what they do: `bin/measure purposes FILE_OR_FOLDER… [--json]`.

Two forms are read: lines of JSON with `body`, `main` and `purposes` (and `subject`), and CSV with `text` and `needs_action`. Nothing
of them is learnt. `macro_f1` and `accuracy` are of the main purpose; a label's figures of everything it
does. A file of sentences tells whether a request is recognised (`auc`, and `f1` at the mark that the check uses).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from keepwarm.engine.letter.asks import REQUESTED, request_chance
from keepwarm.engine.letter.purposes import Purposes, purposes_of
from keepwarm.engine.letter.words import FOR_A_CALL, Does
from keepwarm.lib.refusal import Refusal

LABELS: Final = tuple(label.value for label in Does)


class Unmeasurable(Refusal):
    """A file cannot be measured; the sentence says why."""


def run(paths: list[str]) -> Iterable[dict[str, object]]:
    """Yield one row a file, then, for several files of letters, one named "overall". Refuses before the first is measured."""
    rows = list(_rows([(path, _read(path)) for path in _files(paths)]))
    rows.sort(key=lambda row: "macro_f1" in row)  # letters last, as the last row is the one that JSON tells first
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [
        {name: row[name] for name in names if name in row} if len(rows) == 1 else {name: row.get(name, "") for name in names}
        for row in rows
    ]


def _files(paths: list[str]) -> list[Path]:
    """Files as named; of a folder those of a form that can be read."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix in {".jsonl", ".csv"})
            found += [file for file in inside if _is_readable(file)]
        else:
            found.append(path)
    if not found:
        raise Unmeasurable("There is no file with letters and what they do: lines of JSON with body, main and purposes.")
    return found


def _is_readable(path: Path) -> bool:
    try:
        _read(path)
    except Unmeasurable:
        return False
    return True


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unmeasurable(f"{path} cannot be read as text: {error}.") from error
    rows = _csv(path, text) if path.suffix == ".csv" else list(_lines(path, text))
    if not rows:
        raise Unmeasurable(f"{path} is empty.")
    return rows


def _csv(path: Path, text: str) -> list[dict[str, Any]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not {"text", "needs_action"} <= set(reader.fieldnames or ()):
        raise Unmeasurable(f"{path} needs the columns text and needs_action.")
    return [{"text": row["text"] or "", "needs_action": row["needs_action"] == "1"} for row in reader]


def _lines(path: Path, text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise Unmeasurable(f"Line {number} of {path} is not JSON: {error}.") from error
        if not isinstance(row, dict) or not {"body", "main", "purposes"} <= row.keys():
            raise Unmeasurable(f"Line {number} of {path} needs the keys body, main and purposes.")
        if row["main"] not in LABELS or not set(row["purposes"]) <= set(LABELS):
            raise Unmeasurable(f"Line {number} of {path} has a purpose that is none of {', '.join(LABELS)}.")
        yield row


def _rows(read: Sequence[tuple[Path, list[dict[str, Any]]]]) -> Iterator[dict[str, object]]:
    letters: list[tuple[dict[str, Any], Purposes]] = []
    count = 0
    for path, rows in read:
        if "text" in rows[0]:
            yield _requests(path.stem, rows)
            continue
        told = [(row, purposes_of(str(row["body"]), str(row.get("subject") or ""))) for row in rows]
        letters += told
        count += 1
        yield _letters(path.stem, told)
    if count > 1:
        yield _letters("overall", letters)


def _letters(name: str, told: Sequence[tuple[Mapping[str, Any], Purposes]]) -> dict[str, object]:
    true = [str(row["main"]) for row, _ in told]
    found = [purposes.main.value if purposes.main else "" for _, purposes in told]
    mains = [
        _ratios(sum(t == f == label for t, f in zip(true, found, strict=True)), found.count(label), true.count(label)) for label in LABELS
    ]
    each: dict[str, dict[str, float | int]] = {}
    for label in LABELS:
        there = [label in row["purposes"] for row, _ in told]
        seen = [Does(label) in purposes.does for _, purposes in told]
        each[label] = _ratios(sum(t and s for t, s in zip(there, seen, strict=True)), sum(seen), sum(there))
    present = [score for label, score in zip(LABELS, mains, strict=True) if label in true]
    call = [bool({label.value for label in FOR_A_CALL} & set(row["purposes"])) for row, _ in told]
    told_call = [bool(purposes.for_a_call) for _, purposes in told]
    both = sum(c and t for c, t in zip(call, told_call, strict=True))
    return {
        "file": name,
        "macro_f1": round(sum(score["f1"] for score in present) / len(present), 4),
        "accuracy": round(sum(t == f for t, f in zip(true, found, strict=True)) / len(true), 4),
        "letters": len(told),
        "multi_macro_f1": round(sum(score["f1"] for score in each.values()) / len(each), 4),
        "for_a_call": _ratios(both, sum(told_call), sum(call)),
        **each,
        "confusion": {label: {f: n for f in LABELS if (n := _count(true, found, label, f))} for label in LABELS if label in true},
    }


def _count(true: Sequence[str], found: Sequence[str], label: str, as_: str) -> int:
    return sum(t == label and f == as_ for t, f in zip(true, found, strict=True))


def _ratios(right: int, found: int, there: int) -> dict[str, float | int]:
    precision = right / found if found else 1.0
    recall = right / there if there else 1.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "support": there}


def _requests(name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    chances = np.array([request_chance(str(row["text"])) for row in rows])
    true = np.array([row["needs_action"] for row in rows])
    seen = chances >= REQUESTED
    return {
        "file": name,
        "auc": round(_auc(chances, true), 4),
        "accuracy": round(float((seen == true).mean()), 4),
        "sentences": len(rows),
        "needs_action": _ratios(int((seen & true).sum()), int(seen.sum()), int(true.sum())),
    }


def _auc(chances: Any, true: Any) -> float:
    """The share of pairs, one of each kind, in which the request has the higher figure; a tie counts half."""
    order = np.argsort(chances, kind="stable")
    _values, first, counts = np.unique(chances[order], return_index=True, return_counts=True)
    ranks = np.repeat(first + (counts + 1) / 2, counts)
    place = np.empty(len(chances))
    place[order] = ranks
    yes, no = int(true.sum()), int((~true).sum())
    return float((place[true].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else 0.5
