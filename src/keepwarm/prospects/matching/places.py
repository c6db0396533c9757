"""Addresses: house number, street, further lines, city, postcode."""

import re
from typing import Final

from keepwarm.prospects.matching.levels import CLOSE, DIFFERENT, EXACT, MISSING, PARTIAL, better_reading
from keepwarm.prospects.matching.texts import edits, likeness, plain

# Usual abbreviations, to the longer word; own short list, no source.
_WORDS: Final = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "dr": "drive", "pl": "place",
    "ct": "court", "crt": "court", "cres": "crescent", "cct": "circuit", "cir": "circuit", "ln": "lane", "hwy": "highway",
    "pde": "parade", "tce": "terrace", "blvd": "boulevard", "sq": "square", "apt": "apartment", "bldg": "building",
    "flr": "floor", "fl": "floor", "mt": "mount", "strasse": "street",
}  # fmt: skip
_LEADING_NUMBER: Final = re.compile(r"^\s*(\d+[a-zA-Z]?(?:[-/]\d+[a-zA-Z]?)?)\s*,?\s+(?=\D)")
_TRAILING_NUMBER: Final = re.compile(r"(?<=[^\d\s])[.,]?\s+(\d+[a-zA-Z]?(?:[-/]\d+[a-zA-Z]?)?)\s*$")


def plain_line(line: str) -> str:
    """Return a street line in plain letters, usual abbreviations written out, blanks taken out."""
    return "".join(_WORDS.get(word, word) for word in plain(line).split())


def split_number(line: str) -> tuple[str, str]:
    """Return (house number, rest) of a street line; the number may stand before or after the street's name."""
    found = _LEADING_NUMBER.search(line) or _TRAILING_NUMBER.search(line)
    if found is None:
        return "", line
    return found.group(1), line[: found.start()] + line[found.end() :]


def number_level(left: str, right: str) -> int:
    """Return how far two house numbers agree; CLOSE is one slip in numbers of two digits and more."""
    if not left or not right:
        return MISSING
    if left == right:
        return EXACT
    return CLOSE if min(len(left), len(right)) >= 2 and edits(left, right, 1) == 1 else DIFFERENT


def line_level(left: str, right: str) -> int:
    """Return how far two plain lines or city names agree: CLOSE about one letter in seven wrong, PARTIAL one in three."""
    if not left or not right:
        return MISSING
    if left == right:
        return EXACT
    alike = likeness(left, right)
    if alike >= 0.84 or (len(left) >= 5 and edits(left, right, 1) == 1):
        return CLOSE
    if alike >= 0.67:
        return PARTIAL
    return DIFFERENT


def street_levels(left: tuple[str, str], right: tuple[str, str]) -> tuple[int, int]:
    """Return the levels of street and further line, read straight or with the two lines swapped."""
    straight = line_level(left[0], right[0]), line_level(left[1], right[1])
    if straight[0] <= CLOSE and straight[1] != DIFFERENT:
        return straight
    return better_reading(straight, (line_level(left[0], right[1]), line_level(left[1], right[0])))


def postcode_level(left: str, right: str) -> int:
    """Return how far two postcodes agree: CLOSE one slip, PARTIAL the same area (first half)."""
    if not left or not right:
        return MISSING
    if left == right:
        return EXACT
    if edits(left, right, 1) == 1:
        return CLOSE
    half = max(2, len(left) // 2)
    return PARTIAL if left[:half] == right[:half] else DIFFERENT


def locality_levels(city: int, postcode: int) -> tuple[int, int]:
    """Return the two levels with the city left out where both agree: a postcode follows from its city, so together
    they are one piece of evidence, not two."""
    return (MISSING, postcode) if city <= CLOSE and postcode <= CLOSE else (city, postcode)
