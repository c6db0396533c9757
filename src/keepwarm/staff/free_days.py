"""Public holidays and weekends of a place, by the package `holidays`. Kept once read; nothing comes over the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

WEEKEND = frozenset({5, 6})
"""Where `holidays` knows no country: Saturday and Sunday."""


@lru_cache(maxsize=4096)
def days_off(place: str, year: int) -> tuple[frozenset[date], frozenset[int]]:
    """Public holidays and the weekend (Monday = 0) of a place such as DE or US-CA; no holiday and Saturday, Sunday where unknown."""
    country, _dash, state = place.partition("-")
    try:
        calendar = holidays.country_holidays(country, subdiv=state or None, years=year)
    except NotImplementedError:
        if state:
            return days_off(country, year)
        return frozenset(), WEEKEND
    return frozenset(calendar), frozenset(calendar.weekend)


@dataclass(frozen=True, slots=True)
class HolidaysOf:
    """The public holidays of a place in any year: `day in HolidaysOf("DE")`."""

    place: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in days_off(self.place, day.year)[0]
