"""Asking the DNS: every answer is a tuple of texts, "there is none", or "it cannot be reached from here". Nothing is raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import dns.exception
import dns.rdatatype
import dns.resolver
from dns.name import EmptyLabel, LabelTooLong, NameTooLong

LONGEST = 3.0
"""Seconds for one question, all its tries together."""
GIVE_UP = 3
"""Questions in a row without an answer, after which the DNS counts as unreachable: nobody waits a minute for a page."""


class Status(StrEnum):
    """What became of a question. NONE: the name has no such record; NO_NAME: there is no such name."""

    FOUND = "found"
    NONE = "none"
    NO_NAME = "no_name"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Answer:
    """The records as texts: a TXT joined, a host without its last dot, an MX as "10 mail.example"."""

    status: Status
    texts: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the DNS answered at all."""
        return self.status != Status.UNREACHABLE


class Asks(Protocol):
    """Whoever answers questions to the DNS."""

    def ask(self, name: str, type_: str) -> Answer:
        """The records of this type at this name."""


class Dns:
    """The DNS as this machine reaches it, or at `servers`. Remembers what it asked: a check of many parts asks once."""

    def __init__(self, servers: Sequence[str] = (), *, port: int = 53, longest: float = LONGEST) -> None:
        self._resolver = dns.resolver.Resolver(configure=not servers)
        if servers:
            self._resolver.nameservers, self._resolver.port = list(servers), port
        self._resolver.lifetime, self._resolver.timeout = longest, max(longest / 2, 0.1)
        self._known: dict[tuple[str, str], Answer] = {}
        self._silent = 0  # questions in a row that nobody answered

    def ask(self, name: str, type_: str) -> Answer:
        """The records of this type at this name."""
        key = (name.lower().rstrip("."), type_)
        if key not in self._known:
            self._known[key] = self._ask(*key) if self._silent < GIVE_UP else Answer(Status.UNREACHABLE)
            self._silent = 0 if self._known[key].is_known else self._silent + 1
        return self._known[key]

    def _ask(self, name: str, type_: str) -> Answer:
        try:
            found = self._resolver.resolve(f"{name}.", type_, search=False)
        except dns.resolver.NXDOMAIN:
            return Answer(Status.NO_NAME)
        except (dns.resolver.NoAnswer, EmptyLabel, LabelTooLong, NameTooLong, UnicodeError):
            return Answer(Status.NONE)
        except (dns.exception.DNSException, OSError):
            return Answer(Status.UNREACHABLE)
        return Answer(Status.FOUND, tuple(sorted(_text(row, type_) for row in found)))


def open_dns() -> Asks:
    """The DNS of this machine; one that answers nothing where none is set up."""
    try:
        return Dns()
    except dns.resolver.NoResolverConfiguration:
        return Nowhere()


def see_whether_it_answers(asks: Asks, domain: str) -> Asks:
    """The same, or nothing where even the top of the domain is unknown: a network that is shut off often says of every name that
    there is none, and that would be told as missing records.
    """
    top = domain.rpartition(".")[2]
    return asks if asks.ask(top, "NS").status == Status.FOUND else Nowhere()


class Nowhere:
    """Where no DNS is set up."""

    def ask(self, name: str, type_: str) -> Answer:
        """Never anything."""
        return Answer(Status.UNREACHABLE)


def _text(row: object, type_: str) -> str:
    if type_ == "TXT":
        return b"".join(getattr(row, "strings", ())).decode("utf-8", "replace")
    if type_ == "MX":
        return f"{getattr(row, 'preference', 0)} {str(getattr(row, 'exchange', '')).rstrip('.')}"
    return str(row).rstrip(".")
