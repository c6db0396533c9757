"""From a letter to the bytes that travel: the same letter gives the same bytes, on any day and in any version of Python.

Lines end in CRLF. Every byte is ASCII but in headers of addresses that are not (SMTPUTF8): bodies travel as quoted-printable or
base64, so that no server needs 8BITMIME for them. Written by ourselves since `email.message` folds differently from one version
to the next, and takes some ten times as long.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from keepwarm.outbox.new import Attachment

_LINE = 76  # characters of a line of a body: RFC 2045
_FOLD = 78  # characters of a line of a header that is folded where it can be: RFC 5322
_WORD = 45  # bytes of text in one encoded word: 60 letters of base64, within the 75 of RFC 2047
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
HIGH = bytes(range(127, 256))
"""What a body must have encoded. Seldom: quoted-printable; often: base64."""
_DROPPED = bytes(code for code in range(32) if code not in b"\t\n")
_TO_QUOTE = re.compile(rb"(?m)=|\x7f|^From |^\.|[ \t]\r$|[^\r\n]{76}")
_PLAIN_KIND = re.compile(r"(?!message/|multipart/)[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}", re.IGNORECASE)
"""What a file may be called that travels as base64: a mail in a mail may not (RFC 2046, section 5.2.1)."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that the bytes are made of. Addresses are bare; `dated_at` is aware; lists of Message-IDs without brackets."""

    message_id: str
    dated_at: datetime
    boundary: str
    from_email: str
    to_email: str
    subject: str
    text: str
    from_name: str = ""
    to_name: str = ""
    reply_to: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    calendar: bytes = b""
    calendar_method: str = "REQUEST"
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    one_click_url: str = ""
    unsubscribe_mail: str = ""
    list_id: str = ""
    automatic: bool = False


def build(letter: Letter, ready: Sequence[Part] = ()) -> bytes:
    """The bytes of `letter`. Raises ValueError for a line break or a control character in what goes into a header.

    `ready`: the parts of its text and HTML, where they were made already (`casting`).
    """
    head = [_header(name, value) for name, value in _headers(letter) if value]
    part_head, body = _whole(letter, ready)
    return "".join([*head, "MIME-Version: 1.0\r\n", *part_head]).encode() + b"\r\n" + body


def _headers(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "Date", _dated(letter.dated_at, letter.dated_at.utcoffset())
    yield "From", _mailbox(letter.from_name, letter.from_email)
    yield "To", _mailbox(letter.to_name, letter.to_email)
    yield "Reply-To", letter.reply_to
    yield "Subject", _encoded(letter.subject)
    yield "Message-ID", f"<{letter.message_id}>"
    yield "In-Reply-To", f"<{letter.in_reply_to}>" if letter.in_reply_to else ""
    yield "References", " ".join(f"<{one}>" for one in letter.references)
    yield from _list_headers(letter)
    yield "Auto-Submitted", "auto-generated" if letter.automatic else ""


@lru_cache(maxsize=64)
def _dated(at: datetime, _offset: timedelta | None) -> str:
    """Kept, since letters of a mailing share theirs; with its offset, for the same moment is written in another zone otherwise."""
    return format_datetime(at)


def _list_headers(letter: Letter) -> Iterator[tuple[str, str]]:
    ways = [f"<{letter.one_click_url}>" if letter.one_click_url else "", letter.unsubscribe_mail and f"<mailto:{letter.unsubscribe_mail}>"]
    yield "List-Unsubscribe", ", ".join(way for way in ways if way)
    yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click" if letter.one_click_url.startswith("https:") else ""
    yield "List-Id", letter.list_id


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> str:
    """A line, folded where it can be; kept, since half of them are the same in all letters of a mailing."""
    if _FORBIDDEN.search(value):
        raise ValueError(f"a line break or a control character in {name}")
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + 1 + len(word) > _FOLD and line.strip() and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += " " + word
    return "\r\n".join([*lines, line]) + "\r\n"


def _mailbox(name: str, email: str) -> str:
    if not name:
        return email if not email.startswith("<") else ""
    if not name.isascii():
        return f"{_encoded(name)} <{email}>"
    if not _PLAIN_NAME.fullmatch(name):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name} <{email}>"


def _encoded(text: str) -> str:
    """Text for a header: as it is when it is ASCII and reads as no encoded word, else in encoded words of whole characters."""
    if text.isascii() and "=?" not in text:
        return text
    if _FORBIDDEN.search(text):
        raise ValueError("a line break or a control character in a header")
    return " ".join(f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in _pieces(text))


def _pieces(text: str) -> Iterator[bytes]:
    piece = b""
    for letter in text:
        raw = letter.encode()
        if len(piece) + len(raw) > _WORD:
            yield piece
            piece = b""
        piece += raw
    yield piece


