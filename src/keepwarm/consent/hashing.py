"""Addresses as keyed hashes: one hash for however the same mailbox, number or domain is spelled, and no way back.

The key is the house's own (`SUPPRESSION_KEY`), so that whoever gets the table alone cannot try addresses against it.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from functools import lru_cache

import idna
from django.conf import settings

EMAIL, DOMAIN = "email", "domain"
SAME_DOMAIN = {"googlemail.com": "gmail.com"}
WITHOUT_DOTS = frozenset({"gmail.com"})
"""Where `a.b@` and `ab@` are one mailbox; known of Gmail only."""


def address_hash(kind: str, normalized: str) -> str:
    """The keyed hash of an address or a domain, the same however it is spelled."""
    return _hash(kind, one_spelling(kind, normalized))


def hashes_that_close(kind: str, normalized: str) -> tuple[tuple[str, str], ...]:
    """Kind and hash of all that closes this address: itself, and of an email its domain and the domains above that."""
    spelled = one_spelling(kind, normalized)
    closing = [(kind, _hash(kind, spelled))]
    if spelled != normalized:
        closing.append((kind, _hash(kind, normalized)))  # rows written before spellings were made one
    if kind == EMAIL:
        closing += [(DOMAIN, _hash(DOMAIN, domain)) for domain in _and_above(spelled.rpartition("@")[2])]
    return tuple(closing)


def one_spelling(kind: str, normalized: str) -> str:
    """The one spelling of an address: of an email without its +tag, with the domain in ASCII; of Gmail without dots."""
    if kind == DOMAIN:
        return _ascii_domain(normalized)
    if kind != EMAIL:
        return normalized
    local, _at, domain = _plain(normalized).rpartition("@")
    domain = _ascii_domain(domain)
    local = local.partition("+")[0] or local
    return f"{local.replace('.', '') if domain in WITHOUT_DOTS else local}@{domain}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.strip()).casefold()


@lru_cache(maxsize=16384)
def _ascii_domain(domain: str) -> str:
    plain = _plain(domain).strip(".")
    try:
        spelled = idna.encode(plain, uts46=True).decode("ascii") if plain else ""
    except idna.IDNAError:
        spelled = plain  # an underscore, say: compared as it is written
    return SAME_DOMAIN.get(spelled, spelled)


def _and_above(domain: str) -> list[str]:
    """The domain and those above it, down to two labels."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))]


def _hash(kind: str, spelled: str) -> str:
    return hmac.new(settings.SUPPRESSION_KEY.encode(), f"{kind}:{spelled}".encode(), hashlib.sha256).hexdigest()
