"""The fields of RFC 3464 and RFC 5965, wherever they stand: in a part of their own, or in the middle of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from keepwarm.inbox.reading.headers import addresses_in, read_headers
from keepwarm.inbox.reading.mime import Mail

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_OPENS = re.compile(r"^[ \t]{0,4}(?:final-recipient|original-recipient|x-actual-recipient)\s*:", re.IGNORECASE | re.MULTILINE)
REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/global-delivery-status",
        "message/xdelivery-status",
        "message/feedback-report",
    }
)
_RECEIPT = re.compile(r"^disposition\s*:[^;\n]{0,80};\s*(?:displayed|deleted|dispatched|processed|denied)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields about one recipient."""

    final: str = ""
    original: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)


def status_fields(mail: Mail, text: str) -> list[Fields]:
    """One for each recipient that the report has fields about, in order."""
    blocks = [block for part in mail.parts if part.content_type in REPORTS for block in _blocks(part.text())]
    if not blocks and _OPENS.search(text):
        blocks = _blocks(text)
    found = [fields for block in blocks if (fields := _fields(block))]
    return list({(one.final or one.original or str(place)): one for place, one in enumerate(found)}.values())


def receipts(mail: Mail) -> list[str]:
    """Who says that our mail was shown, or thrown away, to them (RFC 8098): either way it arrived."""
    said = [part.text() for part in mail.parts if part.content_type == "message/disposition-notification"]
    return [fields.final or fields.original for one in said if _RECEIPT.search(one) and (fields := _fields(one))]


def feedback_fields(mail: Mail) -> Mapping[str, list[str]] | None:
    """The fields of a complaint (ARF), each with all its values; None when there is none."""
    for part in mail.parts:
        if part.content_type == "message/feedback-report":
            rows: dict[str, list[str]] = {}
            for name, value in read_headers(part.content()):
                rows.setdefault(name, []).append(value)
            return rows
    return None


def _blocks(text: str) -> list[str]:
    """Fields of one recipient end at an empty line, or where the next begin."""
    return [block for block in re.split(r"\n[ \t]*\n", text) if _OPENS.search(block)]


def _fields(block: str) -> Fields | None:
    rows = dict(reversed(list(read_headers("\n".join(_unindented(block)).encode()))))
    final = _address(rows.get("final-recipient", ""))
    original = _address(rows.get("original-recipient", ""))
    status = _STATUS.search(rows.get("status", ""))
    if not (final or original or status or rows.get("action")):
        return None
    return Fields(
        final=final or _address(rows.get("x-actual-recipient", "")),
        original=original,
        action=rows.get("action", "").split(" ")[0].strip(";,()").lower(),
        status=status.group(1) if status else "",
        diagnostic=rows.get("diagnostic-code", "").partition(";")[2].strip() or rows.get("diagnostic-code", ""),
        rows=rows,
    )


def _unindented(block: str) -> list[str]:
    """Lines of fields, those that a program moved to the right brought back; folded ones stay folded."""
    return [re.sub(r"^[ \t]{1,8}(?=[A-Za-z-]{4,30}\s?:)", "", line) for line in block.split("\n")]


def _address(value: str) -> str:
    """The address of a field: "rfc822; someone@example.com"; "" when it names a file, a program or a phone."""
    kind, semicolon, rest = value.partition(";")
    said = rest if semicolon else kind
    if said.strip().strip('"').strip().startswith(("|", "/")):
        return ""
    return next(iter(addresses_in(said)), "")
