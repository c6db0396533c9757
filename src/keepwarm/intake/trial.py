"""A trial: what a file would bring, without writing anything. Rows of the file are recognized among each other too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext, gettext_noop

from keepwarm.decisions.rows import fetch
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.mapping.read import read_map
from keepwarm.intake.reading.opening import open_list
from keepwarm.intake.recognizing.recognizer import Recognized, Recognizer
from keepwarm.intake.shaping.history import Told
from keepwarm.intake.shaping.jobs import Job, shape
from keepwarm.intake.shaping.shapes import Flawed, Shaped
from keepwarm.prospects.models import Prospect

CHUNK: Final = 500
SHOWN: Final = 12
SAID: Final = {
    "stop": gettext_noop("%(count)s want to hear nothing from us"),
    "phone": gettext_noop("%(count)s want no calls"),
    "email": gettext_noop("%(count)s want no emails"),
    "mailing": gettext_noop("%(count)s want no mailings"),
    "post": gettext_noop("%(count)s want no letters on paper"),
    "not_before": gettext_noop("%(count)s name a day before which they want to hear nothing"),
    "permission": gettext_noop("%(count)s agreed to hear from us"),
    "wants_contact": gettext_noop("%(count)s ask to be contacted"),
}


@dataclass(slots=True)
class Trial:
    """Counts, the first rows as they would land, and the first refused ones."""

    rows: int = 0
    created: int = 0
    matched: int = 0
    already: int = 0
    rejected: int = 0
    doubts: int = 0
    sample: list[Recognized] = field(default_factory=list)
    refused: list[Flawed] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)  # what they wish, agree to and ask for: rows by their words in SAID

    @property
    def wishes(self) -> list[str]:
        """What the rows say of wishes, so that a column that was misunderstood shows before anything is written."""
        return [gettext(words) % {"count": self.said[key]} for key, words in SAID.items() if self.said[key]]


def try_import(file: Path, data: Mapping[str, Any], *, called: str, now: datetime) -> dict[str, Any]:
    """The trial of a whole file as the command line prints it. Raises Unreadable, MapWrong."""
    table = open_list(file)
    plan = read_map(data, table.header, called=called, file=file.name)
    trial = run_trial(file, plan, called=file.name, lines=table.lines, now=now)
    told: dict[str, Any] = {name: getattr(trial, name) for name in ("rows", "created", "matched", "already", "rejected", "doubts")}
    reasons = [f"line {one.line}: {one.reason}" for one in trial.refused]
    return {**told, "import_id": None, "rejects_file": None, "reasons": reasons, "wishes": trial.wishes}


def run_trial(file: Path, plan: Plan, *, called: str, lines: int, now: datetime, most: int | None = None) -> Trial:
    """Shape and recognize all rows, or the first `most`."""
    population = (Prospect.objects.aggregate(newest=Max("pk"))["newest"] or 0) + lines
    recognizer = Recognizer(population=population, remembers=True)
    job = Job(path=str(file), called=called, plan=plan, latest=now + timedelta(days=1))
    trial = Trial()
    seen: set[tuple[str, str]] = set()
    rows = shape(job)
    try:
        limited = rows if most is None else islice(rows, most)
        while chunk := list(islice(limited, CHUNK)):
            _count(trial, [(isinstance(row, Told) and row.ahead(now)) or row for row in chunk], recognizer, seen)
    finally:
        rows.close()
    return trial


def _count(trial: Trial, chunk: list[Shaped | Told | Flawed], recognizer: Recognizer, seen: set[tuple[str, str]]) -> None:
    trial.rows += len(chunk)
    for flawed in (row for row in chunk if isinstance(row, Flawed)):
        trial.rejected += 1
        trial.reasons[flawed.reason] += 1
        if len(trial.refused) < SHOWN:
            trial.refused.append(flawed)
    is_history = any(isinstance(row, Told) for row in chunk)
    shaped = [row.who if isinstance(row, Told) else row for row in chunk if not isinstance(row, Flawed)]
    here = set() if is_history else _here(shaped)
    for one in recognizer.recognize(shaped).rows:
        mark = (one.shaped.source, one.shaped.fingerprint)
        if not is_history and (mark in seen or one.shaped.fingerprint in here):
            trial.already += 1
        elif one.is_new and is_history:
            trial.rejected += 1
        elif one.is_new:
            trial.created += 1
        else:
            trial.matched += 1
        trial.doubts += len(one.doubts)
        trial.said.update(_said(one.shaped))
        seen.add(mark)
        if len(trial.sample) < SHOWN:
            trial.sample.append(one)


def _said(row: Shaped) -> set[str]:
    said = {channel if kind == "no_channel" else kind for kind, channel, _until, _words in row.wishes}
    return said | ({"permission"} if row.permissions else set()) | ({"wants_contact"} if row.wants_contact else set())


def _here(shaped: list[Shaped]) -> set[str]:
    """Fingerprints that came in before. The source is not asked: equal content of another list is rare, and this is a trial."""
    rows = fetch("SELECT fingerprint FROM touches_inquiry WHERE fingerprint IN {those}", [row.fingerprint for row in shaped])
    return {str(row[0]) for row in rows}
