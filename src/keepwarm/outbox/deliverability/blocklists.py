"""Blocklists that are asked by DNS: is our server, or the domain, on one? A list that refuses to answer us says nothing."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from keepwarm.outbox.deliverability.asking import Asks, Status
from keepwarm.outbox.deliverability.spf import Ip


@dataclass(frozen=True, slots=True)
class Blocklist:
    """A list: its zone, what stands on it, and where one asks to be taken off."""

    zone: str
    of: str  # ip, domain
    page: str


LISTS = (
    Blocklist("zen.spamhaus.org", "ip", "https://check.spamhaus.org/"),
    Blocklist("bl.spamcop.net", "ip", "https://www.spamcop.net/bl.shtml"),
    Blocklist("b.barracudacentral.org", "ip", "https://www.barracudacentral.org/rbl/removal-request"),
    Blocklist("dbl.spamhaus.org", "domain", "https://check.spamhaus.org/"),
)
"""The lists that large receivers are known to ask. Named from memory on 22 November 2026: look whether each is still kept."""
REFUSALS = ipaddress.ip_network("127.255.255.0/24")
"""What Spamhaus answers to whoever asks through a public resolver or too often: no verdict."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one list says of one address or domain. `state`: listed, clean, refused, unreachable."""

    blocklist: Blocklist
    what: str
    state: str
    codes: tuple[str, ...] = ()


def read_lists(asks: Asks, ips: tuple[Ip, ...], domain: str, lists: tuple[Blocklist, ...] = LISTS) -> list[Listing]:
    """What every list says of the server's public addresses and of the domain."""
    wanted = [(one, str(ip), _reversed(ip)) for one in lists if one.of == "ip" for ip in ips if ip.is_global]
    wanted += [(one, domain, domain) for one in lists if one.of == "domain"]
    return [_look(asks, one, what, f"{name}.{one.zone}") for one, what, name in wanted]


def _look(asks: Asks, one: Blocklist, what: str, name: str) -> Listing:
    answer = asks.ask(name, "A")
    if answer.status == Status.UNREACHABLE:
        return Listing(one, what, "unreachable")
    codes = answer.texts
    if any(ipaddress.ip_address(code) in REFUSALS for code in codes):
        return Listing(one, what, "refused", codes)
    return Listing(one, what, "listed" if any(code.startswith("127.") for code in codes) else "clean", codes)


def _reversed(ip: Ip) -> str:
    """The address backwards, as lists write it: 4.3.2.1, or the nibbles of an IPv6 address."""
    return ip.reverse_pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")
