"""Bounces that follow no rule: who is meant, by how such reports are laid out, and what is said about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from keepwarm.inbox.reading.bounces.returned import Returned
from keepwarm.inbox.reading.headers import ADDRESS, addresses_in, bare
from keepwarm.inbox.reading.mime import Mail

_LEAD = re.compile(
    r"following (?:address|recipient|user|destin)|(?:address|recipient)\(?e?s?\)?|deliver|could(?:n't| not)"
    r"|unable|undeliver|was not|failed|reject|reach"
    r"|trouble|problem|error|empf(?:ä|ae)nger|zugestellt|zustell|destinata|destinat[aá]ri|remise|entrega"
    r"|consegna|bezorg|доставлен|получател"
    r"|送信|宛|配信|メールアドレス|收件人|送达",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:recipient(?: address)?|rcpt ?to|(?:e-?mail )?address|user|empf(?:ä|ae)nger|destinatario|destinataire"
    r"|mailing list|group)\s*[:=]?\s*[<\"']?$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:mail from|from|sender|reply-to|contact|postmaster at|write to|help|support|by|id)\s*[:=]?\s*[<\"'(]?$|mailto:$", re.IGNORECASE
)
_TO_WHOM = re.compile(r"(?:\b(?:to|an|aan|à|a|al|till?|do|para|per)|:)\s*[<\"']?$", re.IGNORECASE)
_NAMED = re.compile(r"^\s*[^\W\d_][^:;<>()@]{0,60}[(<]$")
"""A name, and nothing else, before the address of whoever bears it."""
_CODED = re.compile(r"^\s*[45]\d\d[ -](?:[45]\.\d\.\d{1,3} )?(?=<)")
"""A server's code before the address that it is about."""
_NOBODYS = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-daemon|abuse|no-?reply|owner-|.*-(?:request|help|ctl|admin|subscribe"
    r"|unsubscribe))@?",
    re.IGNORECASE,
)
_MOST = 60  # addresses of a report that are weighed
ENOUGH = 4
_AFTER = 14  # lines below an address that speak of it


@dataclass(slots=True)
class Named:
    """An address in a report, how likely it is the one that failed, and the lines about it."""

    address: str
    weight: int
    at: int
    about: str = ""
    by_layout: int = 0


def failed_recipients(mail: Mail, report: str, returned: Returned) -> list[Named]:
    """Those who did not get it, in the order of the report; empty when nobody can be named with some certainty."""
    lines = report.split("\n")[:400]
    given = addresses_in(",".join(mail.headers.all("x-failed-recipients")))
    ours = {
        *addresses_in(",".join(mail.headers.all("to") + mail.headers.all("delivered-to") + mail.headers.all("envelope-to"))),
        *returned.senders,
    }
    theirs = {*returned.recipients, *given}
    found: dict[str, Named] = {}
    for at, line in enumerate(lines):
        for one in _named(lines, at, line, ours - theirs, theirs):
            if one.address not in found or found[one.address].weight < one.weight:
                found[one.address] = one
    for address in given:
        found.setdefault(address, Named(address, ENOUGH, len(lines))).weight += 10
    best = max((one.weight for one in found.values()), default=0)
    if best < ENOUGH:
        found = _at_last(found, ours, returned)
    best = max((one.weight for one in found.values()), default=0)
    laid_out = max((one.by_layout for one in found.values() if one.weight >= best - 4), default=0)
    kept = [one for one in found.values() if one.weight >= max(ENOUGH, best - 3) or (not given and one.by_layout >= max(ENOUGH, laid_out))]
    return _with_words(sorted(kept, key=lambda one: one.at)[:50], lines)


def _at_last(found: dict[str, Named], ours: set[str], returned: Returned) -> dict[str, Named]:
    """The only one whom the returned mail was for; ourselves, where the layout says so, for people do write to themselves; any other,
    in whatever language they are spoken of."""
    if len(returned.recipients) == 1:
        return {one: Named(one, ENOUGH, found[one].at if one in found else 0) for one in returned.recipients}
    own = {
        one.address: replace(one, weight=one.weight + 7) for one in found.values() if one.address in ours and one.weight + 7 >= ENOUGH + 2
    }
    if own:
        return own
    strangers = [one for one in found.values() if one.address not in ours and not _NOBODYS.match(one.address)]
    others = {one.address: replace(one, weight=ENOUGH) for one in strangers if one.weight > 0 or len(strangers) == 1}
    return others or {one: Named(one, ENOUGH, 0) for one in returned.recipients[:1]}


def _named(lines: Sequence[str], at: int, line: str, ours: set[str], theirs: set[str]) -> list[Named]:
    """The addresses of a line with their weights."""
    named = []
    for found in list(ADDRESS.finditer(line[:1_000]))[:_MOST]:
        address = bare(found.group())
        before, after = line[: found.start()], line[found.end() :]
        weight = _by_place(before, after) + _by_lead(lines, at, before)
        weight -= 7 * (address in ours) + 8 * bool(_NOBODYS.match(address)) + 5 * bool(_OTHERS.search(before))
        named.append(Named(address, weight + 4 * (address in theirs), at, by_layout=weight))
    return named


def _by_place(before: str, after: str) -> int:
    """An address that opens its line, or stands behind its label, or alone, is what the line is about."""
    opens = not _CODED.sub("", before).strip(" \t<\"'*-•>#([")
    weight = 3 if opens or _LABEL.search(before) else 2 if _TO_WHOM.search(before) else 0
    alone = not re.sub(r"<?mailto:[^>\s]*>?|[<>:\"'.,;)\]\s]", "", after)
    if alone and _NAMED.match(before):
        return 4
    return weight + (1 if opens and alone else 0) + (1 if opens and re.match(r"[>\"']*\s*(?::|\.\.\.|\(|\s(?:on|said)\s)", after) else 0)


def _by_lead(lines: Sequence[str], at: int, before: str) -> int:
    """Words before it that announce who did not get it."""
    above = [line for line in lines[max(at - 6, 0) : at] if line.strip()][-3:]
    return 2 * bool(_LEAD.search(" ".join(above))) + 2 * bool(_LEAD.search(before))


def _with_words(named: list[Named], lines: Sequence[str]) -> list[Named]:
    """Each with the lines from its own to the next one's; those who are listed together share what follows the list."""
    for place, one in enumerate(named):
        follows = named[place + 1].at if place + 1 < len(named) else one.at + _AFTER
        says = len(lines[one.at].replace(one.address, "").strip(" <>:\"'*")) > 12 if one.at < len(lines) else False
        end = follows if follows > one.at + 1 or says else one.at + _AFTER
        one.about = "\n".join(lines[one.at : end])
        if len(named) == 1 and not _tells(one.about, one.address):
            one.about = "\n".join([*[line for line in lines[max(one.at - 6, 0) : one.at] if line.strip()][-2:], one.about])
    return named


def _tells(about: str, address: str) -> bool:
    """Whether anything is said besides the address and ruled headings; some servers say it above."""
    lines = [line.lower().replace(address, "") for line in about.split("\n")]
    return any(re.search(r"[^\W\d_]{3}", line) for line in lines if not re.match(r"\s*[-=*_]{3}", line))
