"""Measure how replies are read: `bin/measure replies PATH… [--json]`, on letters whose kind is known.

PATH is a file of JSON lines, or a folder with such files. Read are lines with `subject`, `body`, `received_on` and `label`,
and, where they have them, `wake_on` (a date or null) and `refers_to` (`name`, `email`, or null); letters without a label,
such as those we send, are passed over. Beside macro-F1 stands how right Keepwarm is where it would act without asking.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from keepwarm.engine.replies.kinds import MUST_NOT_MISS
from keepwarm.engine.replies.model import KINDS
from keepwarm.engine.replies.reading import Reading, read_reply
from keepwarm.lib.refusal import Refusal


class Unmeasurable(Refusal):
    """A path holds nothing that can be measured; the sentence says why."""


@dataclass(frozen=True)
class Judged:
    """A letter with what it truly says and what was read."""

    truth: dict[str, Any]
    reading: Reading


def run(paths: list[str]) -> Iterable[dict[str, object]]:
    """Yield one row a file, then, for several files, one named "overall". Refuses before the first letter is read."""
    files = {file.stem: rows for path in paths for file in _files(Path(path)) if (rows := list(_rows(file)))}
    if not files:
        raise Unmeasurable(f"{', '.join(paths)} holds no letters with a label: lines of JSON with subject, body, received_on and label.")
    judged = {name: [Judged(row, _read(row)) for row in rows] for name, rows in files.items()}
    rows = [_row(name, letters) for name, letters in judged.items()]
    return rows if len(rows) == 1 else [*rows, _row("overall", [one for letters in judged.values() for one in letters])]


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise Unmeasurable(f"There is nothing at {path}.")
    return sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unmeasurable(f"{file} cannot be read as text.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _parsed(file, number, line)
        if "label" not in row:
            continue
        missing = [key for key in ("subject", "body", "received_on") if not isinstance(row.get(key), str)]
        if missing:
            raise Unmeasurable(f"{file}, line {number}: {', '.join(missing)} is missing.")
        if row["label"] not in KINDS:
            raise Unmeasurable(f"{file}, line {number}: there is no label {row['label']}; there are: {', '.join(KINDS)}.")
        yield row


def _parsed(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise Unmeasurable(f"{file}, line {number} is not JSON.") from error
    if not isinstance(row, dict):
        raise Unmeasurable(f"{file}, line {number} is no object.")
    return row


def _read(row: dict[str, Any]) -> Reading:
    try:
        received_on = date.fromisoformat(row["received_on"][:10])
    except ValueError as error:
        raise Unmeasurable(f"{row['received_on']} is no date.") from error
    return read_reply(row["subject"], row["body"], received_on)


def _row(name: str, letters: list[Judged]) -> dict[str, object]:
    right = [one.reading.kind == one.truth["label"] for one in letters]
    labels = {kind: _of_kind(kind, letters) for kind in KINDS}
    present = [figures["f1"] for figures in labels.values() if figures["support"]]
    sure = [one.reading.kind == one.truth["label"] for one in letters if one.reading.is_sure]
    return {
        "file": name,
        "macro_f1": round(sum(present) / len(present), 4),
        "accuracy": round(sum(right) / len(right), 4),
        "letters": len(letters),
        "in_first_two": _share([one.truth["label"] in dict(one.reading.ranking[:2]) for one in letters]),
        "sure": _share([one.reading.is_sure for one in letters]),
        "accuracy_when_sure": _share(sure),
        "must_not_miss_heeded": _share([one.truth["label"] in one.reading.heed for one in letters if one.truth["label"] in MUST_NOT_MISS]),
        "heeded_for_nothing": _share([bool(one.reading.heed) for one in letters if one.truth["label"] not in MUST_NOT_MISS]),
        "wake_on": _share([_same_day(one) for one in letters if "wake_on" in one.truth]),
        "wake_on_when_named": _share([_same_day(one) for one in letters if one.truth.get("wake_on")]),
        "refers_to": _share([_same_person(one) for one in letters if "refers_to" in one.truth]),
        "refers_to_when_named": _share([_same_person(one) for one in letters if one.truth.get("refers_to")]),
        "labels": labels,
        "confusion": _confusion(letters),
    }


def _share(right: list[bool]) -> float | None:
    return round(sum(right) / len(right), 4) if right else None


def _of_kind(kind: str, letters: list[Judged]) -> dict[str, float]:
    found = sum(one.reading.kind == kind for one in letters)
    support = sum(one.truth["label"] == kind for one in letters)
    both = sum(one.reading.kind == kind == one.truth["label"] for one in letters)
    precision, recall = both / found if found else 0.0, both / support if support else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "support": support}


def _confusion(letters: list[Judged]) -> dict[str, dict[str, int]]:
    """How often each label was read as each kind."""
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in letters:
        table[one.truth["label"]][one.reading.kind] += 1
    return {label: dict(counts.most_common()) for label, counts in sorted(table.items())}


def _same_day(one: Judged) -> bool:
    told = one.truth.get("wake_on")
    return (one.reading.wake_on.isoformat() if one.reading.wake_on else None) == (told[:10] if told else None)


def _same_person(one: Judged) -> bool:
    told, found = one.truth.get("refers_to") or {}, one.reading.refers_to
    return (_plain(found.name if found else None), _plain(found.email if found else None)) == (
        _plain(told.get("name")),
        _plain(told.get("email")),
    )


def _plain(text: str | None) -> str:
    return " ".join((text or "").lower().split())
