"""Over-selling by offering, by whoever sold, by source: counts, each with its range. A few cases name nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, OuterRef, Q, When

from keepwarm.customers.models import Promise
from keepwarm.customers.queries.lists import NO_SOURCE, left_after
from keepwarm.engine.overselling import Judged, Tally, judge
from keepwarm.staff.models import User
from keepwarm.staff.queries import reach_of
from keepwarm.touches.models import Inquiry

BY = ("offering", "rep", "source")


@dataclass(frozen=True, slots=True)
class Oversold:
    """One offering, rep or source. Percents are whole; None where nothing is settled yet."""

    key: str
    name: str
    settled: int
    broken: int
    unrecorded: int
    lost: int
    percent: int | None
    low: int | None
    high: int | None
    stands_out: bool


def oversold(by: str, *, for_: User | None) -> list[Oversold]:
    """The most broken first. A rep sees their own row only; whoever sees every prospect sees all rows."""
    rows = _rows(for_ if by == "rep" else None)
    tallies, names = _tallies(rows, by)
    house = _sum(tallies)
    lines = [_line(key, names[key], tally, judge(tally, house)) for key, tally in tallies.items()]
    return sorted(lines, key=lambda one: (-one.stands_out, -one.broken - one.unrecorded, one.name))


Row = Mapping[str, object]


def _rows(mine: User | None) -> list[Row]:
    """Promises that are settled, or that we had not written down, with whether their customer left after it."""
    first = Inquiry.objects.filter(prospect=OuterRef("sale__prospect"), voided_at__isnull=True).order_by("received_at", "pk")
    settled = Q(state__in=[Promise.State.KEPT, Promise.State.BROKEN]) | Q(recorded=False)
    rows = Promise.objects.filter(settled, sale__undone_at__isnull=True)
    if mine is not None and not reach_of(mine).sees_all:
        rows = rows.filter(sale__seat__user=mine)
    named = rows.annotate(
        left=Case(When(left_after(), then=True), default=False),
        source_ref=first.values("source__ref")[:1],
        source_name=first.values("source__name")[:1],
    )
    fields = (
        "state", "recorded", "left", "sale__prospect_id", "sale__offering__ref", "sale__offering__name",
        "sale__seat__ref", "sale__seat__name", "source_ref", "source_name",
    )  # fmt: skip
    return list(named.values(*fields))


PAIRS = {
    "offering": ("sale__offering__ref", "sale__offering__name"),
    "rep": ("sale__seat__ref", "sale__seat__name"),
    "source": ("source_ref", "source_name"),
}


def _tallies(rows: list[Row], by: str) -> tuple[dict[str, Tally], dict[str, str]]:
    key_of, name_of = PAIRS[by]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    lost: dict[str, set[object]] = defaultdict(set)
    names: dict[str, str] = {}
    for row in rows:
        key = str(row[key_of] or NO_SOURCE)
        names[key] = str(row[name_of] or "–")
        is_settled = row["state"] in {Promise.State.KEPT, Promise.State.BROKEN}
        is_broken = row["state"] == Promise.State.BROKEN
        counts[key].update(settled=int(is_settled), broken=int(is_broken), unrecorded=int(not row["recorded"]))
        if is_broken and row["left"]:
            lost[key].add(row["sale__prospect_id"])
    return {key: Tally(one["settled"], one["broken"], one["unrecorded"], len(lost[key])) for key, one in counts.items()}, names


def _sum(tallies: Mapping[str, Tally]) -> Tally:
    every = tallies.values()
    return Tally(
        sum(one.settled for one in every),
        sum(one.broken for one in every),
        sum(one.unrecorded for one in every),
        sum(one.lost for one in every),
    )


def _line(key: str, name: str, tally: Tally, judged: Judged) -> Oversold:
    return Oversold(
        key=key,
        name=name,
        settled=tally.settled,
        broken=tally.broken,
        unrecorded=tally.unrecorded,
        lost=tally.lost,
        percent=_percent(judged.share),
        low=_percent(judged.low),
        high=_percent(judged.high),
        stands_out=judged.stands_out,
    )


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)
