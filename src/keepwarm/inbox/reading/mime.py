"""Raw bytes to parts: a total reader. It never raises, never recurses, and looks at each byte a bounded number of times.

The parser of the standard library raises on hostile mail, and follows nesting as deep as it goes. What this one cannot
read stands in `problems`; the raw bytes are kept by the caller anyhow.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from keepwarm.inbox.reading.charsets import decode
from keepwarm.inbox.reading.headers import Headers, params_of, read_headers

MOST_BYTES = 8_000_000
"""Bytes of a mail that are read for their meaning: the words come first, what is cut off are attachments. Our choice."""
MOST_PARTS = 200
DEEPEST = 12
HEAD = 400_000
"""Bytes of the head of a mail or part that are looked at."""
LONGEST_TEXT = 400_000
"""Bytes of one part that are read as text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf: what is no multipart. `body` is as it was sent, still encoded; an attached mail is a leaf too."""

    headers: Headers
    body: bytes
    content_type: str = "text/plain"
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def filename(self) -> str:
        """The name an attachment was given; "" for what is shown in the mail itself."""
        disposition, params = params_of(self.headers.get("content-disposition"))
        name = params.get("filename", "") or self.params.get("name", "")
        return name[:200] or ("attachment" if disposition == "attachment" else "")

    def content(self) -> bytes:
        """The body, decoded; bytes that are not what they say stay as they were."""
        how = self.headers.get("content-transfer-encoding").lower()
        if "base64" in how:
            return _base64(self.body[: LONGEST_TEXT * 2])
        if "quoted" in how:
            return quopri.decodestring(self.body[: LONGEST_TEXT * 2])
        return self.body[: LONGEST_TEXT * 2]

    def text(self) -> str:
        """The content as text, in the charset it names or the one it is in."""
        return decode(self.content()[:LONGEST_TEXT], self.params.get("charset", ""))


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail taken apart. `problems`: what could not be read as it should, as words of a closed list."""

    headers: Headers
    content_type: str
    params: Mapping[str, str]
    parts: tuple[Part, ...]
    size: int
    problems: tuple[str, ...] = ()


def read_mail(raw: bytes) -> Mail:
    """Take a mail apart. Total: any bytes give a Mail."""
    problems: list[str] = []
    if len(raw) > MOST_BYTES:
        problems.append("too_big")
    plain = raw[:MOST_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")
    if plain[:5] == b"From " or plain[:6] == b">From ":
        plain = plain.partition(b"\n")[2]
    headers, body = _split(plain)
    main, params = params_of(headers.get("content-type") or "text/plain")
    parts = tuple(_leaves(headers, body, problems))
    if not headers.rows:
        problems.append("no_headers")
    return Mail(headers, main, params, parts, len(raw), tuple(dict.fromkeys(problems)))


def _split(raw: bytes) -> tuple[Headers, bytes]:
    """Head and body, which begins after the first empty line."""
    if raw[:1] == b"\n":
        return Headers(), raw[1:]
    end = raw.find(b"\n\n", 0, HEAD)
    if end < 0:
        return read_headers(raw[:HEAD]), b""
    return read_headers(raw[:end]), raw[end + 2 :]


def _leaves(headers: Headers, body: bytes, problems: list[str]) -> Iterator[Part]:
    """Every leaf in reading order; nesting and number are bounded, and what is beyond stays a leaf or is left out."""
    waiting: list[tuple[Headers, bytes, int]] = [(headers, body, 0)]
    given = 0
    while waiting:
        head, content, depth = waiting.pop()
        main, params = params_of(head.get("content-type") or "text/plain")
        pieces = None
        if main.startswith("multipart/") and params.get("boundary"):
            if depth < DEEPEST:
                pieces = _pieces(content, params["boundary"], problems)
            else:
                problems.append("too_deep")
        if pieces:
            waiting.extend((*_split(piece), depth + 1) for piece in reversed(pieces))
            if len(waiting) + given > MOST_PARTS:
                problems.append("too_many_parts")
                del waiting[: len(waiting) + given - MOST_PARTS]
            continue
        given += 1
        yield Part(head, content, "text/plain" if main.startswith("multipart/") else main, params)


def _pieces(body: bytes, boundary: str, problems: list[str]) -> list[bytes]:
    """What stands between the boundaries, without the words before the first and after the last."""
    mark = b"--" + boundary.rstrip().encode("utf-8", "replace")
    pieces: list[bytes] = []
    start = None
    for at, is_last in _marks(body, mark):
        if start is not None:
            pieces.append(body[start : max(at - 1, start)])
        if is_last or len(pieces) >= MOST_PARTS:
            return pieces
        end = body.find(b"\n", at)
        start = end + 1 if end >= 0 else len(body)
    if start is None:
        problems.append("no_boundary")
        return []
    problems.append("broken_off")
    return [*pieces, body[start:]]


def _marks(body: bytes, mark: bytes) -> Iterator[tuple[int, bool]]:
    """Where the boundary stands at the beginning of a line, and whether it is the closing one."""
    at = body.find(mark)
    while at >= 0:
        after = at + len(mark)
        if (at == 0 or body[at - 1 : at] == b"\n") and re.match(rb"(?:--)?[ \t]*(?:\n|$)", body[after : after + 80]):
            yield at, body[after : after + 2] == b"--"
        at = body.find(mark, after)


def _base64(raw: bytes) -> bytes:
    """Decode what can be decoded: letters that do not belong are passed over."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return raw
