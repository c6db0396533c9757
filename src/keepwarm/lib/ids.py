"""References: how a row is named outside the house."""

import secrets
import string

REF_LENGTH = 12
"""Characters in a reference: 71 random bits, so that among a billion rows two are equal with odds of about 1 in 5,000."""

_ALPHABET = string.ascii_letters + string.digits


def new_ref() -> str:
    """A new random reference of 12 letters and digits, safe in a URL, an element id and a file name.

    It starts with a letter, so that it may stand alone as an element id and no spreadsheet reads it as a number.
    """
    return new_refs(1)[0]


def new_refs(count: int) -> list[str]:
    """`count` new references at once, drawn in bulk: for imports, where one by one would take longer than the rows."""
    refs: list[str] = []
    while len(refs) < count:
        refs.extend(_cut(secrets.token_bytes(2 * REF_LENGTH * (count - len(refs)))))
    return refs[:count]


def _cut(raw: bytes) -> list[str]:
    """References cut from random bytes; bytes that would favour some letters, and pieces led by a digit, are left out."""
    letters = raw.translate(_LETTER_OF_BYTE, _UNFAIR_BYTES).decode()
    pieces = (letters[i : i + REF_LENGTH] for i in range(0, len(letters) - REF_LENGTH + 1, REF_LENGTH))
    return [piece for piece in pieces if not piece[0].isdigit()]


_FAIR = 256 - 256 % len(_ALPHABET)
_LETTER_OF_BYTE = bytes(ord(_ALPHABET[i % len(_ALPHABET)]) for i in range(256))
_UNFAIR_BYTES = bytes(range(_FAIR, 256))
