"""What pages read of the weeks: kept ones as they were kept, the others counted now where the house is small enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from keepwarm.goals.queries import kept_counts, kept_weeks
from keepwarm.reports.queries.weeks.counting import Counted, count_weeks, is_small
from keepwarm.reports.queries.weeks.span import this_week, weeks_until


@dataclass(frozen=True, slots=True)
class Weeks:
    """Figures of weeks in order. `missing`: weeks that nobody has counted yet; `counted_at`: the oldest count of a kept one."""

    starts: tuple[date, ...]
    counts: dict[date, Counted]
    missing: tuple[date, ...] = ()
    counted_at: datetime | None = None
    sums: Counter[tuple[date, int | None, str]] = field(default_factory=Counter)  # all keys of a figure together

    def of(self, start: date, seat_id: int | None, figure: str, key: str | None = None) -> int:
        """One figure of one week; without a key all its keys together."""
        return self.sums[start, seat_id, figure] if key is None else self.counts[start][seat_id, figure, key]

    def total(self, seat_id: int | None, figure: str, key: str | None = None) -> int:
        """The same of all the weeks."""
        return sum(self.of(start, seat_id, figure, key) for start in self.starts)

    def by_key(self, seat_id: int | None, figure: str) -> Counter[str]:
        """All keys of a figure, over all the weeks."""
        found: Counter[str] = Counter()
        for counted in self.counts.values():
            for (seat, name, key), count in counted.items():
                if seat == seat_id and name == figure:
                    found[key] += count
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(self.sums.values())


def read_weeks(starts: Sequence[date], figures: Collection[str], *, seats: Collection[int] | None, now: datetime) -> Weeks:
    """Of the whole house (`seats` None), or of these seats. The running week of a small house is always counted now."""
    kept = kept_weeks(starts)
    if is_small():
        running = this_week(now)
        kept = {start: at for start, at in kept.items() if start < running}
        fresh = _count([start for start in starts if start not in kept], figures)
        missing: tuple[date, ...] = ()
    else:
        fresh, missing = {}, tuple(start for start in starts if start not in kept)
    counts: dict[date, Counted] = {start: Counter() for start in starts} | fresh
    for start, seat_id, figure, key, count in kept_counts(list(kept), figures, seats=seats):
        counts[start][seat_id, figure, key] = count
    sums: Counter[tuple[date, int | None, str]] = Counter()
    for start, counted in counts.items():
        for (seat_id, figure, _key), count in counted.items():
            sums[start, seat_id, figure] += count
    return Weeks(tuple(starts), counts, missing, min(kept.values(), default=None), sums)


def _count(starts: Sequence[date], figures: Collection[str]) -> dict[date, Counted]:
    """These weeks, whatever lies between them."""
    if not starts:
        return {}
    between = weeks_until(max(starts), (max(starts) - min(starts)).days // 7 + 1)
    counted = count_weeks(between, tuple(figures))
    return {start: counted[start] for start in starts}
