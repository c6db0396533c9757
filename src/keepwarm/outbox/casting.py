"""A mailing's text made ready once for all its letters: what is the same in each is encoded once, only lines with a place each time.

Gives the very bytes that `mime` would make of the filled text, or None where it cannot promise that; then `mime` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from keepwarm.outbox.mime import HIGH, Part, in_base64, quoted, quoted_head, with_crlf

_PLACE = re.compile(r"\{[a-z][a-z0-9_]*\}")
_IS_PLAIN = re.compile(r"[ -~]+").fullmatch
Fill = Callable[[str], str]
"""A line with its places filled; may raise."""


class Cast:
    """One part of a mail, "plain" or "html": lines that are encoded already, and lines with places, which are text."""

    def __init__(self, kind: str, pattern: str) -> None:
        self.kind = kind
        lines = pattern.rstrip("\n").split("\n")
        places = [bool(_PLACE.search(line)) for line in lines]
        self.holds = "\r" not in pattern and bool(lines[-1])
        self.pieces: list[bytes | str] = []
        self.high = self.length = 0
        for line, is_place in zip(lines, places, strict=True):
            self._put(line, is_place=is_place)

    def _put(self, line: str, *, is_place: bool) -> None:
        if is_place:
            self.pieces.append(line)
            return
        raw = with_crlf(line.encode())
        self._count(raw)
        made = quoted(raw[:-2]) + b"\r\n"
        if self.pieces and isinstance(last := self.pieces[-1], bytes):
            self.pieces[-1] = last + made
        else:
            self.pieces.append(made)

    def _count(self, raw: bytes) -> None:
        self.high += len(raw) - len(raw.translate(None, HIGH))
        self.length += len(raw)

    def part(self, fill: Fill) -> Part | None:
        """Header lines and body of the filled text; None where it must be made from the whole."""
        if not self.holds:
            return None
        high, length, made = self.high, self.length, []
        for piece in self.pieces:
            if isinstance(piece, bytes):
                made.append(piece)
                continue
            line = fill(piece)
            if _IS_PLAIN(line):  # nothing in it is dropped or high: nearly every line
                raw = line.encode() + b"\r\n"
            elif not line or "\n" in line or "\r" in line:
                return None
            else:
                raw = with_crlf(line.encode())
                high += len(raw) - len(raw.translate(None, HIGH))
            length += len(raw)
            made.append(quoted(raw[:-2]) + b"\r\n")
        return None if in_base64(high, length) else (quoted_head(self.kind), b"".join(made))


@lru_cache(maxsize=32)
def cast_of(kind: str, pattern: str) -> Cast:
    """The cast of a text; kept, since thousands of letters in a row are of the same one."""
    return Cast(kind, pattern)
