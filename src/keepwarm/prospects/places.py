"""Where an address lies: phones read into E.164 with their place and zones, mailboxes into their one spelling.

Fast enough for lists: a usual number takes a few microseconds (`phone_plan`), an unusual one what phonenumbers takes.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import phonenumbers
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email
from phonenumbers import timezone as phone_zones

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.matching.records import is_role_mailbox
from keepwarm.prospects.phone_plan import describe
from keepwarm.prospects.zones import essential_zones, split_zones, within_country

_SHORTEST = 8  # "+" and seven digits: Saint Helena has the shortest numbers, eight digits with the country
_LONGEST_KEY = 200  # characters of Prospect.hours_key
_USUAL_LOCAL = re.compile(r"[a-z0-9_+\-]+(\.[a-z0-9_+\-]+)*")
_NORTH_AMERICA = frozenset({"US", "CA"})


class UnreadablePhone(Refusal):
    """A text is no phone number."""


class UnreadableEmail(Refusal):
    """A text is no email address."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number: E.164, its place (`DE`, `US-CA`, "" when unknown), and the zones it may lie in, joined by commas.

    Of zones with the same clock one stands for all, and zones that lie between others are left out (`zones.essential_zones`).
    """

    normalized: str
    place: str
    zones: str


@dataclass(frozen=True, slots=True)
class Email:
    """A mailbox: its one spelling in lower case, and whether its name is a role's (info@, sales@), so several people's."""

    normalized: str
    shared: bool


def read_phone(raw: str, region: str = "") -> Phone:
    """The phone that `raw` writes; `region` (`DE`) reads numbers without a country. Raises UnreadablePhone.

    A number that may exist but is in no numbering plan is kept, with place and zones unknown: plans change, lists outlive them.
    """
    found = describe(raw, region)
    if found is not None:
        return _placed(found.e164, found.region, found.zones)
    return _read_slowly(raw, region)


def show_number(normalized: str, *, home: str = "") -> str:
    """E.164 as people read it: grouped, in national form within `home`. What is no number is shown as it is."""
    try:
        parsed = phonenumbers.parse(normalized)
    except phonenumbers.NumberParseException:
        return normalized
    at_home = bool(home) and phonenumbers.region_code_for_number(parsed) == home[:2]
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def _read_slowly(raw: str, region: str) -> Phone:
    text = raw.strip()
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException as problem:
        if problem.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE and not region:
            raise UnreadablePhone(_("“%s” says no country: write it with + and the country code.") % text) from None
        raise UnreadablePhone(_("“%s” is not a phone number.") % text) from None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_possible_number(number) or len(e164) < _SHORTEST:
        raise UnreadablePhone(_("“%s” has too few or too many digits for a phone number there.") % text)
    if not phonenumbers.is_valid_number(number):
        return Phone(e164, "", "")
    zones = phone_zones.time_zones_for_number(number)
    return _placed(e164, phonenumbers.region_code_for_number(number) or "", tuple(zones))


def _placed(e164: str, region: str, zones: tuple[str, ...]) -> Phone:
    place = _area_places().get(e164[2:5], region) if region in _NORTH_AMERICA else region
    if place[:2] != region[:2]:
        place = region
    return Phone(e164, "" if place == "001" else place, _kept_zones(zones, region))


@lru_cache(maxsize=8192)
def _kept_zones(zones: tuple[str, ...], region: str) -> str:
    known = tuple(zone for zone in zones if zone != phone_zones.UNKNOWN_TIMEZONE)
    return ",".join(essential_zones(within_country(known, region))) if known else ""


@cache
def _area_places() -> dict[str, str]:
    """North American area codes to states and provinces; made from the geocoding data of phonenumbers 9.0 (see tests)."""
    lines = (files("keepwarm.prospects") / "area_codes.csv").read_text(encoding="ascii").splitlines()
    return {code: row["place"] for row in csv.DictReader(lines) for code in row["area_codes"].split()}


def read_email(raw: str) -> Email:
    """The mailbox that `raw` writes, without asking the network. Raises UnreadableEmail.

    What programs put around it goes: mailto:, quotation marks, the dot of a sentence; a wide @ is an @.
    """
    text = raw.strip().rstrip(".").replace("＠", "@")
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    if len(text) > 1 and text[0] in "'\"" and text[-1] == text[0]:
        text = text[1:-1]
    local, _at, domain = text.lower().rpartition("@")
    try:
        if len(text) > 200 or len(local) > 64 or not _USUAL_LOCAL.fullmatch(local):
            normalized = _validated(text)
        else:
            normalized = f"{local}@{_domain(domain)}"
    except EmailNotValidError:
        raise UnreadableEmail(_("“%s” is not an email address.") % raw.strip()) from None
    return Email(normalized, is_role_mailbox(normalized))


@lru_cache(maxsize=16384)
def _domain(domain: str) -> str:
    return _validated(f"x@{domain}").rpartition("@")[2]


def _validated(text: str) -> str:
    return str(validate_email(text, check_deliverability=False).normalized).lower()


def hours_key(place: str, zones: str | Iterable[str]) -> str:
    """The row of calling hours: `US-CA|America/Los_Angeles`; "" (the strictest) when no zone is known."""
    known = split_zones(zones)
    key = f"{place}|{','.join(known)}" if known else ""
    return key if len(key) <= _LONGEST_KEY else ""


def parse_hours_key(key: str) -> tuple[str, tuple[str, ...]]:
    """Place and zones of a key; empty both for ""."""
    place, _bar, zones = key.partition("|")
    return place, split_zones(zones)
