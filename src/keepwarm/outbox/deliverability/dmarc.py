"""DMARC (RFC 9989, May 2026): the record found by walking up the tree, the organization of a domain, and what is aligned with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from keepwarm.outbox.deliverability.asking import Asks, Status

MOST_LABELS = 8
AFTER_CUT = 7
"""RFC 9989: of a name with more than eight labels the walk goes on at seven, so that nobody is asked often."""
POLICIES = ("none", "quarantine", "reject")
OLD_TAGS = frozenset({"pct", "rf", "ri"})
"""Of RFC 7489; RFC 9989 took them out."""


@dataclass(frozen=True, slots=True)
class Dmarc:
    """The policy that receivers apply to a domain. `found_at` is where the record stands, "" when there is none."""

    domain: str
    organization: str
    found_at: str = ""
    policy: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    several: bool = False  # more than one record at the domain: receivers use none
    reachable: bool = True

    @property
    def is_testing(self) -> bool:
        """`t=y`: receivers act one step milder than it says."""
        return self.tags.get("t") == "y"


def read_dmarc(asks: Asks, domain: str) -> Dmarc:
    """The record that holds for mail from `domain`, and the domain of its organization."""
    walked = _walk(asks, domain)
    if any(one.unreachable for one in walked):
        return Dmarc(domain, domain, reachable=False)
    organization = _organization(domain, walked)
    own = next((one for one in walked if one.name == domain), None)
    of_org = next((one for one in walked if one.name == organization and one.tags), None)
    of_suffix = next((one for one in walked if one.tags.get("psd") == "y" and one.name != domain), None)
    several = own is not None and own.several
    chosen = (own if own and own.tags else None) or of_org or of_suffix
    if chosen is None:
        return Dmarc(domain, organization, several=several)
    policy = _policy(asks, domain, chosen)
    return Dmarc(domain, organization, chosen.name, policy, chosen.tags, chosen.text, several)


def is_aligned(asks: Asks, domain: str, other: str, *, strict: bool) -> bool:
    """Whether what `other` proves counts for mail from `domain`: the same name, or, unless strict, the same organization."""
    if domain == other or strict:
        return domain == other
    return _organization(domain, _walk(asks, domain)) == _organization(other, _walk(asks, other))


@dataclass(frozen=True, slots=True)
class _Stop:
    """One name of the walk, and the one record that stands there."""

    name: str
    tags: Mapping[str, str]
    text: str = ""
    several: bool = False
    unreachable: bool = False


def _walk(asks: Asks, domain: str) -> list[_Stop]:
    """From the domain up to its last label, or to the first record that says whether it is a public suffix."""
    labels, stops = domain.split("."), []
    while labels:
        stop = _look(asks, ".".join(labels))
        stops.append(stop)
        psd = stop.tags.get("psd")
        if stop.unreachable or psd == "n" or (psd == "y" and stop.name != domain):
            break
        labels = labels[-AFTER_CUT:] if len(labels) > MOST_LABELS else labels[1:]
    return stops


def _look(asks: Asks, name: str) -> _Stop:
    answer = asks.ask(f"_dmarc.{name}", "TXT")
    if answer.status == Status.UNREACHABLE:
        return _Stop(name, {}, unreachable=True)
    records = [text for text in answer.texts if _is_dmarc(text)]
    if len(records) != 1:
        return _Stop(name, {}, several=len(records) > 1)
    return _Stop(name, read_tags(records[0]), records[0])


def _is_dmarc(text: str) -> bool:
    name, mark, value = text.partition(";")[0].partition("=")
    return (name.strip(), mark, value.strip()) == ("v", "=", "DMARC1")


def read_tags(text: str) -> dict[str, str]:
    """The tags of a record, as DMARC and DKIM write them: `a=b; c=d`. The first of two of a name counts."""
    tags: dict[str, str] = {}
    for part in text.split(";"):
        name, mark, value = part.partition("=")
        if mark and name.strip():
            tags.setdefault(name.strip().lower(), value.strip())
    return tags


def _organization(domain: str, walked: list[_Stop]) -> str:
    """RFC 9989: where a record says it is no suffix; else one label below one that says it is; else the shortest with a record."""
    with_record = [one for one in walked if one.tags]
    for one in with_record:
        if one.tags.get("psd") == "n":
            return one.name
        if one.tags.get("psd") == "y" and one.name != domain:
            labels = domain.split(".")
            return ".".join(labels[-(one.name.count(".") + 2) :])
    return min((one.name for one in with_record), key=lambda name: name.count("."), default=domain)


def _policy(asks: Asks, domain: str, chosen: _Stop) -> str:
    """`p` at its own name; below it `np` for a name that does not exist, else `sp`, else `p`. Words we do not know count as none."""
    tags = chosen.tags
    policy = tags.get("p", "none")
    if chosen.name != domain:
        policy = tags.get("sp", policy)
        if "np" in tags and asks.ask(domain, "A").status == Status.NO_NAME:
            policy = tags["np"]
    return policy.lower() if policy.lower() in POLICIES else "none"
