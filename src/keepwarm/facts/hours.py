"""Calling hours: from the places and zones that addresses lie in to the engine's table of UTC moments.

A call may ring when the house's policy, the law of the place, its working days and every zone the number may lie in allow
it. A day may have one break: of more stretches than two, the two longest stay. Places we know nothing about get the
strictest hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.calling import Hours, PlaceHours, hours_from
from keepwarm.engine.policy import Policy
from keepwarm.facts.law import UNKNOWN, common, law_spans, lawful_hours
from keepwarm.facts.scope import rows as fetch
from keepwarm.lib.remembering import remembered
from keepwarm.prospects.places import parse_hours_key
from keepwarm.prospects.zones import essential_zones, is_zone
from keepwarm.staff.free_days import days_off

DAYS = 400
BEFORE = 2  # days of the table before the day asked for: a place ahead of UTC may still be in yesterday's column
SHORTEST = 15  # minutes: a stretch in which no call can be had is none
STRETCHES = 2  # of a day; a break lies between them
_CLOSED = -1


@dataclass(frozen=True, slots=True)
class CallingHours:
    """The table and which row each hours key has. Keys in `never` have no common hour at all: they may not be called."""

    hours: Hours
    rows: Mapping[str, int]
    never: frozenset[str]

    def rows_of(self, keys: Iterable[str]) -> NDArray[np.int32]:
        """The row of each key; 0, the strictest, for one that is not in the table."""
        return np.fromiter((self.rows.get(key, 0) for key in keys), dtype=np.int32)


def calling_hours(
    keys: Iterable[str], *, from_day: date, policy: Policy, days: int = DAYS, home_zones: Sequence[str] = ("UTC",)
) -> CallingHours:
    """Hours for `keys` from two days before `from_day` on, for `days` days; row 0 is the strictest, in `home_zones`.

    `home_zones` are those in which the house works: someone of unknown place is called when it is working hours in all of
    them (in the first alone where they have none in common). Kept for the next asking with the same arguments.
    """
    wanted = tuple(sorted({key for key in keys if key}))
    home = tuple(zone for zone in home_zones if is_zone(zone)) or ("UTC",)
    return _table(wanted, from_day, days, policy.call_opens_minute, policy.call_closes_minute, home)


def hours_for(keys: Iterable[str], policy: Policy, *, now: datetime) -> tuple[Hours, Mapping[str, int]]:
    """The table for `keys` around `now` and the row of each key that may be called at all; a key without a row may not.

    The unknown place is row 0, in the zones where this house works.
    """
    found = calling_hours(keys, from_day=now.astimezone(UTC).date(), policy=policy, home_zones=home_zones())
    return found.hours, {key: row for key, row in found.rows.items() if key not in found.never}


@remembered
def home_zones() -> list[str]:
    """The zones of the seats that are taken, sorted; UTC in an empty house."""
    return sorted(zone for (zone,) in fetch("SELECT DISTINCT zone FROM staff_seat WHERE kind = 'person' AND left_at IS NULL")) or ["UTC"]


@lru_cache(maxsize=64)
def _table(keys: tuple[str, ...], from_day: date, days: int, opens: int, closes: int, home: tuple[str, ...]) -> CallingHours:
    first = from_day - timedelta(days=BEFORE)
    span = (first, days, opens, closes)
    strictest = _strictest(home, *span)
    places, rows, never = [strictest], {"": 0}, set()
    for key in keys:
        place = _place_hours(*parse_hours_key(key), *span)
        if place is None:
            never.add(key)
            rows[key] = 0
            continue
        rows[key] = len(places)
        places.append(place)
    return CallingHours(hours_from(places, np.datetime64(first, "D"), days), rows, frozenset(never))


def _strictest(home: tuple[str, ...], first: date, days: int, opens: int, closes: int) -> PlaceHours:
    """Row 0. Policy hours that leave nothing of the strictest law are ignored here: the table must stay open somewhere."""
    for zones, window in ((home, (opens, closes)), (home[:1], (opens, closes)), (home[:1], (0, 1440))):
        found = _place_hours(UNKNOWN, essential_zones(zones), first, days, *window)
        if found is not None:
            return found
    raise AssertionError("the strictest law leaves hours in a single zone")


@lru_cache(maxsize=4096)
def _place_hours(place: str, zones: tuple[str, ...], first: date, days: int, opens: int, closes: int) -> PlaceHours | None:
    """The hours of one key; None when its zones, law and the house have no quarter of an hour in common for four weeks."""
    local = _local_hours(place, first, days, opens, closes)
    offsets = np.stack([_offsets(zone, first, days) for zone in zones if is_zone(zone)] or [np.zeros(days, np.int64)])
    spread, has_break = offsets.max(axis=0) - offsets.min(axis=0), local[:, 2] >= 0
    lasting = local[:, 1] - local[:, 0] - spread - np.where(has_break, local[:, 3] - local[:, 2] + spread, 0)
    is_open = (local[:, 0] >= 0) & (lasting >= SHORTEST)
    if not is_open[-28:].any():
        return None
    local = np.where(is_open[:, None], local, _CLOSED)
    return PlaceHours(local[:, 0], local[:, 1], offsets, local[:, 2:] if has_break.any() else None)


@lru_cache(maxsize=4096)
def _local_hours(place: str, first: date, days: int, opens: int, closes: int) -> NDArray[np.int64]:
    """Opening and closing minute of each local day, and where its break begins and ends; -1 when closed, or without; days x 4."""
    weekdays = (first.weekday() + np.arange(days)) % 7
    local = np.empty((days, 4), np.int64)
    for start, end in law_spans(first, days):
        week = [_day(place, first + timedelta(days=start), weekday, opens, closes) for weekday in range(7)]
        local[start:end] = np.array(week)[weekdays[start:end]]
    last = first + timedelta(days=days)
    for year in range(first.year, last.year + 1):
        free, weekend = days_off(place, year)
        local[[(day - first).days for day in free if first <= day < last]] = _CLOSED
    local[np.isin(weekdays, list(weekend))] = _CLOSED
    return local


def _day(place: str, on: date, weekday: int, opens: int, closes: int) -> tuple[int, int, int, int]:
    """Such a day as law and house allow it: opening, closing, begin and end of the break; -1 for what there is not."""
    windows = common(lawful_hours(place, on, weekday=weekday), ((opens, closes),))
    kept = sorted(sorted(windows, key=lambda window: window[0] - window[1])[:STRETCHES])
    if not kept:
        return _CLOSED, _CLOSED, _CLOSED, _CLOSED
    (first, rests), (begins, last) = kept[0], kept[-1]
    return (first, last, rests, begins) if len(kept) > 1 else (first, last, _CLOSED, _CLOSED)


@lru_cache(maxsize=4096)
def _offsets(zone: str, first: date, days: int) -> NDArray[np.int64]:
    """Minutes that the zone is ahead of UTC at its noon of each day."""
    info = ZoneInfo(zone)
    noons = (datetime.combine(first + timedelta(days=day), time(12), info) for day in range(days))
    return np.fromiter((int(noon.utcoffset().total_seconds() // 60) for noon in noons), dtype=np.int64, count=days)  # type: ignore[union-attr]


def local_time(at: datetime, zone: str) -> datetime:
    """The wall time of a moment in a zone; UTC where the zone is unknown."""
    return at.astimezone(ZoneInfo(zone) if is_zone(zone) else UTC)
