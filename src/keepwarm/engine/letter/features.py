"""What a sentence looks like to the judge of purposes: words, pairs of words, pieces of words, and turns of phrase, hashed into columns.

Everything is taken from folded text, so that case and accents make no difference. The columns are CRC-32 of the feature's
name: the same on every machine, and no list of words needs to be shipped.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.letter.phrases import meanings_in
from keepwarm.lib.text import fold

COLUMNS: Final = 1 << 16
SHARES: Final[Mapping[str, float]] = {"w": 1.0, "b": 0.7, "c": 0.7, "p": 1.0}
"""How much each family of features counts: words, pairs, pieces, phrases. Chosen by hand on our own letters."""

LONGEST: Final = 2000
"""Characters of one sentence that are read; what is longer is no sentence."""

_TOKEN: Final = re.compile(r"[^\W_]+(?:'\w+)?|[?!€£$%:@]")
_DIGITS: Final = re.compile(r"\d+")
_PIECES: Final = (2, 3, 4, 5)
_PERSONS: Final[Mapping[str, frozenset[str]]] = {
    "we": frozenset("we us our ours wir uns unser unsere unserer unserem nous notre nos nosotros nuestro nuestra nossa nosso".split()),
    "i": frozenset("i me my i'm i've i'd i'll ich mir mich mein je j'ai mon yo mi eu meu minha".split()),
    "you": frozenset(
        (
            "you your yours you're you've sie ihr ihre ihnen ihrer du dir dich vous votre vos"
            " tu usted ustedes su sus voce seu sua senhor senhora"
        ).split()
    ),
}


def families_of(text: str) -> dict[str, Counter[str]]:
    """The features of one sentence with their counts, by family."""
    folded = fold(text[:LONGEST])
    tokens = [_DIGITS.sub("0", token) for token in _TOKEN.findall(folded)]
    words = ["<", *tokens, ">"]
    return {
        "w": Counter(words),
        "b": Counter(f"{left} {right}" for left, right in pairwise(words)),
        "c": Counter(piece for token in tokens for piece in _pieces(f" {token} ")),
        "p": Counter(_marks(folded, tokens)),
    }


def _pieces(token: str) -> Iterator[str]:
    for size in _PIECES:
        for start in range(len(token) - size + 1):
            yield token[start : start + size]


def _marks(folded: str, tokens: list[str]) -> Iterator[str]:
    """Each meaning once, the first and the last of them, and the persons spoken of."""
    meanings = meanings_in(folded)
    present = set(tokens)
    yield from set(meanings)
    yield from (f"@{person}" for person, words in _PERSONS.items() if words & present)
    if meanings:
        yield f"first {meanings[0]}"
        yield f"last {meanings[-1]}"


def counts_of(text: str) -> dict[str, dict[int, int]]:
    """How often each column is met in a sentence, by family."""
    return {family: _hashed(family, counts) for family, counts in families_of(text).items()}


def together(counted: Sequence[Mapping[str, Mapping[int, int]]]) -> dict[str, Counter[int]]:
    """The counts of several sentences as if they were one."""
    summed: dict[str, Counter[int]] = {family: Counter() for family in SHARES}
    for counts in counted:
        for family, hashed in counts.items():
            summed[family].update(hashed)
    return summed


def _hashed(family: str, counts: Counter[str]) -> dict[int, int]:
    hashed: dict[int, int] = {}
    for name, count in counts.items():
        column = zlib.crc32(f"{family} {name}".encode()) % COLUMNS
        hashed[column] = hashed.get(column, 0) + count
    return hashed


def weigh(counts: Mapping[str, Mapping[int, int]], rarity: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Columns and values for what was counted. Each family has length 1 before its share; `rarity` weighs each column."""
    columns: list[int] = []
    values: list[float] = []
    for family, hashed in counts.items():
        weighed = {column: (1 + math.log(count)) * float(rarity[column]) for column, count in hashed.items()}
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        columns.extend(weighed)
        values.extend(SHARES[family] * value / length for value in weighed.values())
    return np.array(columns, dtype=np.int64), np.array(values)
