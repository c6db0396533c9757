"""Plain forms of what people type: case, accents, punctuation and spaces taken out before anything is compared."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
# What decomposition leaves alone but people write both ways.
_LETTERS: Final = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def plain(text: str) -> str:
    """Return `text` in lower case without accents, its words joined by single spaces.

    Text in a script without Latin letters is kept as it is, in lower case: it can still be equal.
    """
    low = text.lower()
    if low.isascii():
        if low.isalnum():
            return low
        return _NOT_WORD.sub(" ", low.replace("'", "")).strip()
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", low.translate(_LETTERS)) if not unicodedata.combining(letter))
    words = _NOT_WORD.sub(" ", bare.replace("'", "").replace("’", "")).strip()
    return words if len(words) * 2 >= len(bare.replace(" ", "")) else " ".join(low.split())


def edits(left: str, right: str, most: int) -> int:
    """Count insertions, deletions, substitutions and neighbours changed over; anything above `most` is `most` + 1."""
    return OSA.distance(left, right, score_cutoff=most)


def likeness(left: str, right: str) -> float:
    """Share of letters that need no edit, 0 to 1."""
    return OSA.normalized_similarity(left, right)


def opening_likeness(left: str, right: str) -> float:
    """Jaro-Winkler similarity, 0 to 1: kind to names that begin alike."""
    return JaroWinkler.similarity(left, right)


_SOUNDS: Final = str.maketrans(
    {
        **dict.fromkeys("aeiouyhw", ""),
        **dict.fromkeys("bpfv", "1"),
        **dict.fromkeys("cgjkqsxz", "2"),
        **dict.fromkeys("dt", "3"),
        "l": "4",
        **dict.fromkeys("mn", "5"),
        "r": "6",
        " ": "",
    }
)
_OPENINGS: Final = (("ph", "f"), ("kn", "n"), ("wr", "r"), ("ps", "s"), ("mac", "mc"))


@lru_cache(maxsize=32_768)  # a list has few names, many times
def sound(word: str) -> str:
    """Return a short code shared by words that sound alike (Soundex, with vowels never parting equal sounds).

    Empty for a word without a letter.
    """
    for spelled, heard in _OPENINGS:
        if word.startswith(spelled):
            word = heard + word[len(spelled) :]
            break
    if not word:
        return ""
    first = word[0]
    code = [first]
    last = first.translate(_SOUNDS)
    for digit in word[1:].translate(_SOUNDS):
        if digit != last:
            code.append(digit)
            last = digit
    return "".join(code[:4])
