"""The counts of the report, each by one grouped read: in all, by source, version, reason and rep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from keepwarm.handoff.models import Asking, HandOff
from keepwarm.reports.queries.leads.figures import FATES, OFFERED, Outcome, Share, of_asking, once_put_back, once_returned

MOST = 200
"""Lines of a table: sources, versions and reps beyond them are in the total."""
Bars = tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Hand-offs of one kind. `key` narrows the list behind a figure to it; `bars` are (part, from, width) in percent of the longest."""

    key: str
    name: str
    counts: dict[str, int]
    signed_by_one: bool = False
    bars: Bars = ()

    @property
    def returned(self) -> Share:
        """The share that came back of those that were answered."""
        return Share(self.counts["returned"], self.counts["returned"] + self.counts["accepted"])


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """An agreed reason: leads that came back with it, and how many times a rep gave one back with it, also to another rep."""

    key: str
    name: str
    returned: int
    gave_back: int


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of these days out of hand-offs; whom sales had once returned, and whom it had accepted and put back."""

    all: int
    once_returned: int
    once_put_back: int

    @property
    def share(self) -> Share:
        """Once returned, of all."""
        return Share(self.once_returned, self.all)


def count_all(rows: QuerySet[HandOff]) -> Line:
    """All of them in one line."""
    return Line("", "", rows.aggregate(**_counts()))


def count_sources(rows: QuerySet[HandOff]) -> tuple[Line, ...]:
    """By where the people came from, the most first."""
    found: Any = rows.values("source__ref", "source__name").annotate(**_counts())
    found = found.order_by("-offered", "source__name")[:MOST]
    lines = [Line(row["source__ref"] or "-", row["source__name"] or gettext("no source"), _only_counts(row)) for row in found]
    return _with_bars(lines)


def count_versions(rows: QuerySet[HandOff]) -> tuple[Line, ...]:
    """By the version of the definition under which they were offered, the newest first."""
    found: Any = rows.values("definition", "signed_by_one").annotate(**_counts()).order_by("-definition", "signed_by_one")[:MOST]
    return _with_bars([_version(row) for row in found])


def count_reasons(rows: QuerySet[HandOff], askings: QuerySet[Asking]) -> tuple[ReasonLine, ...]:
    """By the reason of the agreed list, the most frequent first."""
    came = rows.filter(OFFERED["returned"]).values_list("return_reason__key", "return_reason__label").annotate(count=Count("pk"))
    gave = askings.filter(outcome=Outcome.RETURNED).values_list("reason__key", "reason__label")
    names: dict[str, str] = {}
    counts: list[dict[str, int]] = []
    for found in (came.order_by(), gave.annotate(count=Count("handoff", distinct=True)).order_by()):
        told = [(key or "-", label or gettext("no reason was given"), count) for key, label, count in found]
        names |= {key: label for key, label, _count in told}
        counts.append({key: count for key, _label, count in told})
    lines = [ReasonLine(key, name, counts[0].get(key, 0), counts[1].get(key, 0)) for key, name in names.items()]
    return tuple(sorted(lines, key=lambda line: (-line.returned, -line.gave_back, line.name)))


def count_reps(askings: QuerySet[Asking], *, now: datetime) -> list[dict[str, Any]]:
    """By rep: `seat_id`, `seat__ref`, `seat__name`, and each figure of an asking; a hand-off counts once, however often one was asked."""
    counts = {f"n_{name}": Count("handoff", distinct=True, filter=which) for name, which in of_asking(now).items() if name != "asked"}
    found: Any = askings.values("seat_id", "seat__ref", "seat__name").annotate(n_asked=Count("handoff", distinct=True), **counts)
    return list(found.order_by("-n_asked", "seat__name")[:MOST])


def count_late(askings: QuerySet[Asking], *, now: datetime) -> int:
    """Hand-offs that somebody did not answer in the agreed time."""
    found: int = askings.filter(of_asking(now)["late"]).aggregate(count=Count("handoff", distinct=True))["count"]
    return found


def count_fates(rows: Any) -> dict[str, int]:
    """How many stand where; `rows` are those who came back."""
    found = dict(rows.values_list("fate").annotate(count=Count("pk")).order_by())
    return {fate: found.get(fate, 0) for fate in FATES}


def count_sales(rows: QuerySet[HandOff]) -> Sales:
    """`rows` are the sales."""
    found = rows.aggregate(all=Count("pk"), returned=Count("pk", filter=once_returned()), put_back=Count("pk", filter=once_put_back()))
    return Sales(found["all"], found["returned"], found["put_back"])


def _counts() -> dict[str, Count]:
    return {name: Count("pk", filter=which or None) for name, which in OFFERED.items()}


def _only_counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in OFFERED}


def _version(row: dict[str, Any]) -> Line:
    name = gettext("version %(number)s") % {"number": row["definition"]}
    return Line(str(row["definition"]), name, _only_counts(row), row["signed_by_one"])


def _with_bars(lines: Iterable[Line]) -> tuple[Line, ...]:
    found = list(lines)
    longest = max((line.counts["offered"] for line in found), default=0) or 1
    return tuple(Line(line.key, line.name, line.counts, line.signed_by_one, _bars(line.counts, longest)) for line in found)


def _bars(counts: dict[str, int], longest: int) -> Bars:
    begins, bars = 0.0, []
    for part, figures in (("won", ("accepted",)), ("missed", ("returned",)), ("open", ("waiting", "fell_away"))):
        width = 100 * sum(counts[one] for one in figures) / longest
        bars.append((part, round(begins, 2), round(width, 2)))
        begins += width
    return tuple(bars)
