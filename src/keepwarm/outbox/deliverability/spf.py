"""SPF (RFC 7208): is this server among those that may send for the domain, and does asking so stay within ten look-ups?"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field

from keepwarm.outbox.deliverability.asking import Asks, Status

MOST_LOOKUPS = 10
MOST_VOID = 2
"""RFC 7208 section 4.6.4: look-ups of a record in all, and those among them that find nothing."""
COUNTED = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
QUALIFIERS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(slots=True)
class Spf:
    """What a record says of one server. `result`: none, pass, fail, softfail, neutral, permerror, temperror."""

    result: str = "none"
    records: tuple[str, ...] = ()
    lookups: int = 0
    voids: int = 0
    problems: list[str] = field(default_factory=list)  # words of PROBLEMS
    last: str = ""  # how the record of the domain itself ends: "-all", "~all", "?all", or ""


class _Broken(Exception):
    """A record that no receiver can read; the word says why."""


def read_spf(asks: Asks, domain: str, ip: Ip | None) -> Spf:
    """Judge `ip` by the record of `domain`. Without an address the record is read to its end, so that its look-ups are counted."""
    told = Spf()
    try:
        told.result = _judge(asks, domain, ip, told, outermost=True)
    except _Broken as problem:
        told.problems.append(str(problem))
        told.result = "temperror" if str(problem) == "unreachable" else "permerror"
    return told


def _judge(asks: Asks, domain: str, ip: Ip | None, told: Spf, *, outermost: bool = False) -> str:
    """As a receiver reads: the first term that matches decides, `redirect` only where none does."""
    record = _record(asks, domain, told, outermost=outermost)
    if record is None:
        return "none"
    terms = list(_terms(record))
    if outermost:
        told.last = next((f"{qualifier}all" for qualifier, name, _value in terms if name == "all"), "")
    for qualifier, name, value in terms:
        if name != "redirect" and _matches(asks, domain, ip, name, value, told):
            return QUALIFIERS[qualifier]
    return _redirected(asks, terms, ip, told)


def _redirected(asks: Asks, terms: list[tuple[str, str, str]], ip: Ip | None, told: Spf) -> str:
    """Another record that stands for the rest; beside an `all` it says nothing."""
    redirect = next((value for _qualifier, name, value in terms if name == "redirect"), "")
    if not redirect or any(name == "all" for _qualifier, name, _value in terms):
        return "neutral"
    _count(told)
    result = _judge(asks, redirect, ip, told)
    if result == "none":
        raise _Broken("missing_include")
    return result


def _record(asks: Asks, domain: str, told: Spf, *, outermost: bool) -> str | None:
    answer = asks.ask(domain, "TXT")
    if answer.status == Status.UNREACHABLE:
        raise _Broken("unreachable")
    records = tuple(text for text in answer.texts if text.lower().split(" ")[0] == "v=spf1")
    if outermost:
        told.records = records
    if len(records) > 1:
        raise _Broken("several")
    return records[0] if records else None


def _terms(record: str) -> Iterator[tuple[str, str, str]]:
    """Qualifier, name and value of each mechanism and of `redirect`; other modifiers are passed over."""
    for term in record.split()[1:]:
        qualifier = term[0] if term[0] in QUALIFIERS else "+"
        bare = term.removeprefix(qualifier)
        name, mark, value = bare.partition("=") if "=" in bare.partition(":")[0] else bare.partition(":")
        name, slash, prefix = name.partition("/")
        name = name.lower()
        if mark == "=" and name != "redirect":
            continue
        if name not in {*COUNTED, "all", "ip4", "ip6"}:
            raise _Broken("unreadable")
        yield qualifier, name, value + slash + prefix


def _count(told: Spf) -> None:
    told.lookups += 1
    if told.lookups > MOST_LOOKUPS:
        raise _Broken("too_many")


def _matches(asks: Asks, domain: str, ip: Ip | None, name: str, value: str, told: Spf) -> bool:
    if name in COUNTED:
        _count(told)
    if name == "all":
        return ip is not None  # without an address nothing ends the reading
    if name in {"ip4", "ip6"}:
        return _in_network(ip, value)
    if name == "include":
        result = _judge(asks, value, ip, told)
        if result == "none":
            raise _Broken("missing_include")
        return result == "pass"
    if name in {"a", "mx"}:
        return _names(asks, domain, ip, name, value, told)
    if name == "ptr":
        told.problems.append("ptr")
    return False  # `ptr` and `exists` are counted, and not followed: no house needs them to be taken


def _in_network(ip: Ip | None, value: str) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise _Broken("unreadable") from None
    return ip is not None and ip.version == network.version and ip in network


def _names(asks: Asks, domain: str, ip: Ip | None, name: str, value: str, told: Spf) -> bool:
    """`a` and `mx`, with a name of their own or the domain's, and a prefix length each for IPv4 and IPv6."""
    host, _slash, prefix = value.partition("/")
    host = host or domain
    hosts = [host]
    if name == "mx":
        answer = asks.ask(host, "MX")
        told.voids += answer.status in {Status.NONE, Status.NO_NAME}
        hosts = [text.partition(" ")[2] for text in answer.texts][:MOST_LOOKUPS]
    found = [text for one in hosts for text in addresses_of(asks, one)]
    told.voids += name == "a" and not found
    lengths = {4: prefix.partition("//")[0], 6: prefix.partition("//")[2] or prefix.partition("//")[0]}
    return any(_in_network(ip, f"{text}/{lengths[4 if '.' in text else 6]}".rstrip("/")) for text in found)


def addresses_of(asks: Asks, host: str) -> tuple[str, ...]:
    """The IPv4 and IPv6 addresses of a host."""
    return (*asks.ask(host, "A").texts, *asks.ask(host, "AAAA").texts)
