"""The checks of the domain: SPF, DKIM, DMARC and where replies arrive, each as a state, a sentence, and what to do."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils.translation import gettext as _

from keepwarm.outbox.deliverability.asking import Asks, Status, open_dns, see_whether_it_answers
from keepwarm.outbox.deliverability.checking_server import check_lists, check_reverse, check_tls
from keepwarm.outbox.deliverability.dmarc import Dmarc, is_aligned, read_dmarc, read_tags
from keepwarm.outbox.deliverability.found import Check, Record, State
from keepwarm.outbox.deliverability.server import ips_of
from keepwarm.outbox.deliverability.spf import MOST_LOOKUPS, MOST_VOID, Ip, Spf, read_spf
from keepwarm.outbox.deliverability.words import SPF_PROBLEMS, unreachable

SHORT_KEY, GOOD_KEY = 1024, 2048
"""Bits of an RSA key: below the first nobody takes it (RFC 8301), from the second on it is as it should be."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What is checked: the domain in From, the one bounces go to, our key's record, and the server mail leaves by.

    `host` "": no server is known, and only the domain is looked at. A provider's server hands on through others, so that its
    address need not be the one that receivers see.
    """

    domain: str
    envelope_domain: str = ""
    dkim_name: str = ""
    dkim_value: str = ""
    host: str = ""
    port: int = 0
    security: str = ""


def check_sender(sender: Sender, *, asks: Asks | None = None) -> list[Check]:
    """All checks, in the order in which they matter. Takes as long as the DNS and the server take, each with its limit."""
    asks = see_whether_it_answers(asks or open_dns(), sender.domain)
    ips = ips_of(asks, sender.host) if sender.host else ()
    checks = [check_spf(asks, sender, ips), check_dkim(asks, sender), check_dmarc(asks, sender), check_incoming(asks, sender)]
    if sender.host:
        checks += [check_tls(sender.host, sender.port, sender.security), check_reverse(asks, ips), check_lists(asks, ips, sender.domain)]
    else:
        checks.append(check_lists(asks, (), sender.domain))
    return checks


def check_spf(asks: Asks, sender: Sender, ips: tuple[Ip, ...]) -> Check:
    """Who may send for the domain that bounces go to."""
    name, domain = _("SPF: which servers may send for you"), sender.envelope_domain or sender.domain
    told, whole = read_spf(asks, domain, ips[0] if ips else None), read_spf(asks, domain, None)
    if "temperror" in {told.result, whole.result}:
        return unreachable("spf", name)
    proposed = Record(domain, "TXT", _proposed_spf(sender, ips, told.records))
    if told.result == "none":
        todo = _("Put this record into the DNS of %(domain)s.") % {"domain": domain}
        return Check("spf", name, State.BAD, _("There is no SPF record."), todo, proposed)
    state, said, todo = _judge_spf(told, whole)
    if state == State.OK and ips and told.result != "pass":
        said = _("The server that we hand mail to is not among those that may send.")
        todo = _("If it is your own, add it as below. If it is a provider's, add the include that the provider names.")
        return Check("spf", name, State.WARN, said, todo, proposed, told.records)
    return Check("spf", name, state, said, todo, None, told.records)


def _judge_spf(told: Spf, whole: Spf) -> tuple[State, str, str]:
    if broken := [one for one in (*told.problems, *whole.problems) if one in SPF_PROBLEMS and one != "ptr"]:
        return State.BAD, _(SPF_PROBLEMS[broken[0]]), _("Until it is mended many receivers treat the domain as if it had no SPF.")
    if told.last == "+all":
        return State.BAD, _("The record allows the whole world to send for you (+all)."), _("End it with -all or ~all.")
    if told.last not in {"-all", "~all"} and "redirect=" not in told.records[0]:
        return State.WARN, _("The record does not say what holds for everyone else."), _("End it with ~all, and later with -all.")
    if "ptr" in whole.problems or whole.voids > MOST_VOID:
        return State.WARN, _("The record has parts that find nothing, or are no longer used (ptr)."), _("Take them out.")
    counts = {"count": whole.lookups, "most": MOST_LOOKUPS}
    return State.OK, _("In order: %(count)s of at most %(most)s look-ups.") % counts, ""


def _proposed_spf(sender: Sender, ips: tuple[Ip, ...], standing: tuple[str, ...]) -> str:
    """The record that stands with our server added, or one that allows our server alone."""
    parts = [f"ip{ip.version}:{ip}" for ip in ips if ip.is_global] or ([f"a:{sender.host}"] if sender.host else ["mx"])
    old = standing[0].split()[1:] if len(standing) == 1 else ["~all"]
    return " ".join(["v=spf1", *parts, *old])


def check_dkim(asks: Asks, sender: Sender) -> Check:
    """Whether the key that signs our mail is published, and is the same."""
    name = _("DKIM: your signature on each mail")
    if not sender.dkim_name and not sender.host:
        return Check("dkim", name, State.UNKNOWN, _("No account of ours sends for this domain, so no key is known."))
    if not sender.dkim_name:
        said = _("No key is set up: mail goes without your signature.")
        return Check("dkim", name, State.BAD, said, _("Make a key for the account, and publish the record that it gives."))
    answer = asks.ask(sender.dkim_name, "TXT")
    if answer.status == Status.UNREACHABLE:
        return unreachable("dkim", name)
    if said := _why_no_key(answer.texts, sender.dkim_value):
        todo = _("Put this record into the DNS. It may take some hours until everyone sees it.")
        return Check("dkim", name, State.BAD, said, todo, Record(sender.dkim_name, "TXT", sender.dkim_value), answer.texts)
    state, said, todo = _judge_key(read_tags(answer.texts[0]))
    return Check("dkim", name, state, said, todo, None, answer.texts)


def _why_no_key(texts: tuple[str, ...], ours: str) -> str:
    """Why what is published is not our key; "" when it is."""
    if not texts:
        return _("The key is not published.")
    if len(texts) > 1:
        return _("There are several records at this name; receivers may take the wrong one.")
    published = _bare(read_tags(texts[0]).get("p", ""))
    if not published:
        return _("The published key was withdrawn (it is empty).")
    return "" if published == _bare(read_tags(ours).get("p", "")) else _("Another key is published than the one that signs.")


def _judge_key(tags: dict[str, str]) -> tuple[State, str, str]:
    bits = _bits(tags["p"])
    if tags.get("h") and "sha256" not in tags["h"].split(":"):
        return State.BAD, _("The record forbids the kind of signature that we make (sha256)."), _("Take h=… out of the record.")
    if 0 < bits < SHORT_KEY:
        return State.BAD, _("The key has only %(bits)s bits; nobody takes it.") % {"bits": bits}, _("Make a new key for the account.")
    if "y" in tags.get("t", "").split(":"):
        return State.WARN, _("The record says that it is only a test (t=y)."), _("Take t=y out when your mail arrives as it should.")
    if 0 < bits < GOOD_KEY:
        return State.WARN, _("The key has %(bits)s bits; 2048 are usual by now.") % {"bits": bits}, _("Make a new key when you can.")
    return State.OK, _("The key is published, and it is the one that signs."), ""


def _bits(text: str) -> int:
    """Bits of an RSA key; 0 where it is another kind of key or cannot be read."""
    try:
        key = load_der_public_key(base64.b64decode(_bare(text), validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return 0
    return key.key_size if isinstance(key, RSAPublicKey) else 0


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def check_dmarc(asks: Asks, sender: Sender) -> Check:
    """What receivers do with mail that pretends to be yours, and whether yours passes."""
    name, told = _("DMARC: what happens to mail that only pretends to be yours"), read_dmarc(asks, sender.domain)
    if not told.reachable:
        return unreachable("dmarc", name)
    proposed = Record(f"_dmarc.{told.organization}", "TXT", f"v=DMARC1; p=none; rua=mailto:dmarc@{told.organization}")
    if not told.found_at:
        said = _("There are several DMARC records; receivers use none of them.") if told.several else _("There is no DMARC record.")
        todo = _("Publish this one. Gmail, Yahoo and Outlook ask for it. Read the reports, and then move on to p=quarantine.")
        return Check("dmarc", name, State.BAD, said, todo, proposed)
    state, said, todo = _judge_dmarc(asks, sender, told)
    return Check("dmarc", name, state, said, todo, proposed if state == State.BAD else None, (f"{told.found_at}: {told.text}",))


def _judge_dmarc(asks: Asks, sender: Sender, told: Dmarc) -> tuple[State, str, str]:
    if not _is_any_aligned(asks, sender, told):
        todo = _("Sign with a key of the domain in From, or let bounces come back to it.")
        return State.BAD, _("Neither the signature nor the address for bounces belongs to the domain in From."), todo
    words = {"policy": told.policy, "where": told.found_at}
    if told.policy == "none":
        todo = _("When the reports show that all your mail passes, change p=none to p=quarantine, and then to p=reject.")
        return State.WARN, _("It only watches (p=none, found at %(where)s).") % words, todo
    if told.is_testing:
        return State.WARN, _("It is being tried out (t=y): receivers act one step milder."), _("Take t=y out when the reports are clean.")
    if old := sorted({"pct", "rf", "ri"} & told.tags.keys()):
        said = _("In force (%(policy)s), with parts that receivers no longer read: %(old)s.") % {**words, "old": ", ".join(old)}
        return State.WARN, said, _("Take them out: RFC 9989 knows them no longer.")
    return State.OK, _("In force: %(policy)s, found at %(where)s.") % words, ""


def _is_any_aligned(asks: Asks, sender: Sender, told: Dmarc) -> bool:
    """Whether DKIM or SPF, passing, would count for the domain in From."""
    signed = sender.dkim_name.partition("._domainkey.")[2]
    pairs = ((signed, "adkim"), (sender.envelope_domain or sender.domain, "aspf"))
    return any(is_aligned(asks, sender.domain, other, strict=told.tags.get(tag) == "s") for other, tag in pairs if other)


def check_incoming(asks: Asks, sender: Sender) -> Check:
    """Whether replies and bounces can arrive at all."""
    name, domain = _("Replies: where mail to you arrives"), sender.domain
    answer = asks.ask(domain, "MX")
    if answer.status == Status.UNREACHABLE:
        return unreachable("incoming", name)
    if answer.texts == ("0 ",):
        said = _("The domain says that it takes no mail at all (a null MX). Many receivers refuse mail that nobody could answer.")
        return Check("incoming", name, State.BAD, said, _("Send from a domain that takes mail, or set its MX record."), None, answer.texts)
    if not answer.texts:
        if asks.ask(domain, "A").texts or asks.ask(domain, "AAAA").texts:
            said = _("There is no MX record; senders fall back to the web server.")
            return Check("incoming", name, State.WARN, said, _("Set an MX record that names your mail server."))
        return Check("incoming", name, State.BAD, _("There is no MX record: replies cannot reach you."), _("Set an MX record."))
    return Check("incoming", name, State.OK, _("Replies arrive at your mail server."), "", None, answer.texts)
