"""Two people side by side, field by field."""

import re
from collections.abc import Iterable
from typing import Final

from keepwarm.prospects.matching.dates import date_level
from keepwarm.prospects.matching.levels import CLOSE, DIFFERENT, EXACT, MISSING, PARTIAL, better_reading
from keepwarm.prospects.matching.names import name_level
from keepwarm.prospects.matching.places import (
    line_level,
    locality_levels,
    number_level,
    postcode_level,
    street_levels,
)
from keepwarm.prospects.matching.records import Person
from keepwarm.prospects.matching.texts import edits, likeness

_NO_DIGITS: Final = str.maketrans("", "", "0123456789")
_NUMBER: Final = re.compile(r"[0-9]+")


def levels(a: Person, b: Person) -> tuple[int, ...]:
    """Return the level of each `Field` in its order; symmetric in `a` and `b`."""
    given, family = name_levels(a, b)
    number = street = extra = city = postcode = MISSING
    if (a.city or a.postcode) and (b.city or b.postcode):
        city, postcode = locality_levels(line_level(a.city, b.city), postcode_level(a.postcode, b.postcode))
    if a.streets != ("", "") and b.streets != ("", ""):
        street, extra = street_levels(a.streets, b.streets)
    if a.number and b.number:
        number = number_level(a.number, b.number)
    return (
        given,
        family,
        date_level(a.born, b.born),
        number,
        street,
        extra,
        city,
        postcode,
        organization_level(a.organization, b.organization),
        _best(email_level(one, other) for one in a.emails for other in b.emails),
        _best(EXACT if one == other else DIFFERENT for one in a.phones for other in b.phones),
    )


def name_levels(a: Person, b: Person) -> tuple[int, int]:
    """Return the levels of given and family name, read straight or with the two swapped in one record."""
    if _are_numbered_apart(a, b):
        return DIFFERENT, DIFFERENT
    straight = name_level(a.given, b.given), name_level(a.family, b.family)
    if straight[0] <= CLOSE and straight[1] <= CLOSE:
        return straight
    return better_reading(straight, (name_level(a.given, b.family), name_level(a.family, b.given)))


def _are_numbered_apart(a: Person, b: Person) -> bool:
    """Tell whether both names hold numbers, and other ones: "Visitor 17" and "Visitor 18" are two people, however alike they read."""
    left, right = f"{a.given} {a.family}", f"{b.given} {b.family}"
    one = _NUMBER.findall(left)
    return bool(one) and left != right and bool(other := _NUMBER.findall(right)) and sorted(one) != sorted(other)


def organization_level(left: str, right: str) -> int:
    """Return how far two plain firm names agree: CLOSE a slip or other blanks, PARTIAL one opens with the other."""
    if not left or not right:
        return MISSING
    if left == right:
        return EXACT
    tight_left, tight_right = left.replace(" ", ""), right.replace(" ", "")
    if tight_left == tight_right or (min(len(tight_left), len(tight_right)) >= 5 and likeness(left, right) >= 0.86):
        return CLOSE
    short, long = sorted((left, right), key=lambda name: (len(name), name))
    return PARTIAL if len(short) >= 4 and long.startswith(short) else DIFFERENT


def email_level(left: str, right: str) -> int:
    """Return how far two personal emails agree: CLOSE one slip, PARTIAL up to three or the same name elsewhere.

    Mailboxes that differ in their number only (anna7@, anna8@) are two people's.
    """
    if left == right:
        return EXACT
    if left.translate(_NO_DIGITS) == right.translate(_NO_DIGITS):
        return DIFFERENT
    slips = edits(left, right, 3)
    if slips <= 3:
        return CLOSE if slips == 1 else PARTIAL
    local_left, local_right = left.partition("@")[0], right.partition("@")[0]
    return PARTIAL if local_left == local_right and len(local_left) >= 7 else DIFFERENT


def _best(found: Iterable[int]) -> int:
    return min(found, default=MISSING)
