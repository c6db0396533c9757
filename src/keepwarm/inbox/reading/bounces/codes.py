"""Reply codes, status codes, and at which step of the conversation a server said no."""

from __future__ import annotations

import re
from collections.abc import Mapping

from keepwarm.inbox.reading.bounces.told import Reason

_STATUS = re.compile(r"(?<![\d.])([245]\.[0-7]\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\w.:/\[-])([45][0-5]\d)(?=[ \-:#,.)\]]|$)(?![.]\d)", re.MULTILINE)

STATUS: Mapping[str, Reason] = {
    "1.0": Reason.USER_UNKNOWN,
    "1.1": Reason.USER_UNKNOWN,
    "1.2": Reason.HOST_UNKNOWN,
    "1.3": Reason.USER_UNKNOWN,
    "1.4": Reason.FILTERED,
    "1.6": Reason.HAS_MOVED,
    "1.7": Reason.REJECTED,
    "1.8": Reason.REJECTED,
    "1.9": Reason.SYSTEM_ERROR,
    "1.10": Reason.NOT_ACCEPT,
    "2.1": Reason.FILTERED,
    "2.2": Reason.MAILBOX_FULL,
    "2.3": Reason.TOO_BIG,
    "2.4": Reason.FILTERED,
    "3.1": Reason.MAILBOX_FULL,
    "3.2": Reason.NOT_ACCEPT,
    "3.3": Reason.SYSTEM_ERROR,
    "3.4": Reason.TOO_BIG,
    "3.5": Reason.SYSTEM_ERROR,
    "4.1": Reason.EXPIRED,
    "4.2": Reason.NETWORK_ERROR,
    "4.3": Reason.SYSTEM_ERROR,
    "4.4": Reason.HOST_UNKNOWN,
    "4.5": Reason.NETWORK_ERROR,
    "4.6": Reason.NETWORK_ERROR,
    "4.7": Reason.EXPIRED,
    "5.2": Reason.SYNTAX_ERROR,
    "5.3": Reason.EXCEED_LIMIT,
    "6.0": Reason.CONTENT_ERROR,
    "6.1": Reason.CONTENT_ERROR,
    "7.0": Reason.SECURITY,
    "7.1": Reason.REJECTED,
    "7.2": Reason.REJECTED,
    "7.7": Reason.POLICY,
    "7.8": Reason.SECURITY,
    "7.17": Reason.HAS_MOVED,
    "7.18": Reason.HOST_UNKNOWN,
    "7.20": Reason.AUTH_FAILURE,
    "7.21": Reason.AUTH_FAILURE,
    "7.22": Reason.AUTH_FAILURE,
    "7.23": Reason.AUTH_FAILURE,
    "7.24": Reason.AUTH_FAILURE,
    "7.25": Reason.REQUIRE_PTR,
    "7.26": Reason.AUTH_FAILURE,
    "7.27": Reason.NOT_ACCEPT,
    "7.28": Reason.SPAM,
    "7.509": Reason.AUTH_FAILURE,
}
"""Subject and detail of an enhanced status code: RFC 3463 and those registered since (RFC 5248, 6710, 7293, 7372, 7505)."""

_STEPS = (
    ("rcpt", r"no valid recipients|need rcpt|\(state 1[34]\)"),
    ("data", r"\(state 1[5-9]\)|end of data|(?:in reply to|after|following) data\b|after i sent the message|like our data"),
    ("rcpt", r"rcpt to|rcpt command|after rcpt|like recipient|rejected recipient|like our rcpt"),
    ("mail", r"(?:in reply to|after|following|>>>) mail from|mail from command|does not like sender|like our mail from"),
    (
        "greet",
        (
            r"refused to talk|initial connection|my name was rejected|(?:in reply to|after|following|>>>"
            r"|like our) ?(?:ehlo|helo)|greeting failed|after connect"
        ),
    ),
    ("data", r">>> data"),
)
_STEP = tuple((step, re.compile(pattern, re.IGNORECASE)) for step, pattern in _STEPS)


def status_in(text: str) -> str:
    """The first enhanced status code in `text` that says more than that it failed; otherwise the first; "" without one."""
    found = _STATUS.findall(text)
    return next((one for one in found if not is_vague(one)), found[0] if found else "")


def is_vague(status: str) -> bool:
    """Whether a status says no more than that it failed."""
    return status[1:] in {".0.0", ".5.0", ".3.0", ""}


def reply_in(text: str) -> str:
    """The first reply code of SMTP in `text`; "" without one."""
    found = _REPLY.search(text)
    return found.group(1) if found else ""


def reason_of(status: str) -> Reason | None:
    """What a status says by itself; None when it is vague or of no known meaning. A 5.7.x is always about us."""
    if status == "5.4.1":
        return Reason.REJECTED  # no host that did not answer, but one that denied access
    told = STATUS.get(status[2:])
    return Reason.REJECTED if told is None and status[1:3] == ".7" else told


def step_in(text: str) -> str:
    """At which step the server said no: greet, mail, rcpt, data; "" when nobody says."""
    return next((step for step, pattern in _STEP if pattern.search(text)), "")
