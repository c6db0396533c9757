"""Addresses and names as they may stand in a mail."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from django.utils.translation import gettext
from email_validator import EmailNotValidError, validate_email

from keepwarm.lib.refusal import Refusal

_LONGEST = 254  # characters of an address that can be used in a transaction: RFC 5321 with its erratum
_LOCAL = re.compile(r"[^\s\x00-\x1f\x7f<>()\[\]:;@\\,\"]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\s]+")


class UnusableAddress(Refusal):
    """No mail can be addressed so."""


def check_email(email: str) -> str:
    """The address in lower case, its domain in ASCII. Raises `UnusableAddress`."""
    local, _, domain = email.strip().rpartition("@")
    host = _in_ascii(domain)
    whole = f"{local.lower()}@{host}"
    if not _LOCAL.fullmatch(local) or "." not in host or len(whole) > _LONGEST or not re.fullmatch(r"[a-z0-9.-]+", host):
        raise UnusableAddress(gettext("“%(email)s” is not an email address.") % {"email": email.strip()[:80]})
    return whole


def is_usable(email: str) -> bool:
    """Whether a mail can be addressed so."""
    try:
        check_email(email)
    except UnusableAddress:
        return False
    return True


@lru_cache(maxsize=4096)
def _in_ascii(domain: str) -> str:
    """ "" for what is no domain. Kept, since many addresses share theirs.

    By the rules of 2008, in which ß and its like are letters of their own: by those before, faß.de was fass.de, which is somebody else's.
    """
    try:
        if not domain.isascii():
            return str(validate_email(f"x@{domain}", check_deliverability=False).ascii_domain)
        return domain.encode("idna").decode("ascii").lower()
    except (EmailNotValidError, UnicodeError):
        return ""


def domain_of(email: str) -> str:
    """What stands behind the @."""
    return email.rpartition("@")[2]


def is_server(host: str) -> bool:
    """Whether a server can be called so, or is found at this address: what a slip of the keys leaves, such as two dots, is no name."""
    if ":" in host:
        try:
            return bool(ipaddress.ip_address(host))
        except ValueError:
            return False
    name = host if host.isascii() else _in_ascii(host)
    return len(name) <= _LONGEST and all(_LABEL.fullmatch(label) for label in name.removesuffix(".").split("."))


def clean_name(name: str) -> str:
    """A name on one line: a list of names from elsewhere may hold anything."""
    return _CONTROL.sub(" ", name).strip()
