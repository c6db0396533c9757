"""The clock of a hand-off: until when a rep has time to answer, in working time of the rep's own place. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from keepwarm.lib.working_time import NeverAtWork, WorkWeek, add_working_minutes

USUAL = WorkWeek()
"""For a seat whose week has no working minute: somebody must hear of it all the same."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When the rep is reminded, when the answer is due and the manager is told, and when another rep is asked. UTC."""

    half_at: datetime
    due_at: datetime
    pass_on_at: datetime


def wind(asked_at: datetime, week: WorkWeek, *, answer_days: float, pass_on_hours: float) -> Clock:
    """The clock of somebody who is asked at `asked_at` and works `week`. A working day is as long as theirs."""
    minutes = answer_days * _day(week)
    try:
        return Clock(
            add_working_minutes(asked_at, minutes / 2, week),
            add_working_minutes(asked_at, minutes, week),
            add_working_minutes(asked_at, minutes + 60 * pass_on_hours, week),
        )
    except NeverAtWork:
        return wind(asked_at, USUAL, answer_days=answer_days, pass_on_hours=pass_on_hours)


class Due(StrEnum):
    """What the clock asks for."""

    REMINDER = "reminder"
    MANAGER = "manager"
    NEXT_REP = "next_rep"


def what_is_due(clock: Clock, now: datetime, *, reminded: bool, told: bool) -> tuple[Due, ...]:
    """In their order. When the clock comes late, and the next rep is due, the rep is not reminded any more; the manager is told."""
    if now >= clock.pass_on_at:
        return (Due.NEXT_REP,) if told else (Due.MANAGER, Due.NEXT_REP)
    due = [Due.REMINDER] if now >= clock.half_at and not reminded else []
    return (*due, Due.MANAGER) if now >= clock.due_at and not told else tuple(due)


def after_working_days(since: datetime, week: WorkWeek, count: float) -> datetime:
    """When so many working days of `week` have passed."""
    try:
        return add_working_minutes(since, count * _day(week), week)
    except NeverAtWork:
        return after_working_days(since, USUAL, count)


def _day(week: WorkWeek) -> int:
    """Minutes of a whole working day."""
    return week.closes_minute - week.opens_minute
