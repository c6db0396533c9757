"""One POST to an address that somebody set: with a limit of time, without redirects, and outside only where everybody may go."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult

from keepwarm.content.feeds.addresses import is_public
from keepwarm.content.feeds.fetching import FetchFailed, Limits, checked_url, open_line
from keepwarm.courier.models import Attempt
from keepwarm.courier.protocol import outcome_of

SECONDS: Final = 15.0
LONGEST_ANSWER: Final = 16_384  # bytes that are read of it
AGENT: Final = "Keepwarm courier"
Outcome = Attempt.Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try. `code` 0: none came. `wished`: how long the other side asks us to wait. `their_ref`: its name for it."""

    outcome: str
    code: int = 0
    said: str = ""
    wished: timedelta | None = None
    their_ref: str = ""


def may_be_asked_inside(address: str) -> bool:
    """An address of our own machine or network; never the one where clouds keep the keys of a machine, nor a group of machines."""
    try:
        found = ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    return not (found.is_link_local or found.is_multicast or found.is_unspecified)


def limits_of(*, is_inside: bool, seconds: float = SECONDS) -> Limits:
    """Any port, since an admin sets it; which addresses depends on where it lies."""
    return Limits(seconds=seconds, redirects=0, allows=may_be_asked_inside if is_inside else is_public, ports=None)


def post(url: str, raw: bytes, headers: Mapping[str, str], *, is_inside: bool, now: datetime, seconds: float = SECONDS) -> Answer:
    """Post `raw`, JSON. Never raises for anything the net does.

    Until all bytes left nothing has arrived, so the try is for later; after that, no answer means that nobody knows.
    """
    limits, deadline = limits_of(is_inside=is_inside, seconds=seconds), time.monotonic() + seconds
    try:
        parts = checked_url(url, limits)
        line, opened = open_line(parts, limits, deadline)
    except FetchFailed as failed:
        outcome = Outcome.CLOSED if failed.trouble in {"private", "no_web"} else Outcome.LATER
        return Answer(outcome, said=failed.trouble)
    except (OSError, http.client.HTTPException, ValueError) as broken:
        return Answer(Outcome.LATER, said=_words(broken))
    try:
        return _converse(line, parts, raw, headers, now)
    finally:
        opened.close()


def _converse(line: http.client.HTTPConnection, parts: SplitResult, raw: bytes, headers: Mapping[str, str], now: datetime) -> Answer:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    ours = {"User-Agent": AGENT, "Content-Type": "application/json", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        line.request("POST", target, body=raw, headers={**ours, **headers})
    except (OSError, http.client.HTTPException, ValueError) as broken:
        return Answer(Outcome.LATER, said=_words(broken))
    try:
        response = line.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as broken:
        return Answer(Outcome.UNCERTAIN, said=_words(broken))
    text = _read(response)
    return Answer(outcome_of(response.status), response.status, _shown(text), _wished(response, now), _their_ref(text))


def _read(response: http.client.HTTPResponse) -> str:
    """The answer counts by its number; that its text breaks off changes nothing."""
    try:
        return response.read(LONGEST_ANSWER).decode("utf-8", errors="replace")
    except (OSError, http.client.HTTPException):
        return ""


def _shown(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:300]


def _their_ref(text: str) -> str:
    """`{"id": "…"}` of an answer, when there is one."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    found = said.get("id") if isinstance(said, dict) else None
    return _shown(str(found))[:120] if isinstance(found, str | int) and not isinstance(found, bool) else ""


def _wished(response: http.client.HTTPResponse, now: datetime) -> timedelta | None:
    """`Retry-After`: seconds, or a date."""
    said = (response.headers.get("Retry-After") or "").strip()
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said[:9]), 10**7))
    try:
        return max(parsedate_to_datetime(said) - now, timedelta())
    except (TypeError, ValueError):
        return None


def _words(broken: BaseException) -> str:
    return _shown(f"{type(broken).__name__} {broken}")
