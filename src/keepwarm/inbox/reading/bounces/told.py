"""The words in which a bounce is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a mail did not arrive. HARD ones say that the address is of no use; OURS are about us, never about the address."""

    USER_UNKNOWN = "userunknown"
    HOST_UNKNOWN = "hostunknown"
    HAS_MOVED = "hasmoved"
    NOT_ACCEPT = "notaccept"
    MAILBOX_FULL = "mailboxfull"
    SUSPENDED = "suspend"
    FILTERED = "filtered"
    EXPIRED = "expired"
    NETWORK_ERROR = "networkerror"
    SYSTEM_ERROR = "systemerror"
    MAILER_ERROR = "mailererror"
    TOO_BIG = "mesgtoobig"
    EXCEED_LIMIT = "exceedlimit"
    CONTENT_ERROR = "contenterror"
    SPAM = "spamdetected"
    VIRUS = "virusdetected"
    POLICY = "policyviolation"
    AUTH_FAILURE = "authfailure"
    NOT_COMPLIANT = "notcompliantrfc"
    REQUIRE_PTR = "requireptr"
    BAD_REPUTATION = "badreputation"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    SECURITY = "securityerror"
    NO_RELAYING = "norelaying"
    TOO_MANY = "toomanyconn"
    SYNTAX_ERROR = "syntaxerror"
    ON_HOLD = "onhold"
    UNDEFINED = "undefined"
    DELIVERED = "delivered"
    FEEDBACK = "feedback"


HARD = frozenset({Reason.USER_UNKNOWN, Reason.HOST_UNKNOWN, Reason.HAS_MOVED, Reason.NOT_ACCEPT})
"""The address is of no use, unless the server said that it is for now (4.x.x)."""
OURS = frozenset(
    {
        Reason.SPAM,
        Reason.VIRUS,
        Reason.POLICY,
        Reason.AUTH_FAILURE,
        Reason.NOT_COMPLIANT,
        Reason.REQUIRE_PTR,
        Reason.BAD_REPUTATION,
        Reason.BLOCKED,
        Reason.REJECTED,
        Reason.SECURITY,
        Reason.NO_RELAYING,
        Reason.TOO_MANY,
        Reason.SYNTAX_ERROR,
        Reason.CONTENT_ERROR,
    }
)
"""What is said about our server, our sender or our words: nothing of it is held against the person."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What became of one mail to one recipient. `kind`: bounce, delayed, delivered or complaint.

    `recipient` is the address that the report names; `asked_for` the one we wrote to, where a server says that it passed the
    mail on. `status` is the enhanced code ("5.1.1"), `reply_code` the three digits of SMTP; "" when none was said.
    """

    recipient: str
    reason: Reason
    is_hard: bool = False
    kind: str = "bounce"
    status: str = ""
    reply_code: str = ""
    said: str = ""
    asked_for: str = ""
    feedback: str = ""  # of a complaint: abuse, opt-out, auth-failure …

    @property
    def is_ours(self) -> bool:
        """Whether it says something about us, and nothing about the address."""
        return self.reason in OURS
