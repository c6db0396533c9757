"""Measure the reading of bounces: `bin/measure bounces PATH… [--json]`, PATH a folder with expected.csv, or that file.

`expected.csv`: file, recipient_index, status, replycode, reason, hardbounce, and, where it is known, recipient; files are
named from the folder of the csv. A row is right when the report was read to have exactly as many recipients as the file says,
the one at this place is the one named (column `recipient`; without it: an address that the report holds and that is not who
got the report), and hard or soft is as said. `accuracy` is the share of such rows.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from keepwarm.inbox.reading.automatic import automatic
from keepwarm.inbox.reading.bounces import read_bounces
from keepwarm.inbox.reading.headers import addresses_in, name_and_address
from keepwarm.inbox.reading.mime import Mail, read_mail
from keepwarm.lib.refusal import Refusal

Row = Mapping[str, str]
_MBOX = re.compile(rb"\r?\n\r?\n(?=From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d )")
"""Where the next mail of a mailbox file begins."""


class Unmeasurable(Refusal):
    """A folder cannot be measured; the sentence says why."""


def run(paths: list[str]) -> Iterable[dict[str, object]]:
    """Yield one row for each reason of a set, then one over all of it: there `precision` is how often the reason is right."""
    if not paths:
        raise Unmeasurable("Name the folder of the bounces: bin/measure bounces FOLDER")
    read = [_expected(Path(path)) for path in paths]
    return (row for folder, rows in read for row in _rows(folder, rows))


def _expected(path: Path) -> tuple[Path, list[Row]]:
    file = path / "expected.csv" if path.is_dir() else path
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows: list[Row] = list(csv.DictReader(lines))
    except (OSError, UnicodeError) as error:
        raise Unmeasurable(f"{file} cannot be read: {error}") from error
    if not rows or not {"file", "hardbounce"} <= set(rows[0]):
        raise Unmeasurable(f"{file} has no columns file and hardbounce.")
    return file.parent, rows


def _rows(folder: Path, rows: Sequence[Row]) -> Iterator[dict[str, object]]:
    by_file: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_file[row["file"]].append(row)
    judged = [one for name, expected in by_file.items() for one in _judge(folder / name, expected)]
    for reason in sorted({str(one["reason"]) for one in judged}):
        yield {
            "of": reason,
            **_figures([one for one in judged if one["reason"] == reason]),
            **_reason(judged, reason),
            "reason_macro_f1": "",
        }
    told = sum(one["reason"] == one["told"] for one in judged)
    whole = {"precision": _share_of(told, len(judged)), "recall": "", "f1": "", "taken_for": "", "reason_macro_f1": _macro(judged)}
    yield {"of": f"all of {folder.name}", **_figures(judged), **whole}


def _figures(judged: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {
        "accuracy": _share(one["right"] for one in judged),
        "recipient_accuracy": _share(one["recipient"] for one in judged),
        "class_accuracy": _share(one["class"] for one in judged),
        "wrongly_hard": sum(not one["class"] and not one["is_hard"] for one in judged),
        "recipients": len(judged),
    }


def _judge(path: Path, expected: Sequence[Row]) -> list[dict[str, object]]:
    content = path.read_bytes()
    mail = read_mail(content)
    told = [one for piece in _MBOX.split(content) for one in _told(read_mail(piece))]
    raw = content.decode("latin-1").lower()
    ours = set(addresses_in(mail.headers.get("to")))
    judged = []
    for place, row in enumerate(expected):
        address, reason, hard = told[place] if place < len(told) else ("", "", False)
        named = row.get("recipient", "").strip().lower()
        known = address == named if named else _plausible(address, raw, ours)
        recipient = known and len(told) == len(expected)
        is_hard = row["hardbounce"].strip().lower() in {"true", "1", "yes", "hard"}
        judged.append(
            {
                "file": row["file"],
                "recipient": recipient,
                "class": bool(told) and hard == is_hard,
                "right": recipient and hard == is_hard,
                "is_hard": is_hard,
                "reason": row.get("reason", ""),
                "told": reason,
            }
        )
    return judged


def _told(mail: Mail) -> list[tuple[str, str, bool]]:
    """Recipient, reason and hard or soft; of an automatic reply its sender."""
    bounces = read_bounces(mail)
    if bounces:
        return [(one.recipient, str(one.reason), one.is_hard) for one in bounces]
    if automatic(mail.headers).kind == "reply":
        return [(name_and_address(mail.headers.get("from"))[1], "vacation", False)]
    return []


def _plausible(address: str, raw: str, ours: set[str]) -> bool:
    return "@" in address and (address not in ours or raw.count(address) > 1)


def _share(flags: Iterable[object]) -> float:
    kept = [bool(flag) for flag in flags]
    return round(sum(kept) / len(kept), 4) if kept else 0.0


def _reason(judged: Sequence[Mapping[str, object]], reason: str) -> dict[str, object]:
    true = sum(one["reason"] == reason for one in judged)
    told = sum(one["told"] == reason for one in judged)
    both = sum(one["told"] == reason == one["reason"] for one in judged)
    others = Counter(str(one["told"]) for one in judged if one["reason"] == reason and one["told"] != reason)
    return {
        "precision": _share_of(both, told),
        "recall": _share_of(both, true),
        "f1": _share_of(2 * both, true + told),
        "taken_for": ", ".join(f"{name or 'nothing'} {count}" for name, count in others.most_common(4)),
    }


def _share_of(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _macro(judged: Sequence[Mapping[str, object]]) -> float:
    reasons = {str(one["reason"]) for one in judged}
    scores = [float(str(_reason(judged, reason)["f1"])) for reason in reasons]
    return round(sum(scores) / len(scores), 4) if scores else 0.0
