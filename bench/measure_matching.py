"""Measure the matching of people on files whose true groups are known: `bin/measure matching FILE… [--json]`.

Read are names, address, birth date, emails, phones and organization, found by their headings. The true group stands in
`rec_id` (`rec-223-org`, `rec-223-dup-0`: group 223) or in `cluster`; it is used for counting only, and so numbers given
to a person by an authority are never read. Each file teaches its own weights (`learn`); nothing is tuned to it.
"""

import csv
import io
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.matching.clusters import cluster
from keepwarm.prospects.matching.records import Record

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "given": ("given_name", "first_name", "given", "forename", "firstname", "fname"),
    "family": ("surname", "last_name", "family_name", "family", "lastname", "lname"),
    "full": ("full_name", "fullname", "name", "person_name"),
    "organization": ("organization", "organisation", "company", "firm", "account"),
    "number": ("street_number", "house_number", "streetnumber"),
    "street": ("address_1", "address1", "street", "street_address", "address", "address_line_1"),
    "extra": ("address_2", "address2", "address_line_2"),
    "city": ("suburb", "city", "town", "locality"),
    "postcode": ("postcode", "post_code", "postal_code", "zip", "zip_code", "zipcode"),
    "state": ("state", "region", "county"),
    "country": ("country",),
    "born": ("date_of_birth", "dob", "birth_date", "birthdate", "born", "birthday"),
    "email": ("email", "e_mail", "email_address", "mail"),
    "phone": ("phone", "phone_number", "telephone", "mobile"),
}
_GROUPS: Final = ("rec_id", "cluster", "cluster_id", "entity_id")
_GROUP_OF: Final = re.compile(r"^(.+?)-(?:org|dup(?:-?\d+)?)$", re.IGNORECASE)

Pair = tuple[int, int]


class Unmeasurable(Refusal):
    """A file cannot be measured; the sentence says why."""


@dataclass(frozen=True)
class Tally:
    """Counts of one file, in pairs of records."""

    file: str
    records: int
    true: int
    found: int
    right: int
    doubts: int
    doubts_right: int
    seconds: float

    def row(self) -> dict[str, object]:
        """Return the counts with their ratios; a ratio over nothing is 1: nothing was got wrong.

        `confirmed_recall` is the recall once a person has confirmed the true ones among the pairs in doubt.
        """
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.true if self.true else 1.0
        shown = (self.right + self.doubts_right) / self.true if self.true else 1.0
        both = precision + recall
        return {
            "file": self.file,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / both, 4) if both else 0.0,
            "records": self.records,
            "pairs": self.true,
            "found": self.found,
            "wrong": self.found - self.right,
            "doubts": self.doubts,
            "doubts_right": self.doubts_right,
            "confirmed_recall": round(shown, 4),
            "per_second": round(self.records / self.seconds) if self.seconds else 0,
        }


def run(paths: list[str]) -> Iterable[dict[str, object]]:
    """Yield one row a file, then, for several files, one named "overall". Refuses before the first row is measured."""
    if not paths:
        raise Unmeasurable("Name at least one file: bin/measure matching FILE…")
    read = [(Path(path).stem, *_read(Path(path))) for path in paths]
    return _rows(read)


def _rows(read: Sequence[tuple[str, list[Record], dict[int, str]]]) -> Iterator[dict[str, object]]:
    tallies = []
    for name, records, truth in read:
        tallies.append(_tally(name, records, truth))
        yield tallies[-1].row()
    if len(tallies) > 1:
        counts = ("records", "true", "found", "right", "doubts", "doubts_right", "seconds")
        yield Tally("overall", *(sum(getattr(tally, part) for tally in tallies) for part in counts)).row()


def _tally(name: str, records: list[Record], truth: Mapping[int, str]) -> Tally:
    start = time.perf_counter()
    told = cluster(records)
    seconds = time.perf_counter() - start
    found = {pair for group in told.groups for pair in combinations(sorted(map(int, group)), 2)}
    doubts = {_ordered(int(doubt.left), int(doubt.right)) for doubt in told.doubts}
    true = _true_pairs(truth)
    return Tally(name, len(records), len(true), len(found), len(found & true), len(doubts), len(doubts & true), seconds)


def _ordered(left: int, right: int) -> Pair:
    return (left, right) if left < right else (right, left)


def _true_pairs(truth: Mapping[int, str]) -> set[Pair]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for key, group in truth.items():
        members[group].append(key)
    return {pair for keys in members.values() for pair in combinations(sorted(keys), 2)}


def _read(path: Path) -> tuple[list[Record], dict[int, str]]:
    rows = _table(path)
    headings = [_plain_heading(heading) for heading in next(rows, [])]
    places = {part: headings.index(name) for part, names in _HEADINGS.items() for name in reversed(names) if name in headings}
    group = next((headings.index(name) for name in _GROUPS if name in headings), None)
    if group is None:
        raise Unmeasurable(f"{path} has no column rec_id or cluster that tells who is truly the same.")
    if not places.keys() & {"given", "family", "full", "email", "phone"}:
        raise Unmeasurable(f"{path} has no column with a name, an email or a phone.")
    records: list[Record] = []
    truth: dict[int, str] = {}
    for key, row in enumerate(row for row in rows if any(row)):
        if len(row) <= group:
            raise Unmeasurable(f"{path} breaks off in record {key + 1}: the column that tells the group is missing.")
        records.append(_record(key, row, places))
        truth[key] = _group(row[group].strip())
    if not records:
        raise Unmeasurable(f"{path} has no records.")
    return records, truth


def _table(path: Path) -> Iterator[list[str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unmeasurable(f"{path} cannot be read: {error.strerror or error}.") from error
    if not raw.strip():
        raise Unmeasurable(f"{path} is empty.")
    if b"\0" in raw[:4096]:
        raise Unmeasurable(f"{path} is not a text file with columns.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _plain_heading(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", heading.strip().lower()).strip("_")


def _group(value: str) -> str:
    found = _GROUP_OF.match(value)
    return found.group(1) if found else value


def _record(key: int, row: Sequence[str], places: Mapping[str, int]) -> Record:
    def at(part: str) -> str:
        place = places.get(part)
        return row[place].strip() if place is not None and place < len(row) else ""

    plain = {part: at(part) for part in places if part not in ("street", "extra", "email", "phone")}
    streets = (at("street"), at("extra")) if "extra" in places else (at("street"),)
    return Record(
        key=key,
        streets=streets if any(streets) else (),
        emails=tuple(filter(None, (at("email"),))),
        phones=tuple(filter(None, (at("phone"),))),
        **plain,
    )
