"""Months and quarters: when they begin and end. Pure."""

from __future__ import annotations

from datetime import date

from keepwarm.goals.models import Period

LENGTH = {Period.MONTH: 1, Period.QUARTER: 3}
"""In months."""


def start_of(period: str, on: date) -> date:
    """The first day of the month or quarter in which `on` lies."""
    length = LENGTH[Period(period)]
    return date(on.year, (on.month - 1) // length * length + 1, 1)


def after(period: str, starts_on: date, count: int = 1) -> date:
    """The first day of the period `count` later; earlier when negative. Raises ValueError beyond the calendar."""
    months = starts_on.year * 12 + starts_on.month - 1 + count * LENGTH[Period(period)]
    return date(months // 12, months % 12 + 1, 1)


def is_start(period: str, on: date) -> bool:
    """Whether a month, or a quarter, begins on that day."""
    return start_of(period, on) == on
