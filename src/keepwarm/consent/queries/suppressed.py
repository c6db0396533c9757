"""Which addresses are not to be used, whoever has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import idna
from django.db import connection
from django.db.models import Q

from keepwarm.consent.hashing import hashes_that_close, one_spelling
from keepwarm.consent.models import Suppression
from keepwarm.consent.queries.reading import read_suppressed
from keepwarm.prospects.models import Address

FEW = 50
"""Up to so many addresses are hashed without asking first whether any is suppressed at all."""
_HIGHEST = "\U0010ffff"
Named = tuple[str, str]
"""Kind and normalized text of an address."""


def suppressed(addresses: Iterable[Named]) -> Mapping[Named, str]:
    """Those of the addresses that are closed, each with the wider of its scopes (`Suppression.Scope`). Reads by hash, in chunks."""
    wanted = set(addresses)
    if not wanted or (len(wanted) > FEW and not Suppression.objects.filter(lifted_at__isnull=True).exists()):
        return {}
    closes: dict[Named, list[Named]] = defaultdict(list)
    for address in wanted:
        for key in hashes_that_close(*address):
            closes[key].append(address)
    found: dict[Named, str] = {}
    for kind, hashed, scope in read_suppressed({text for _kind, text in closes}):
        for address in closes.get((kind, hashed), ()):
            if found.get(address) != Suppression.Scope.ALL:
                found[address] = scope
    return found


def addresses_closed_by(kind: str, normalized: str) -> list[Address]:
    """The addresses we have that a suppression of this one closes, however they are spelled. Ask before the write lock is taken."""
    if kind == Suppression.Kind.DOMAIN:
        return list(Address.objects.filter(_ends_in(one_spelling(kind, normalized)), kind=Address.Kind.EMAIL))
    if kind != Suppression.Kind.EMAIL:
        return list(Address.objects.filter(kind=kind, normalized=normalized))
    wanted = one_spelling(kind, normalized)
    return [row for row in Address.objects.filter(_may_be(wanted), kind=kind) if one_spelling(kind, row.normalized) == wanted]


def _may_be(spelled: str) -> Q:
    """The mailboxes among which other spellings of this one are found by the index: those that begin alike."""
    local, _at, domain = spelled.rpartition("@")
    begins = local[:1] if domain == "gmail.com" else local
    if connection.vendor == "postgresql":
        return Q(normalized__startswith=begins)
    return Q(normalized__gte=begins, normalized__lt=begins + _HIGHEST)


def _ends_in(domain: str) -> Q:
    """The mailboxes of a domain and of those below it, in both spellings; reads all of them once."""
    found = Q()
    for spelled in {domain, _in_letters(domain)}:
        found |= Q(normalized__endswith=f"@{spelled}") | Q(normalized__endswith=f".{spelled}")
    return found


def _in_letters(domain: str) -> str:
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain
