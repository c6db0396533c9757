"""The counts of the report, each by one grouped read: in all, by source, version, reason and rep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from keepwarm.handoff.models import Asking, HandOff, ReturnReason
from keepwarm.reports.queries.leads.figures import FATES, OFFERED, Outcome, Share, of_asking, once_put_back, once_returned
from keepwarm.touches.models import Source

MOST = 200
"""Lines of a table: sources, versions and reps beyond them are in the total."""
Bars = tuple[tuple[str, float, float], ...]
Counts = dict[str, int]


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


@dataclass(frozen=True, slots=True)
class Table:
    """Hand-offs in all, by where the people came from and by version; `came_back`: those returned, by the key of their reason."""

    total: Line
    sources: tuple[Line, ...]
    versions: tuple[Line, ...]
    came_back: Counter[int | None]


def count_table(rows: QuerySet[HandOff]) -> Table:
    """By one read: sources with the most first, versions with the newest."""
    total, of_source, of_version, came_back = _none(), dict[int | None, Counts](), dict[tuple[int, bool], Counts](), Counter[int | None]()
    found: Any = rows.order_by().values("source_id", "definition", "signed_by_one", "return_reason_id").annotate(**_counts())
    for row in found:
        places = (
            total,
            of_source.setdefault(row["source_id"], _none()),
            of_version.setdefault((row["definition"], row["signed_by_one"]), _none()),
        )
        for name in OFFERED:
            for counts in places:
                counts[name] += row[name]
        came_back[row["return_reason_id"]] += row["returned"]
    names = Source.objects.in_bulk([pk for pk in of_source if pk is not None])
    sources = [_source(names.get(pk or 0), counts) for pk, counts in of_source.items()]
    sources.sort(key=lambda line: (-line.counts["offered"], line.key == "-", line.name))
    versions = [
        _version(number, by_one, of_version[number, by_one]) for number, by_one in sorted(of_version, key=lambda it: (-it[0], it[1]))
    ]
    return Table(Line("", "", total), _with_bars(sources[:MOST]), _with_bars(versions[:MOST]), came_back)


def count_reasons(came_back: Counter[int | None], askings: QuerySet[Asking]) -> tuple[ReasonLine, ...]:
    """By the reason of the agreed list, the most frequent first."""
    gave = askings.filter(outcome=Outcome.RETURNED).values_list("reason_id").annotate(count=Count("handoff", distinct=True)).order_by()
    gave_back = dict(gave)
    found = [pk for pk in {*came_back, *gave_back} if came_back[pk] or gave_back.get(pk)]
    reasons = ReturnReason.objects.in_bulk([pk for pk in found if pk is not None])
    lines = [
        ReasonLine(
            reasons[pk].key if pk is not None else "-",
            reasons[pk].label if pk is not None else gettext("no reason was given"),
            came_back[pk],
            gave_back.get(pk, 0),
        )
        for pk in found
    ]
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


def _none() -> Counts:
    return dict.fromkeys(OFFERED, 0)


def _source(source: Source | None, counts: Counts) -> Line:
    return Line(source.ref if source else "-", source.name if source else gettext("no source"), counts)


def _version(number: int, by_one: bool, counts: Counts) -> Line:
    return Line(str(number), gettext("version %(number)s") % {"number": number}, counts, by_one)


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
