"""Calling hours: when a call into a place is permitted, as a table of opening and closing moments in UTC.

A row of the table is a place, or a group of places with equal hours; row 0 is the strictest, for an unknown place. A
column is a local day of the place. Zones, law and holidays are not known here: who builds the table applies them.
Everything is whole seconds in int64, so that a million questions are a few passes over memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Bools, Ints, Times
from keepwarm.lib.refusal import Refusal

Seconds = NDArray[np.int64]

DAY = 86_400
MINUTE = 60
CLOSED = np.iinfo(np.int64).min  # how NaT looks as an integer
REPEATS = 28  # days: beyond its end the table goes on with its last four weeks
BEYOND = REPEATS + 7  # days kept ready beyond the end
TURNS = (0.1, 0.65, 0.35, 0.9, 0.2, 0.75)
"""Where in the day's window the first, second, … attempt lies: morning, afternoon, late morning, evening, … Our choice."""
OTHER_TIME = 90 * MINUTE  # two attempts nearer than this, on the clock, are at the same time of day


class HoursTooShort(Refusal):
    """The table of calling hours does not reach as far as it is needed, or a place in it never opens."""


@dataclass(frozen=True, slots=True)
class PlaceHours:
    """The hours of one place as its builder knows them, one entry per local day from the table's first day on.

    `opens` and `closes`: minutes of the local day after law, holidays and the house's own hours; `opens` is -1 on a
    closed day. `offsets`: minutes that local time is ahead of UTC at noon of the day, one row per zone (zones x days):
    where a number may lie in several zones only what all of them allow remains. `breaks`: days x 2, from when to when of the
    day calls rest within it, -1 where they do not.
    """

    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    offsets: NDArray[np.int64]
    breaks: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """The table, made by `hours_table` or `hours_from`. Places x days, and `BEYOND` repeated days at the end."""

    first_day: int  # days since 1970-01-01
    days: int
    opens: Seconds
    closes: Seconds
    following: NDArray[np.int64]  # the first open day at or after each day
    latest: Seconds  # per place: no window of day n closes later than this many seconds after midnight of day n - first_day
    rests: Seconds | None = None  # 2 x places x days: when the break within the window begins and ends, CLOSED where there is none


def hours_table(opens: Times, closes: Times, first_day: np.datetime64, *, rests: Seconds | None = None) -> Hours:
    """The table from moments in UTC, datetime64[s], places x days, NaT where closed.

    A day's column must hold the window of that local day: it begins within a day around UTC midnight of the column's date.
    `rests`, 2 x places x days, are breaks that lie within the windows.
    Raises HoursTooShort when there are fewer than 28 days, or a place has no open day among the last 28.
    """
    days = opens.shape[1]
    if days < REPEATS:
        raise HoursTooShort(f"Calling hours are needed for at least {REPEATS} days, not {days}.")
    o, c = _beyond(opens.astype("datetime64[s]").view(np.int64)), _beyond(closes.astype("datetime64[s]").view(np.int64))
    shut = (o == CLOSED) | (c == CLOSED) | (o >= c)
    o[shut] = c[shut] = CLOSED
    never = np.flatnonzero(shut[:, days - REPEATS : days].all(axis=1))
    if len(never):
        raise HoursTooShort(f"Place {never[0]} has no calling hours in the last {REPEATS} days of the table.")
    width = o.shape[1]
    position = np.where(shut, width, np.arange(width))
    following = np.ascontiguousarray(np.minimum.accumulate(position[:, ::-1], axis=1)[:, ::-1])
    start = int(first_day.astype("datetime64[D]").astype(np.int64))
    latest = np.where(shut, CLOSED, c - np.arange(width) * DAY).max(axis=1)
    breaks = None if rests is None else np.stack([_beyond(rests[0]), _beyond(rests[1])])
    return Hours(start, days, o, c, following, latest, breaks)


def hours_from(places: Sequence[PlaceHours], first_day: np.datetime64, days: int) -> Hours:
    """The table from local hours and offsets, one PlaceHours a row, each with `days` entries."""
    midnights = (first_day.astype("datetime64[D]").astype(np.int64) + np.arange(days)) * DAY
    opens, closes = np.full((2, len(places), days), CLOSED)
    rests = np.full((2, len(places), days), CLOSED) if any(place.breaks is not None for place in places) else None
    for row, place in enumerate(places):
        start = (place.opens - place.offsets.min(axis=0)) * MINUTE + midnights
        end = (place.closes - place.offsets.max(axis=0)) * MINUTE + midnights
        if rests is not None and place.breaks is not None:
            start, end, rests[:, row] = _around(_rest_of(place, midnights), start, end)
        is_open = (place.opens >= 0) & (start < end)
        opens[row], closes[row] = np.where(is_open, start, CLOSED), np.where(is_open, end, CLOSED)
    return hours_table(opens.view("datetime64[s]"), closes.view("datetime64[s]"), first_day, rests=rests)


def _rest_of(place: PlaceHours, midnights: Seconds) -> Seconds:
    """Begin and end of the break in UTC, in every zone the place may lie in: 2 x days, CLOSED on a day without one."""
    assert place.breaks is not None
    begins = (place.breaks[:, 0] - place.offsets.max(axis=0)) * MINUTE + midnights
    ends = (place.breaks[:, 1] - place.offsets.min(axis=0)) * MINUTE + midnights
    return np.where(place.breaks[:, 0] >= 0, np.stack([begins, ends]), CLOSED)


