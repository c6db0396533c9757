"""Names that are derived from a message's reference by a keyed hash: the same at every try, and nobody else can make them."""

from __future__ import annotations

import base64
import hmac
import re

from django.conf import settings

TAG = re.compile(r"[+](?P<tag>[a-z2-7]{26})@", re.IGNORECASE)
_TAG_BYTES = 20  # more than 26 letters need, and base32 has nothing to pad
_LONGEST_LOCAL_PART = 64  # characters: RFC 5321, section 4.5.3.1.1


def message_id_of(ref: str, domain: str) -> str:
    """The Message-ID of a message, without angle brackets."""
    return f"{_keyed('message-id', ref).hex()[:40]}@{domain}"


def tag_of(ref: str) -> str:
    """26 letters and digits, lower case since some servers fold addresses: 130 bits that nobody can guess for a message."""
    return base64.b32encode(_keyed("tag", ref)[:_TAG_BYTES]).decode("ascii").lower()[:26]


def boundary_of(ref: str) -> str:
    """What separates the parts of a message; never a line of any text, for nobody knows it before."""
    return "=_" + _keyed("boundary", ref).hex()[:32]


def tagged_address(email: str, tag: str, *, style: str, domain: str) -> str:
    """Our address with the tag in it, in the style of the account (`models.Account.Tags`); the plain one where it does not fit."""
    if style == "domain" and domain:
        return f"b+{tag}@{domain}"
    local, _, host = email.rpartition("@")
    if style == "plus" and len(local) + 1 + len(tag) <= _LONGEST_LOCAL_PART:
        return f"{local}+{tag}@{host}"
    return email


def read_tag(text: str) -> str:
    """The tag in an address, "" when there is none. Whether it is one of ours shows only when a message has it."""
    found = TAG.search(text)
    return found["tag"].lower() if found else ""


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.digest(settings.MAIL_KEY.encode(), f"{purpose}:{text}".encode(), "sha256")
