"""How people are reached: addresses added, retired, found wrong, and given to the firm when several use them.

Each keeps the prospect's own columns true: where they are, for calling hours. Facts that the engine reads change here, so
whoever calls from above settles the prospect afterwards.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold
from keepwarm.prospects.actions.locking import take_prospect
from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.places import hours_key, read_email, read_phone
from keepwarm.prospects.search.indexing import index_prospects
from keepwarm.prospects.zones import split_zones
from keepwarm.staff.models import User


class AddressKnown(Refusal):
    """This person has this address already."""


class AddressBlocked(Refusal):
    """This address is not to be used, whoever has it."""


class UnknownAddress(Refusal):
    """There is no such address at this person."""


def add_address(
    prospect_ref: str,
    kind: str,
    raw: str,
    *,
    by: User | None,
    now: datetime,
    label: str = "",
    region: str = "",
    first: bool = False,
) -> Address:
    """Add a phone, an email, a postal address or a name in a messenger; one out of use comes back. `first` has it tried before the others.

    `region` (`DE`) reads a number without a country; without it the prospect's own place does. Raises AddressKnown,
    AddressBlocked, UnreadablePhone, UnreadableEmail.
    """
    with transaction.atomic():
        prospect = take_prospect(ref=prospect_ref, by=by)
        fresh = _read(kind, raw, region or prospect.place[:2])
        known = prospect.addresses.filter(kind=kind, normalized=fresh.normalized).first()
        if known is not None and known.state == Address.State.OK:
            raise AddressKnown(gettext("%(address)s is known already.") % {"address": known.value})
        if known is not None and known.state == Address.State.BLOCKED:
            raise AddressBlocked(gettext("%(address)s is not to be used: that was asked of us.") % {"address": known.value})
        address = known or fresh
        address.prospect, address.label, address.state = prospect, label or address.label, Address.State.OK
        address.rank = _rank(prospect, kind, first=first)
        address.save()
        _bring_up_to_date(prospect)
        return address


def _read(kind: str, raw: str, region: str) -> Address:
    if kind == Address.Kind.PHONE:
        phone = read_phone(raw, region)
        return Address(kind=kind, value=raw.strip()[:320], normalized=phone.normalized, place=phone.place, zones=phone.zones)
    if kind == Address.Kind.EMAIL:
        email = read_email(raw)
        return Address(kind=kind, value=raw.strip()[:320], normalized=email.normalized[:320], shared=email.shared)
    return Address(kind=kind, value=raw.strip()[:320], normalized=fold(raw)[:320])


def _rank(prospect: Prospect, kind: str, *, first: bool) -> int:
    """The place in the order of trying; to be the first, the others move behind."""
    others = prospect.addresses.filter(kind=kind)
    if first:
        others.update(rank=F("rank") + 1)
        return 0
    highest = others.aggregate(highest=Max("rank"))["highest"]
    return 0 if highest is None else int(highest) + 1


def retire_address(address_ref: str, *, by: User | None, now: datetime, state: str = Address.State.RETIRED) -> Address:
    """An address is out of use: retired, wrong, bounced, or they have left it. Raises UnknownAddress."""
    with transaction.atomic():
        address = Address.objects.filter(ref=address_ref, prospect__isnull=False).first()
        if address is None or address.prospect_id is None:
            raise UnknownAddress(gettext("There is no such address."))
        prospect = take_prospect(pk=address.prospect_id, by=by)
        address.state = Address.State(state)
        address.save(update_fields=["state"])
        _bring_up_to_date(prospect)
        return address


def mark_number_wrong(address_ref: str, *, by: User | None, now: datetime) -> Address:
    """A number that was dialled reaches somebody else. When it was their last, the prospect has no phone any more."""
    return retire_address(address_ref, by=by, now=now, state=Address.State.WRONG)


def share_address(kind: str, normalized: str, *, by: User | None, now: datetime) -> int:
    """A number or mailbox that several names use becomes shared, and their firm's where they have one firm. Gives how many rows."""
    with transaction.atomic():
        rows = Address.objects.filter(kind=kind, normalized=normalized, prospect__isnull=False)
        people = Prospect.objects.filter(pk__in=list(rows.values_list("prospect", flat=True)))
        firms = set(people.exclude(organization=None).values_list("organization", flat=True))
        if len(firms) == 1:
            rows.filter(prospect__organization__in=firms).update(organization=firms.pop())
        people.update(version=F("version") + 1)
        return rows.filter(shared=False).update(shared=True)


def _bring_up_to_date(prospect: Prospect) -> None:
    """Place and zone follow from the first phone in use; the version rises; the line for finding is written anew."""
    phones = prospect.addresses.filter(kind=Address.Kind.PHONE, state=Address.State.OK).exclude(zones="")
    placed = phones.order_by("rank", "pk").first()
    if placed is not None:
        prospect.place, prospect.zone = placed.place, split_zones(placed.zones)[0]
        prospect.hours_key = hours_key(placed.place, placed.zones)
    prospect.version += 1
    prospect.save(update_fields=["place", "zone", "hours_key", "version"])
    index_prospects([prospect.pk])