def _around(rest: Seconds, start: Seconds, end: Seconds) -> tuple[Seconds, Seconds, Seconds]:
    """Opening and closing with a break: one at the edge shortens the window, one within it stays a break."""
    has = rest[0] != CLOSED
    opening = np.where(has & (rest[0] <= start) & (start < rest[1]), rest[1], start)
    closing = np.where(has & (rest[0] < end) & (end <= rest[1]), rest[0], end)
    within = has & (opening < rest[0]) & (rest[1] < closing)
    return opening, closing, np.where(within, rest, CLOSED)


def check_reach(hours: Hours, now: np.datetime64, days: int) -> None:
    """Raise HoursTooShort unless the table begins by now's day and covers `days` days from it."""
    today = int(now.astype("datetime64[D]").astype(np.int64))
    if hours.first_day > today or hours.first_day + hours.days < today + days:
        last = np.datetime64(hours.first_day + hours.days - 1, "D")
        raise HoursTooShort(
            f"Calling hours are known from {np.datetime64(hours.first_day, 'D')} to {last}; "
            f"needed are {days} days from {np.datetime64(today, 'D')} on."
        )


def next_open(hours: Hours, place: Ints, at: Times) -> Times:
    """The first permitted moment at or after `at`; NaT stays NaT. Before the table: its first opening."""
    seconds, shift = _within(hours, at)
    day = _window(hours, place, seconds)
    found = np.maximum(hours.opens.take(day), seconds)
    if hours.rests is not None:
        found = np.where(_rests(hours, day, found), hours.rests[1].take(day), found)
    return _moments(found + shift, at)


def is_open(hours: Hours, place: Ints, at: Times) -> Bools:
    """Whether a call is permitted at this moment: from the opening on, and before the closing. False for NaT."""
    seconds, _ = _within(hours, at)
    day = _window(hours, place, seconds)
    inside: Bools = hours.opens.take(day) <= seconds
    if hours.rests is not None:
        inside &= ~_rests(hours, day, seconds)
    return inside & ~np.isnat(at)


def closes_at(hours: Hours, place: Ints, at: Times) -> Times:
    """The closing of the window that holds `at`, or else of the next one; a break closes it too."""
    seconds, shift = _within(hours, at)
    day = _window(hours, place, seconds)
    found = hours.closes.take(day)
    if hours.rests is not None:
        begins = hours.rests[0].take(day)
        found = np.where((begins != CLOSED) & (seconds < begins), begins, found)
    return _moments(found + shift, at)


def at_another_hour(hours: Hours, place: Ints, day_of: Times, *, not_before: Times, last: Times, turn: Ints) -> Times:
    """A moment in the window at or after `day_of`, at another time of day than `last`, and not before `not_before`.

    Which part of the window comes from `turn`, the number of the attempt, so the answer is the same on every asking.
    """
    seconds, shift = _within(hours, day_of)
    day = _window(hours, place, seconds)
    start, length = hours.opens.take(day), hours.closes.take(day) - hours.opens.take(day)
    before = last.astype("datetime64[s]").view(np.int64)
    chosen = _part_of(start, length, turn)
    near = np.abs((chosen - before + DAY // 2) % DAY - DAY // 2) < np.minimum(OTHER_TIME, length // 4)
    chosen = np.where(near & ~np.isnat(last), _part_of(start, length, turn.astype(np.int64) + 1), chosen)
    moments = _moments(chosen + shift, day_of)
    return next_open(hours, place, np.fmax(moments, not_before))


def _part_of(start: Seconds, length: Seconds, turn: Ints) -> Seconds:
    share = np.array(TURNS)[turn.astype(np.int64) % len(TURNS)]
    part: Seconds = start + (length * share).astype(np.int64) // (5 * MINUTE) * (5 * MINUTE)
    return part


def _rests(hours: Hours, day: NDArray[np.int64], seconds: Seconds) -> Bools:
    """Whether the moments lie in the breaks of the windows at `day`."""
    assert hours.rests is not None
    resting: Bools = (hours.rests[0].take(day) <= seconds) & (seconds < hours.rests[1].take(day))
    return resting


def _window(hours: Hours, place: Ints, seconds: Seconds) -> NDArray[np.int64]:
    """Where in the flat table stands the first window that closes after the moment."""
    width = hours.following.shape[1]
    row: NDArray[np.int64] = place.astype(np.int64) * width
    day = np.clip((seconds - hours.latest.take(place)) // DAY + 1, 0, width - 1)
    window: NDArray[np.int64] = row + hours.following.take(row + day)
    over = np.flatnonzero(hours.closes.take(window) <= seconds)
    while len(over):
        window[over] = row[over] + hours.following.take(window[over] + 1)
        over = over[hours.closes.take(window[over]) <= seconds[over]]
    return window


def _within(hours: Hours, at: Times) -> tuple[Seconds, Seconds]:
    """The moments as seconds, taken back by whole periods into the table where they lie beyond it, and by how much."""
    seconds = at.astype("datetime64[s]").view(np.int64)
    shift = np.zeros(len(seconds), np.int64)
    beyond = np.flatnonzero(seconds >= (hours.first_day + hours.days + 2) * DAY)
    if len(beyond):
        over = seconds[beyond] // DAY - (hours.first_day + hours.days + 1)
        shift[beyond] = (over + REPEATS - 1) // REPEATS * (REPEATS * DAY)
    return seconds - shift, shift


def _moments(seconds: Seconds, like: Times) -> Times:
    moments = seconds.view("datetime64[s]")
    return np.where(np.isnat(like), np.datetime64("NaT", "s"), moments)


def _beyond(table: Seconds) -> Seconds:
    """The table with its last four weeks repeated after its end."""
    days = table.shape[1]
    source = days - REPEATS + np.arange(BEYOND) % REPEATS
    later = table[:, source]
    moved = (days + np.arange(BEYOND) - source) * DAY
    return np.concatenate([table, np.where(later == CLOSED, CLOSED, later + moved)], axis=1)
