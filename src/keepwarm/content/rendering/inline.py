"""Within a line: **strong**, *emphasis*, [words](address), and bare addresses. A backslash takes the next sign as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keepwarm.content.rendering.blocks import Line, Style, Words

_PIECE = re.compile(
    r"\\(?P<plain>[\\*\[\]!#>\-()_])"
    r"|\[(?P<words>[^\[\]\n]{1,300})\]\((?P<url>[^()\s]{1,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000}){0,3})\)"
    r"|\*\*(?P<strong>[^*\n]{1,2000})\*\*"
    r"|\*(?P<em>[^*\s][^*\n]{0,2000})\*"
    r"|(?P<bare>https?://[^\s<>\"\\*\[\]]{1,1000})"
)
_AFTER = ".,;:!?)'\u201d\u00bb\u2019"
"""Signs that end a sentence and no address."""


def read_line(text: str) -> Line:
    """The words of one line, in order."""
    return tuple(_joined(_words(text)))


def _words(text: str) -> Iterator[Words]:
    at = 0
    for found in _PIECE.finditer(text):
        yield Words(text[at : found.start()])
        yield from _one(found)
        at = found.end()
    yield Words(text[at:])


def _one(found: re.Match[str]) -> Iterator[Words]:
    if found["plain"]:
        yield Words(found["plain"])
    elif found["words"]:
        yield Words(_plain(found["words"]), url=found["url"])
    elif found["strong"]:
        yield Words(_plain(found["strong"]), Style.STRONG)
    elif found["em"]:
        yield Words(_plain(found["em"]), Style.EM)
    else:
        url = found["bare"].rstrip(_AFTER)
        yield Words(url, url=url)
        yield Words(found["bare"][len(url) :])


def _plain(text: str) -> str:
    return re.sub(r"\\([\\*\[\]!#>\-()_])", r"\1", text)


def _joined(words: Iterator[Words]) -> Iterator[Words]:
    """Neighbours of the same kind are one; empty ones are none."""
    last: Words | None = None
    for one in words:
        if not one.text:
            continue
        if last is not None and not last.url and not one.url and last.style == one.style:
            last = Words(last.text + one.text, last.style)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
