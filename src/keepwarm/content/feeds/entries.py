"""The entries of a feed as plain values, from its bytes."""

from __future__ import annotations

import calendar
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

MOST = 200
LONGEST_URL = 1000
YEARS = range(1990, 2101)
"""In which something can have been published; a feed that says otherwise says nothing."""
_NUMBER = re.compile(rb"&#([xX][0-9a-fA-F]{1,40}|\d{1,40});")
_HALVES = re.compile(_NUMBER.pattern * 2)
WORDS_A_MINUTE = 200
"""How fast people read. Common practice."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `fingerprint` of its own id, else of its address; `published` in ISO form, "" when it does not say."""

    fingerprint: str
    title: str
    url: str
    teaser: str = ""
    minutes: int = 0
    published: str = ""


def read_entries(raw: bytes, url: str) -> tuple[str, list[Entry]] | None:
    """The name of the feed and its entries, as they stand in it; None when it is no feed."""
    import feedparser

    found: Any = feedparser.parse(_sound(raw), sanitize_html=True, resolve_relative_uris=False)
    if not found.get("entries") and (not found.get("version") or found.get("bozo")):
        return None
    entries = (_entry(one, url) for one in found["entries"][:MOST])
    return _plain(found["feed"].get("title", ""))[:120], [entry for entry in entries if entry is not None]


def _sound(raw: bytes) -> bytes:
    """With whole letters for those that were written as two halves, and a mark for numbers that are no letter: they end the parsing."""
    return _NUMBER.sub(_whole_letter, _HALVES.sub(_joined, raw))


def _joined(found: re.Match[bytes]) -> bytes:
    high, low = _number(found[1]), _number(found[2])
    is_pair = 0xD800 <= high < 0xDC00 <= low < 0xE000
    return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)) if is_pair else found[0]


def _whole_letter(found: re.Match[bytes]) -> bytes:
    number = _number(found[1])
    is_letter = number in {9, 10, 13} or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return found[0] if is_letter else b"&#xFFFD;"


def _number(digits: bytes) -> int:
    return int(digits[1:], 16) if digits[:1] in {b"x", b"X"} else int(digits)


def _entry(one: Any, base: str) -> Entry | None:
    url = _whole(base, str(one.get("link", "") or _enclosure(one)).strip())
    title = _plain(one.get("title", ""))[:200]
    if not url or not title:
        return None
    teaser = _plain(one.get("summary", ""))
    content = " ".join(_plain(part.get("value", "")) for part in one.get("content", [])[:3]) or teaser
    named = str(one.get("id") or url)
    fingerprint = hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()
    return Entry(fingerprint, title, url, _cut(teaser, 300), _minutes(one, content), _published(one))


def _whole(base: str, link: str) -> str:
    """The whole address; "" for what is none of the web, or holds a sign that no address has."""
    try:
        url = urljoin(base, link)
    except ValueError:
        return ""
    is_web = url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL
    return url if is_web and url.isprintable() and not any(letter.isspace() for letter in url) else ""


def _enclosure(one: Any) -> str:
    return next((str(part.get("href", "")) for part in one.get("enclosures", [])), "")


def _minutes(one: Any, content: str) -> int:
    """How long a podcast says it is, else how long its words take to read; of a teaser alone nothing is claimed."""
    said = str(one.get("itunes_duration", "")).strip()
    if re.fullmatch(r"\d{1,6}", said):
        return min(round(int(said) / 60), 10_000)
    if re.fullmatch(r"\d{1,3}(:\d{1,2}){1,2}", said):
        parts = [int(part) for part in said.split(":")]
        return min(parts[-2] + (parts[-3] * 60 if len(parts) > 2 else 0), 10_000)
    words = len(content.split())
    return min(max(1, round(words / WORDS_A_MINUTE)), 10_000) if words >= WORDS_A_MINUTE else 0


def _published(one: Any) -> str:
    when = one.get("published_parsed") or one.get("updated_parsed")
    try:
        at = datetime.fromtimestamp(calendar.timegm(when), UTC) if when else None
    except (OverflowError, ValueError, OSError, TypeError):
        return ""
    return at.isoformat() if at is not None and at.year in YEARS else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _plain(html: Any) -> str:
    reader = _Words()
    reader.feed(str(html)[:100_000])
    reader.close()
    said = "".join(reader.said).encode("utf-8", "ignore").decode()  # halves of letters, which no database keeps
    return " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.append(" ")

    def handle_data(self, data: str) -> None:
        self.said.append(data)