Part = tuple[list[str], bytes]
"""Header lines and body; the body ends in CRLF."""


def _whole(letter: Letter, ready: Sequence[Part]) -> Part:
    ways = list(ready) or [_text_part("plain", letter.text), *([_text_part("html", letter.html)] if letter.html else [])]
    ways += [_calendar_part(letter)] if letter.calendar else []
    said = ways[0] if len(ways) == 1 else _joined("alternative", f"{letter.boundary}-a", ways)
    files = [_file_part(one) for one in letter.attachments]
    return _joined("mixed", f"{letter.boundary}-m", [said, *files]) if files else said


def _joined(how: str, boundary: str, parts: list[Part]) -> Part:
    pieces = [f"--{boundary}\r\n{''.join(head)}\r\n".encode() + body + b"\r\n" for head, body in parts]
    return [f'Content-Type: multipart/{how};\r\n boundary="{boundary}"\r\n'], b"".join([*pieces, f"--{boundary}--\r\n".encode()])


def _text_part(kind: str, text: str) -> Part:
    raw = with_crlf(text.encode())
    if in_base64(len(raw) - len(raw.translate(None, HIGH)), len(raw)):
        return [f"Content-Type: text/{kind}; charset=utf-8\r\n", "Content-Transfer-Encoding: base64\r\n"], _base64(raw)
    lines = raw if _is_plain(raw) else b"".join(quoted(line) + b"\r\n" for line in raw.split(b"\r\n")[:-1])
    return quoted_head(kind), lines


def quoted_head(kind: str) -> list[str]:
    """The header lines of a part in quoted-printable."""
    return [f"Content-Type: text/{kind}; charset=utf-8\r\n", "Content-Transfer-Encoding: quoted-printable\r\n"]


def in_base64(high: int, length: int) -> bool:
    """Whether a text travels as base64, by its bytes in HIGH and all its bytes."""
    return high * 6 > length


def with_crlf(raw: bytes) -> bytes:
    """Lines that end in CRLF, the last one too, and no control character but the tab."""
    unified = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n") + b"\n"
    return unified.translate(None, _DROPPED).replace(b"\n", b"\r\n")


def _is_plain(raw: bytes) -> bool:
    """Whether quoted-printable would leave it as it is, line by line; asked of the whole, for most letters are plain."""
    return raw.isascii() and _TO_QUOTE.search(raw) is None


def quoted(line: bytes) -> bytes:
    """One line as quoted-printable, in lines of at most 76; "From " at its beginning is quoted, for mailboxes that mind."""
    if (
        len(line) < _LINE
        and b"=" not in line
        and line.isascii()
        and not line.startswith((b"From ", b"."))
        and not line.endswith((b" ", b"\t"))
    ):
        return line
    coded = binascii.b2a_qp(line, quotetabs=False, istext=False).replace(b"=\r\n", b"=\n").replace(b"=\n", b"=\r\n")
    for begins, instead in ((b"From ", b"=46rom "), (b".", b"=2E")):
        if coded.startswith(begins):
            coded = instead + coded[len(begins) :]
    return coded


def _base64(raw: bytes) -> bytes:
    coded = base64.b64encode(raw)
    return b"".join(coded[start : start + _LINE] + b"\r\n" for start in range(0, len(coded), _LINE))


def _calendar_part(letter: Letter) -> Part:
    kind = f"Content-Type: text/calendar; charset=utf-8; method={letter.calendar_method}\r\n"
    return [kind, "Content-Transfer-Encoding: base64\r\n"], _base64(letter.calendar)


def _file_part(file: Attachment) -> Part:
    if _FORBIDDEN.search(file.name + file.media_type):
        raise ValueError("a line break or a control character in the name of an attachment")
    kind = file.media_type if _PLAIN_KIND.fullmatch(file.media_type) else "application/octet-stream"
    head = [
        f"Content-Type: {kind}\r\n",
        f"Content-Disposition: attachment;\r\n {_file_name(file.name)}\r\n",
        "Content-Transfer-Encoding: base64\r\n",
    ]
    return head, _base64(file.content)


def _file_name(name: str) -> str:
    """As RFC 2231 says; a long one in pieces, for a server breaks a line without end, and with it the signature."""
    coded = quote(name, safe="")
    if len(coded) <= _LINE - len("filename*=utf-8''"):
        return f"filename*=utf-8''{coded}"
    pieces = ["utf-8''"]
    for sign in re.findall("%..|.", coded):
        if len(pieces[-1]) > _WORD:
            pieces.append("")
        pieces[-1] += sign
    return ";\r\n ".join(f"filename*{number}*={piece}" for number, piece in enumerate(pieces))
