"""Our own server as others meet it: its TLS, its certificate, and whether its address and its name point to each other."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from keepwarm.outbox.deliverability.asking import Asks, Status
from keepwarm.outbox.deliverability.spf import Ip, addresses_of

LONGEST = 5.0
"""Seconds to wait for the server's greeting, and for each of its answers."""


@dataclass(frozen=True, slots=True)
class Tls:
    """What came of opening the server: the version of TLS, or why there was none. `why`: refused, no_starttls, certificate, unreachable."""

    version: str = ""
    why: str = ""
    detail: str = ""


def try_tls(host: str, port: int, security: str) -> Tls:
    """Greet the server and begin TLS as the account is set up (`tls`, `starttls`, `plain`); nothing is sent and nobody signs in."""
    context = ssl.create_default_context()
    try:
        if security == "tls":
            with smtplib.SMTP_SSL(host, port, timeout=LONGEST, context=context) as line:
                return Tls(_version(line))
        with smtplib.SMTP(host, port, timeout=LONGEST) as line:
            line.ehlo()
            if not line.has_extn("starttls"):
                return Tls(why="no_starttls")
            line.starttls(context=context)
            return Tls(_version(line))
    except ssl.SSLCertVerificationError as problem:
        return Tls(why="certificate", detail=problem.verify_message)
    except (ssl.SSLError, smtplib.SMTPException) as problem:
        return Tls(why="refused", detail=str(problem)[:200])
    except OSError as problem:
        return Tls(why="unreachable", detail=str(problem)[:200])


def _version(line: smtplib.SMTP) -> str:
    return line.sock.version() or "" if isinstance(line.sock, ssl.SSLSocket) else ""


@dataclass(frozen=True, slots=True)
class Reverse:
    """An address, the names it points to, and whether one of them points back (FCrDNS)."""

    ip: str
    names: tuple[str, ...]
    points_back: bool
    reachable: bool


def read_reverse(asks: Asks, ip: Ip) -> Reverse:
    """From the address to its name and back again."""
    answer = asks.ask(ip.reverse_pointer, "PTR")
    if answer.status == Status.UNREACHABLE:
        return Reverse(str(ip), (), points_back=False, reachable=False)
    back = {one for name in answer.texts for one in _read_all(addresses_of(asks, name))}
    return Reverse(str(ip), answer.texts, ip in back, reachable=True)


def ips_of(asks: Asks, host: str) -> tuple[Ip, ...]:
    """The addresses of the server, itself when it is written as one."""
    return _read_all((host,)) or _read_all(addresses_of(asks, host))


def _read_all(texts: Sequence[str]) -> tuple[Ip, ...]:
    found: list[Ip] = []
    for text in texts:
        with suppress(ValueError):
            found.append(ipaddress.ip_address(text))
    return tuple(found)
