"""Birth dates as eight digits, year first; wrong dates are kept as typed, for a slip is evidence too."""

import re
from typing import Final

from keepwarm.prospects.matching.levels import CLOSE, DIFFERENT, EXACT, MISSING, PARTIAL
from keepwarm.prospects.matching.texts import edits

_DIGITS: Final = re.compile(r"\d+")


def plain_date(text: str) -> str:
    """Return `text` as eight digits YYYYMMDD, or "" when it holds no full date with a four-digit year.

    Day and month of a date written day or month first may come out swapped; `date_level` allows for that.
    """
    parts = _DIGITS.findall(text)
    if len(parts) == 1 and len(parts[0]) == 8:
        return parts[0] if parts[0] != "00000000" else ""
    if len(parts) < 3:
        return ""
    first, second, third = parts[:3]
    if len(first) == 4:
        return f"{first}{second:0>2}{third:0>2}" if len(second) < 3 and len(third) < 3 else ""
    if len(third) != 4 or len(first) > 2 or len(second) > 2:
        return ""
    day, month = (second, first) if int(second) > 12 else (first, second)
    return f"{third}{month:0>2}{day:0>2}"


def date_level(left: str, right: str) -> int:
    """Return how far two dates of eight digits agree.

    CLOSE: one digit, two neighbours changed over, or day and month swapped. PARTIAL: two slips with the year or the
    day and month intact.
    """
    if not left or not right:
        return MISSING
    if left == right:
        return EXACT
    if edits(left, right, 1) == 1 or (left[:4] == right[:4] and left[4:6] == right[6:] and left[6:] == right[4:6]):
        return CLOSE
    same = (left[:4] == right[:4]) + (left[4:6] == right[4:6]) + (left[6:] == right[6:])
    if same == 2 or edits(left, right, 2) == 2:
        return PARTIAL
    return DIFFERENT
