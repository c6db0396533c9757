"""The head of a mail: names and values as they stand, encoded words decoded, addresses and dates read where they can be."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from keepwarm.inbox.reading.charsets import decode

MOST_HEADERS = 500
"""Header lines that are read; what follows is ignored. A real mail that crossed many servers has about a hundred."""
LONGEST = 16_000
"""Bytes of one header that are read."""
_WORD = re.compile(r"=\?([A-Za-z0-9_.:*-]{1,40})\?([bBqQ])\?([^?\s]{0,2000})\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\n]{1,80}(=\?)")
_NOT_IN = r"\s<>()\[\]\",:;@\\\u3000-\u3002\u300c\u300d\uff08\uff09\uff0c\uff1a-\uff1e"
"""What no address holds, also the wide marks of Chinese and Japanese text."""
ADDRESS = re.compile(r"(?:\"[^\"\s@<>]{1,64}\"|[^" + _NOT_IN + r"]{1,64})@[^" + _NOT_IN + r"]{1,190}\.?[^" + _NOT_IN + r".]")
_ENDING = re.compile(r"(?<=[a-z0-9])(?:['’][^@.]{0,12}|[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\uac00-\ud7a3\u4e00-\u9fff].*)$")
"""What a language writes right behind an address: a particle in Korean or Japanese, "'e" in Turkish."""
_NAME = re.compile(rb"^[!-9;-~]{1,76}$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Also what turns the direction of the letters round: a subject would read as another."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Headers in their order; names in lower case, values unfolded and decoded."""

    rows: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The first value of that name; "" without one."""
        return next((value for key, value in self.rows if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of that name, in order."""
        return [value for key, value in self.rows if key == name]

    def has(self, name: str) -> bool:
        """Whether it is there, even empty."""
        return any(key == name for key, _ in self.rows)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.rows)


def read_headers(raw: bytes) -> Headers:
    """Read header lines; a line that is none is left out. `raw` has bare line feeds, and no body."""
    rows: list[tuple[str, bytearray]] = []
    for line in raw.split(b"\n"):
        if line[:1] in {b" ", b"\t"}:
            if rows and len(rows[-1][1]) < LONGEST:
                rows[-1][1].extend(b"\n" + line[:LONGEST])
            continue
        name, colon, value = line.partition(b":")
        if colon and _NAME.match(name.rstrip()):
            rows.append((name.rstrip().decode("ascii").lower(), bytearray(value[:LONGEST])))
        if len(rows) >= MOST_HEADERS:
            break
    return Headers(tuple((name, decode_words(decode(bytes(value)))) for name, value in rows))


def decode_words(text: str) -> str:
    """Encoded words (RFC 2047) decoded, white space made single, control characters taken out."""
    if "=?" in text:
        text = _WORD.sub(_decoded, _BETWEEN.sub(r"\1\2", text))
    return _CONTROL.sub("", " ".join(text.split()))


def _decoded(found: re.Match[str]) -> str:
    charset, how, word = found.groups()
    try:
        raw = base64.b64decode(word + "=" * (-len(word) % 4)) if how in "bB" else quopri.decodestring(word.replace("_", " "), header=False)
    except (binascii.Error, ValueError):
        return word
    return decode(raw, charset.partition("*")[0])


def addresses_in(text: str) -> list[str]:
    """Every email address in `text`, in lower case but for nothing else, each once and in order."""
    return list(dict.fromkeys(bare(found.group()) for found in ADDRESS.finditer(text[:LONGEST])))


def bare(found: str) -> str:
    """An address in lower case without what stands right behind it and is none of it."""
    name, _, domain = found.strip(".'").lower().rpartition("@")
    return f"{name}@{_ENDING.sub('', domain)}"


def name_and_address(value: str) -> tuple[str, str]:
    """The name and the address of a From or a To; ("", "") when none is there. Of several the first."""
    found = addresses_in(value)
    if not found:
        return "", ""
    start = value.lower().find(found[0])
    name = value[:start].rstrip(" <").strip().strip("\"'").strip()
    if not name and (said := re.search(r"\(([^()]{1,120})\)", value[start:])):
        name = said.group(1)
    return name[:200], found[0]


def date_of(value: str) -> datetime | None:
    """The moment of a Date header, in UTC; None when it cannot be read. Without a zone it is taken as UTC."""
    try:
        said = parsedate_to_datetime(value[:200])
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except Exception:  # noqa: BLE001 - the standard library raises half a dozen kinds here
        return None


def ids_in(values: Sequence[str]) -> tuple[str, ...]:
    """Message-IDs without their angle brackets, in order, each once."""
    found = [one for value in values for one in re.findall(r"<([^<>\s]{3,250})>", value)]
    return tuple(dict.fromkeys(found))


def params_of(value: str) -> tuple[str, Mapping[str, str]]:
    """The main value of a Content-Type or Content-Disposition in lower case, and its parameters."""
    main, _, rest = value.strip().partition(";")
    main, _, more = main.partition(" ")  # some forget the semicolon
    found = re.findall(r"([\w*.-]{1,40})\s*=\s*(?:\"([^\"]{0,500})\"|([^\s;\"]{0,500}))", f"{more};{rest}")
    return main.strip().lower(), {key.lower().rstrip("*"): quoted or plain for key, quoted, plain in found}
