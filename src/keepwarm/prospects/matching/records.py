"""What is known of one person, as it came (`Record`) and made ready to be compared (`Person`)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from keepwarm.prospects.matching.dates import plain_date
from keepwarm.prospects.matching.names import plain_name, split_full_name
from keepwarm.prospects.matching.places import plain_line, split_number
from keepwarm.prospects.matching.texts import plain

# Mailboxes of a role, never of a person. Role names of RFC 2142 and others in daily use.
_ROLES: Final = frozenset(
    """info information sales office contact contacts mail email post hello support help service services customerservice
    admin administrator administration webmaster postmaster hostmaster abuse noc security billing accounts accounting
    finance invoice invoices hr jobs careers marketing press media pr news newsletter enquiries enquiry inquiries inquiry
    reception team general company noreply no-reply donotreply purchasing procurement orders order shop store kontakt
    buero verkauf einkauf rechnung bewerbung empfang zentrale""".split()
)
# Mail providers open to everyone: the domain says nothing about the firm. The most used ones, own list; example.com
# stands where a list had no addresses and an import made some up.
_PROVIDERS: Final = frozenset(
    """gmail.com googlemail.com yahoo.com yahoo.co.uk ymail.com hotmail.com hotmail.co.uk outlook.com live.com msn.com
    icloud.com me.com mac.com aol.com proton.me protonmail.com gmx.de gmx.net gmx.at gmx.com web.de t-online.de mail.ru
    yandex.ru qq.com 163.com 126.com orange.fr free.fr wanadoo.fr laposte.net libero.it btinternet.com comcast.net
    bigpond.com optusnet.com.au example.com""".split()
)
_LEGAL_FORMS: Final = frozenset(
    """inc incorporated corp corporation co company llc llp lp ltd limited plc pty gmbh mbh ag kg ohg ug se sa sas sarl
    srl spa bv nv ab as oy aps sro kft zrt the and""".split()
)
_IN_ONE: Final = re.compile("[\u3400-\u9fff\uac00-\ud7a3]{2,4}")
"""A whole name as China, Japan and Korea write it, without a blank: no bare family name, which households share. Where it is parted matters
little, as the same name is parted alike."""
_DIGITS_ONLY: Final = re.compile(r"\D+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as it came. `key` names it (unique in a batch); every other part may be empty.

    `full` is used when `given` and `family` are both empty. `phones` are E.164. `born` is any usual way to write a
    date with a four-digit year. Addresses already known to be shared by several people belong into the `shared`
    argument of `prepare`, not left out here.
    """

    key: str | int
    given: str = ""
    family: str = ""
    full: str = ""
    organization: str = ""
    number: str = ""
    streets: tuple[str, ...] = ()
    city: str = ""
    postcode: str = ""
    state: str = ""
    country: str = ""
    born: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A record in plain letters, ready to be compared. `emails` and `phones` hold only those that are one person's."""

    key: str | int
    given: str
    family: str
    born: str
    number: str
    streets: tuple[str, str]
    city: str
    postcode: str
    organization: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    shared: tuple[str, ...]


def prepare(record: Record, shared: Collection[str] = frozenset()) -> Person:
    """Return `record` ready to be compared.

    `shared` holds plain emails and phones used by several names (see `shared_addresses`): they are no evidence.
    """
    given, family = plain_name(record.given), plain_name(record.family)
    if record.full and not given and not family:
        given, family = split_full_name(record.full)
    if not given and _IN_ONE.fullmatch(family):
        given, family = family[1:], family[:1]
    number, streets = _streets(record) if record.streets or record.number else ("", ("", ""))
    emails = _addresses(tuple(map(plain_email, record.emails)), shared)
    phones = _addresses(tuple(map(plain_phone, record.phones)), shared)
    return Person(
        record.key,
        given,
        family,
        plain_date(record.born) if record.born else "",
        number,
        streets,
        plain(record.city).replace(" ", "") if record.city else "",
        plain(record.postcode).replace(" ", "") if record.postcode else "",
        plain_organization(record.organization) if record.organization else _domain_name(record.emails),
        emails[0],
        phones[0],
        emails[1] + phones[1],
    )


def _streets(record: Record) -> tuple[str, tuple[str, str]]:
    number, lines = plain(record.number).replace(" ", ""), [line for line in record.streets if line.strip()]
    if not number and lines:
        number, lines[0] = split_number(lines[0])
        number = plain(number).replace(" ", "")
    if len(record.streets) == 2:  # two columns keep their places, so that one left empty is seen as missing
        return number, (plain_line(lines[0] if record.streets[0].strip() else ""), plain_line(record.streets[1]))
    return number, (plain_line(lines[0]) if lines else "", plain_line(" ".join(lines[1:])))


def plain_email(email: str) -> str:
    """Return an email address in lower case without blanks, "" when it has no local part or domain."""
    low = email.strip().lower()
    local, at, domain = low.rpartition("@")
    return low if local and at and domain else ""


def plain_phone(phone: str) -> str:
    """Return the digits of an E.164 number, "" when there are fewer than six."""
    digits = phone[1:] if phone[:1] == "+" and phone[1:].isdigit() else _DIGITS_ONLY.sub("", phone)
    return digits if len(digits) >= 6 else ""


def is_role_mailbox(email: str) -> bool:
    """Tell whether a plain email is a mailbox of a role (info@, sales@, office@ …), not of a person."""
    local = email.partition("@")[0]
    return local in _ROLES or local.rstrip("0123456789.-_") in _ROLES


def plain_organization(name: str) -> str:
    """Return a firm's name in plain letters without legal forms; all of it when nothing else is left."""
    words = plain(name).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or " ".join(words)


def _domain_name(emails: tuple[str, ...]) -> str:
    """Return the firm's name that a company domain stands for, as the organization of those who gave none."""
    for email in emails:
        domain = plain_email(email).rpartition("@")[2]
        if domain and domain not in _PROVIDERS:
            return plain(domain.split(".", 1)[0])
    return ""


def _addresses(values: tuple[str, ...], shared: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(values) == 1:  # by far the commonest
        value = values[0]
        if not value:
            return (), ()
        return ((), values) if value in shared or is_role_mailbox(value) else (values, ())
    kept = [value for value in dict.fromkeys(values) if value]
    own = tuple(value for value in kept if value not in shared and not is_role_mailbox(value))
    return own, tuple(value for value in kept if value not in own)
