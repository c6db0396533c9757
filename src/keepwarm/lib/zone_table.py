"""Which country a time zone lies in, and which zones a country has: `zone.tab` of the time zone database (package tzdata)."""

from functools import cache
from importlib.resources import files


@cache
def zones_of_countries() -> dict[str, tuple[str, ...]]:
    """The zones of each country by its ISO code, sorted."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="ascii")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(sorted(zones)) for country, zones in found.items()}


@cache
def country_of_zone(zone: str) -> str:
    """The country named for a zone, as `GB` for Europe/London; "" for UTC and names that stand for no one place."""
    return next((country for country, zones in zones_of_countries().items() if zone in zones), "")
