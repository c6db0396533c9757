"""A date and a time as someone meant them: their wall time, turned into UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

MORNING = time(9)
"""What is meant when a day is given without a time: the opening of the default calling hours."""


class DayField(forms.DateField):
    """A day, picked in the browser's own calendar. One of another century is a slip, and some are none in another zone."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: object) -> date | None:
        """The day, or None. Raises ValidationError."""
        day: date | None = super().clean(value)
        if day is not None and not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("Look at the year once more."))
        return day


class ClockField(forms.TimeField):
    """A time of day, to the minute."""

    widget = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")


def moment_of(day: date, clock: time | None, *, zone: str) -> datetime:
    """The UTC moment of a wall time in `zone`; nine in the morning when no time is given.

    A wall time that a change of clocks skips is the moment an hour later; of two equal ones it is the first.
    """
    return datetime.combine(day, clock or MORNING, ZoneInfo(zone or "UTC")).astimezone(UTC)


def in_months(today: date, months: int) -> date:
    """The same day so many months later; the last of the month when there is no such day."""
    year, month = divmod(today.month - 1 + months, 12)
    first = date(today.year + year, month + 1, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first.replace(day=min(today.day, (following - timedelta(days=1)).day))


def next_budget(today: date) -> date:
    """When next year's budget is talked about: the second Monday of November; from then on the second of January. Our choice."""
    november = second_monday(today.year, 11)
    if november > today:
        return november
    return second_monday(today.year + 1, 1)


def second_monday(year: int, month: int) -> date:
    """The second Monday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 7)
