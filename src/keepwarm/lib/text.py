"""Text: its folded form, by which it is compared and found; the usual parts of a name; small parts in one line; numbers from outside."""

import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart although people write them both ways.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"})
_ROUNDS = 4  # folding twice is nearly always enough; a few compatibility letters need a third round
_PARTICLES = frozenset("van von de der den del della di da dos du la le ten ter bin ibn al el st".split())


def fold(text: str) -> str:
    """`text` without case, accents and needless blanks; folding what is folded changes nothing.

    Case folding, then NFKD without its marks, then single blanks between words: "  Straße  MÜLLER" is "strasse muller".
    """
    if text.isascii():
        return " ".join(text.lower().split())
    return _fold_any(text)


@lru_cache(maxsize=16384)
def _fold_any(text: str) -> str:
    for _ in range(_ROUNDS):
        folded = _bare(text)
        if folded == text:
            break
        text = folded
    return " ".join(text.split())


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def digits_of(text: str) -> str:
    """The ASCII digits of `text`, in order: what is left of a phone number however it is written."""
    return "".join(letter for letter in text if "0" <= letter <= "9")


def join_name(given: str, family: str) -> str:
    """The usual full name of two parts, either of which may be empty."""
    return " ".join(f"{given} {family}".split())


def split_name(full: str) -> tuple[str, str]:
    """Given and family name of a full one: "Ada Lovelace", "Lovelace, Ada", "Ludwig van Beethoven".

    The last word is the family name, together with particles before it; a single word is a family name.
    """
    if "," in full:
        family, _, given = full.partition(",")
        if family.strip() and given.strip():
            return " ".join(given.split()), " ".join(family.split())
    words = full.replace(",", " ").split()
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return " ".join(words[: max(first, 0)]), " ".join(words[max(first, 0) :])


def joined(*parts: str) -> str:
    """What there is to say in one line, parted by dots; what is empty is left out."""
    return " · ".join(part for part in parts if part)


def read_number(text: str | None, *, most: int = 2**62) -> int | None:
    """The whole number in an address or a hidden field, in plain digits; None where there is none, or one above `most`.

    As a rule `most` is what either database can look for as a key.
    """
    if not text or len(text) > 19 or not (text.isascii() and text.isdecimal()):
        return None
    number = int(text)
    return number if number <= most else None
