"""Notices of sending providers in JSON, as mail: bounces, complaints and deliveries by recipient."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from keepwarm.inbox.reading.bounces.codes import reply_in, status_in
from keepwarm.inbox.reading.bounces.judging import is_hard, judge
from keepwarm.inbox.reading.bounces.told import Bounce, Reason

_MOST = 100_000


def read_notice(text: str) -> list[Bounce]:
    """What a notice says of each recipient; [] when the text is no notice."""
    notice = _object(text)
    if isinstance(inner := notice.get("Message"), str):
        notice = _object(inner)
    said = str(notice.get("notificationType") or notice.get("eventType") or "").lower()
    reader = {"bounce": _bounces, "complaint": _complaints, "delivery": _deliveries}.get(said)
    detail = notice.get(said)
    return list(reader(detail)) if reader and isinstance(detail, Mapping) else []


def _object(text: str) -> Mapping[str, Any]:
    """The first JSON object in `text`; lines that were folded on the way are joined. {} when there is none."""
    start = text.find("{")
    if start < 0 or start > 200:
        return {}
    for whole in (text[start : start + _MOST], text[start : start + _MOST].replace("\n ", "").replace("\n", "")):
        try:
            found, _ = json.JSONDecoder(strict=False).raw_decode(whole)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, Mapping) else {}
    return {}


def _rows(detail: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    rows = detail.get(key)
    for row in rows[:100] if isinstance(rows, list) else []:
        if isinstance(row, Mapping) and row.get("emailAddress"):
            yield str(row["emailAddress"]).lower(), row
        elif isinstance(row, str):
            yield row.lower(), {}


def _bounces(detail: Mapping[str, Any]) -> Iterator[Bounce]:
    lasting = str(detail.get("bounceType")).lower() == "permanent"
    for address, row in _rows(detail, "bouncedRecipients"):
        said = str(row.get("diagnosticCode") or "").partition(";")[2].strip() or str(row.get("diagnosticCode") or "")
        status = status_in(said) or str(row.get("status") or "")
        reason = judge(said, "", status=status) if said or status else Reason.UNDEFINED
        hard = lasting and is_hard(reason, status=status, reply=reply_in(said), action="failed")
        yield Bounce(address, reason, hard, status=status, reply_code=reply_in(said), said=said[:500])


def _complaints(detail: Mapping[str, Any]) -> Iterator[Bounce]:
    for address, _ in _rows(detail, "complainedRecipients"):
        yield Bounce(address, Reason.FEEDBACK, kind="complaint", feedback=str(detail.get("complaintFeedbackType") or "abuse")[:40])


def _deliveries(detail: Mapping[str, Any]) -> Iterator[Bounce]:
    said = str(detail.get("smtpResponse") or "")[:500]
    for address, _ in _rows(detail, "recipients"):
        yield Bounce(address, Reason.DELIVERED, kind="delivered", status=status_in(said), reply_code=said[:3], said=said)
