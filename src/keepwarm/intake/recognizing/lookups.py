"""What the house knows under the addresses and keys of a chunk: one query each, however many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from keepwarm.decisions.rows import fetch
from keepwarm.prospects.matching.keys import MOST_HOLDERS
from keepwarm.prospects.matching.records import Person, Record, prepare

Address = tuple[str, str]
"""Kind and normalized value."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has which of the addresses asked for, and which of these are the organization's already."""

    of: dict[Address, tuple[int, ...]]
    shared: frozenset[Address]


def holders_of(addresses: Collection[Address]) -> Holders:
    """Everyone who has one of these phones or mailboxes."""
    of: dict[Address, list[int]] = defaultdict(list)
    shared: set[Address] = set()
    for kind in ("email", "phone"):
        values = [value for own, value in addresses if own == kind]
        if not values:
            continue
        rows = fetch(
            "SELECT normalized, prospect_id, shared FROM prospects_address"  # noqa: S608 - the kind is one of two words
            f" WHERE kind = '{kind}' AND prospect_id IS NOT NULL AND normalized IN {{those}}",
            values,
        )
        for value, prospect_id, is_shared in rows:
            address = (kind, str(value))
            if is_shared:
                shared.add(address)
            of[address].append(int(str(prospect_id)))
    return Holders({address: tuple(ids) for address, ids in of.items()}, frozenset(shared))


def holders_of_keys(keys: Collection[int], common: set[int]) -> dict[int, list[int]]:
    """Prospects by key. A key that more than 60 hold finds nobody in particular: it is remembered in `common` and passed over."""
    asked = [key for key in keys if key not in common]
    if not asked:
        return {}
    found: dict[int, list[int]] = defaultdict(list)
    for key, prospect_id in fetch("SELECT key, prospect_id FROM prospects_matchkey WHERE key IN {those}", asked, kind="bigint"):
        found[int(str(key))].append(int(str(prospect_id)))
    for key in [key for key, ids in found.items() if len(ids) > MOST_HOLDERS]:
        common.add(key)
        del found[key]
    return dict(found)


def people_of(ids: Iterable[int], shared: Collection[str]) -> dict[int, Person]:
    """These prospects as people to compare with; who was merged away is not among them."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    addresses: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = fetch(
        "SELECT prospect_id, kind, normalized, value, shared FROM prospects_address WHERE prospect_id IN {those} ORDER BY id",
        wanted,
        kind="bigint",
    )
    theirs = set(shared)
    for prospect_id, kind, normalized, value, is_shared in rows:
        addresses[int(str(prospect_id))][str(kind)].append(str(value) if kind == "post" else str(normalized))
        if is_shared:
            theirs.add(_plain(str(kind), str(normalized)))
    people = fetch(
        "SELECT p.id, p.given_name, p.family_name, p.born_on, o.name FROM prospects_prospect p"
        " LEFT JOIN prospects_organization o ON o.id = p.organization_id"
        " WHERE p.merged_into_id IS NULL AND p.id IN {those}",
        wanted,
        kind="bigint",
    )
    return {
        int(str(pk)): _person(int(str(pk)), str(given), str(family), str(born or ""), str(firm or ""), addresses[int(str(pk))], theirs)
        for pk, given, family, born, firm in people
    }


def _person(pk: int, given: str, family: str, born: str, firm: str, addresses: dict[str, list[str]], shared: Collection[str]) -> Person:
    street, postcode, town = read_post(addresses["post"][0]) if addresses["post"] else ("", "", "")
    record = Record(
        key=pk,
        given=given,
        family=family,
        organization=firm,
        streets=(street,) if street else (),
        city=town,
        postcode=postcode,
        born=born,
        emails=tuple(addresses["email"]),
        phones=tuple(addresses["phone"]),
    )
    return prepare(record, shared)


def read_post(value: str) -> tuple[str, str, str]:
    """Street, postcode and town of a postal address as `shaping.addresses.postal_address` writes it."""
    parts = [part.strip() for part in value.split(", ")]
    place = parts[1] if len(parts) > 1 else ""
    codes = [word for word in place.split() if any(letter.isdigit() for letter in word)]
    town = " ".join(word for word in place.split() if word not in codes)
    return parts[0], " ".join(codes), town


def _plain(kind: str, normalized: str) -> str:
    """As `matching.records` writes it: phones as digits."""
    return normalized.removeprefix("+") if kind == "phone" else normalized
