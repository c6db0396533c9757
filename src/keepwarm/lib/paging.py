"""Where a page of a list ends, as a key in an address: the next page is read from an index, however far down it lies.

A key comes back from outside: whatever is none begins the list anew.
"""

from datetime import UTC, datetime
from typing import Final

_MOMENT: Final = "%Y%m%dT%H%M%S.%f"
_MOST: Final = 2**62  # what either database holds as a key


def key_of(at: datetime, pk: int) -> str:
    """The key of a page whose last row stands at a moment; `pk` tells rows of one moment apart."""
    return f"{at.astimezone(UTC):{_MOMENT}}-{pk}"


def read_key(key: str) -> tuple[datetime, int] | None:
    """The moment, in UTC, and the pk in a key; None when it is none."""
    moment, _dash, pk = key.rpartition("-")
    try:
        return datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC), min(int(pk), _MOST)
    except ValueError:
        return None
