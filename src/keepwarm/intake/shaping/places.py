"""Country names to codes, and where a person is when no phone tells."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from keepwarm.lib.text import fold
from keepwarm.prospects.zones import zones_of_place

# What people write that the time zone database's table of ISO 3166 names does not hold.
_ALSO: Final = {
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "america": "US", "uk": "GB", "united kingdom": "GB",
    "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "uae": "AE",
    "deutschland": "DE", "allemagne": "DE", "osterreich": "AT", "schweiz": "CH", "suisse": "CH", "svizzera": "CH",
    "espana": "ES", "italia": "IT", "nederland": "NL", "holland": "NL", "the netherlands": "NL", "belgique": "BE",
    "belgie": "BE", "danmark": "DK", "sverige": "SE", "norge": "NO", "suomi": "FI", "polska": "PL", "cesko": "CZ",
    "czech republic": "CZ", "turkey": "TR", "turkiye": "TR", "brasil": "BR", "mexico": "MX", "south korea": "KR",
    "korea": "KR", "russian federation": "RU", "viet nam": "VN", "hong kong": "HK", "macedonia": "MK", "frankreich": "FR",
    "ivory coast": "CI", "hrvatska": "HR", "magyarorszag": "HU", "romania": "RO", "ellada": "GR", "eire": "IE",
}  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    pairs = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    names = {fold(name): code for code, name in pairs}
    codes = {code.lower(): code for code, _name in pairs}
    plain = {fold(name.partition(" (")[0]): code for code, name in pairs if name.count("(") == 1}
    return plain | names | codes | _ALSO


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The ISO code of a country by its code or name, "" when it is none: "India", "IN", "Deutschland"."""
    return _codes().get(fold(text), "")


@lru_cache(maxsize=4096)
def place_of(country: str, state: str) -> tuple[str, str]:
    """Place and zones of a country and, in North America, a state by its two letters: ("US-CA", …); ("", "") unknown."""
    if not country:
        return "", ""
    code = state.strip().upper()
    place = f"{country}-{code}" if country in {"US", "CA"} and len(code) == 2 and code.isalpha() else country
    return place, ",".join(zones_of_place(place))
