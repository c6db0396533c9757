"""Time zones a person may be in: those of a country, and the few of a set that decide when all of it is awake. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from keepwarm.lib.zone_table import zones_of_countries

_PROBES = tuple(datetime(year, month, 1, 12, tzinfo=UTC) for year in (2024, 2027, 2030) for month in range(1, 13))
"""Moments at which zones are compared: every month of years before, now and after."""


def zones_of_place(place: str) -> tuple[str, ...]:
    """The essential zones of a place such as `DE` or `US-CA` (a state counts as its country); none when unknown."""
    return essential_zones(zones_of_countries().get(place.partition("-")[0], ()))


def within_country(zones: tuple[str, ...], country: str) -> tuple[str, ...]:
    """Those of `zones` that lie in the country; all of them when none does or the country is unknown."""
    own = set(zones_of_countries().get(country, ()))
    return tuple(zone for zone in zones if zone in own) or zones


@lru_cache(maxsize=4096)
def essential_zones(zones: tuple[str, ...]) -> tuple[str, ...]:
    """The few of `zones` whose common hours are the common hours of all, sorted: those ever first or last of the day.

    Of zones with equal clocks the alphabetically first stays. A zone between two others never narrows what both allow.
    """
    clocks = {zone: clock for zone in sorted(set(zones)) if (clock := _clock(zone))}
    kept: dict[tuple[float, ...], str] = {}
    for zone, clock in clocks.items():
        kept.setdefault(clock, zone)
    lows, highs = (tuple(map(pick, zip(*kept, strict=True))) for pick in (min, max))
    extreme = [
        zone for clock, zone in kept.items() if any(low == mine or mine == high for low, mine, high in zip(lows, clock, highs, strict=True))
    ]
    return tuple(sorted(extreme))


@cache
def _clock(zone: str) -> tuple[float, ...]:
    """Offsets in hours at the probes; empty for a name that is no zone."""
    try:
        info = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ()
    return tuple((moment.astimezone(info).utcoffset() or moment - moment).total_seconds() / 3600 for moment in _PROBES)


def is_zone(name: str) -> bool:
    """Whether this is the name of a time zone."""
    return bool(name) and bool(_clock(name))


def split_zones(zones: str | Iterable[str]) -> tuple[str, ...]:
    """Zones as a tuple, from how an address keeps them ("Europe/London,Europe/Paris") or from any iterable."""
    parts = zones.split(",") if isinstance(zones, str) else zones
    return tuple(sorted({part.strip() for part in parts if part.strip()}))
