"""The steps of handing a message over by SMTP, and how they may end: answered, refused, broken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """How far a try came."""

    CONNECT = "connect"
    GREETING = "greeting"
    TLS = "tls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


OF_THE_ACCOUNT = frozenset({Step.CONNECT, Step.GREETING, Step.TLS, Step.AUTH})
"""What goes wrong there concerns the account, not the message."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer: code, and its lines in one."""

    code: int
    text: str

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 400

    @property
    def is_temporary(self) -> bool:
        return 400 <= self.code < 500


class Refused(Exception):
    """The server said no, at a step at which nothing was sent."""

    def __init__(self, step: Step, reply: Reply) -> None:
        super().__init__(f"{reply.code} {reply.text}")
        self.step, self.reply = step, reply


class Broke(Exception):
    """The line broke, or the server said nothing in time, or nothing that SMTP knows."""

    def __init__(self, step: Step, what: str) -> None:
        super().__init__(what)
        self.step, self.what = step, what


class CannotCarry(Exception):
    """The server lacks what this message needs (SMTPUTF8)."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. Those of RFC 5321, section 4.5.3.2, are minima; a shorter wait for the dot would leave more uncertain."""

    connect: float = 30.0
    reply: float = 300.0
    block: float = 180.0
    dot: float = 600.0


@dataclass(frozen=True, slots=True)
class Server:
    """Whom to speak to. `secret` is open here, and is never logged."""

    host: str
    port: int
    security: str
    user: str = ""
    secret: str = ""
