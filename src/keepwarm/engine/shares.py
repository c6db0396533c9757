"""The range in which a share truly lies, as all that counts some of a few says it: Wilson's (1927), which holds for few and for none."""

from math import sqrt
from typing import Final

Z: Final = 1.96
"""95 of 100 such ranges hold the true share."""


def wilson(hits: float, count: float, *, z: float = Z) -> tuple[float, float]:
    """The low and the high end, 0 to 1, of the share of `hits` among `count`; of nobody: anything is possible."""
    if count <= 0:
        return 0.0, 1.0
    share = hits / count
    whole = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / whole
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / whole
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(hits: float, count: float, other_hits: float, other_count: float) -> tuple[float, float, float]:
    """By how much a share is above another, with the range of the difference (Newcombe 1998, method 10). Neither count is 0."""
    mine, other = hits / count, other_hits / other_count
    (low, high), (other_low, other_high) = wilson(hits, count), wilson(other_hits, other_count)
    ahead = mine - other
    return ahead, ahead - sqrt((mine - low) ** 2 + (other_high - other) ** 2), ahead + sqrt((high - mine) ** 2 + (other - other_low) ** 2)
