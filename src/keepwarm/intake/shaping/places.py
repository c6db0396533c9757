"""Names of countries and languages to codes, and where a person is when no phone tells."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from django.conf.locale import LANG_INFO

from keepwarm.lib.text import fold
from keepwarm.prospects.zones import zones_of_place

_LANGUAGE: Final = re.compile(r"[a-z]{2}(-[a-z0-9]{2,8})?")
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


@cache
def _elsewhere() -> dict[str, str]:
    """Codes of three letters, and names in other languages, as far as they name one country. Read when a list needs them: some 2 MB."""
    from holidays.registry import COUNTRIES
    from phonenumbers.geodata.locale import LOCALE_DATA

    found: dict[str, set[str]] = {}
    for code, names in LOCALE_DATA.items():
        for name in {fold(name) for name in names.values() if not name.startswith("*")}:
            found.setdefault(name, set()).add(code)
    named = {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
    return named | {long.lower(): codes[0] for _class, *codes in COUNTRIES.values() for long in codes if len(long) == 3}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The ISO code of a country by its code or name, "" when it is none: "India", "IN", "IND", "Deutschland", "Schweden"."""
    name = fold(text)
    return (_codes().get(name) or _elsewhere().get(name, "")) if name else ""


@cache
def _languages() -> dict[str, str]:
    named = {fold(str(info[key])): code for code, info in LANG_INFO.items() for key in ("name", "name_local") if key in info}
    return {name.partition(" (")[0]: code for name, code in named.items()} | named


@lru_cache(maxsize=4096)
def language_code(text: str) -> str:
    """The code of a language by its code or name, "" when it is none: "de", "de_AT", "German", "Deutsch"."""
    code = text.strip().lower().replace("_", "-")
    if _LANGUAGE.fullmatch(code):
        return code
    return _languages().get(fold(text), "")


@lru_cache(maxsize=4096)
def place_of(country: str, state: str) -> tuple[str, str]:
    """Place and zones of a country and, in North America, a state by its two letters: ("US-CA", …); ("", "") unknown."""
    if not country:
        return "", ""
    code = state.strip().upper()
    place = f"{country}-{code}" if country in {"US", "CA"} and len(code) == 2 and code.isalpha() else country
    return place, ",".join(zones_of_place(place))
