"""The fields that are compared and the four levels at which two values may agree."""

from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """How far two values of one field agree. MISSING (on either side) is no evidence at all."""

    EXACT = 0
    CLOSE = 1
    PARTIAL = 2
    DIFFERENT = 3
    MISSING = 4


class Field(IntEnum):
    """What is compared, in the order in which levels are listed."""

    GIVEN = 0
    FAMILY = 1
    BORN = 2
    NUMBER = 3
    STREET = 4
    EXTRA = 5
    CITY = 6
    POSTCODE = 7
    ORGANIZATION = 8
    EMAIL = 9
    PHONE = 10


EXACT: Final = int(Level.EXACT)
CLOSE: Final = int(Level.CLOSE)
PARTIAL: Final = int(Level.PARTIAL)
DIFFERENT: Final = int(Level.DIFFERENT)
MISSING: Final = int(Level.MISSING)

# What an agreement is worth when two readings of the same columns compete (straight against swapped).
_WORTH: Final = (4, 3, 1, -2, 0)


def better_reading(straight: tuple[int, int], swapped: tuple[int, int]) -> tuple[int, int]:
    """Return the levels of the reading that explains two swapped-prone columns better; the straight one on a tie.

    A swapped agreement counts at most as CLOSE: two chances to agree make agreement less telling.
    """
    if _WORTH[swapped[0]] + _WORTH[swapped[1]] <= _WORTH[straight[0]] + _WORTH[straight[1]]:
        return straight
    return max(swapped[0], CLOSE), max(swapped[1], CLOSE)
