"""Facts mended on the spot, and the next touch decided anew with them: one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.circle.actions.closing import give_no_mailings
from keepwarm.circle.actions.merge import merge
from keepwarm.consent.models import Suppression
from keepwarm.consent.queries import suppressed
from keepwarm.decisions.actions import settle
from keepwarm.prospects.actions import add_address, correct_prospect, retire_address, settle_doubt, share_address
from keepwarm.prospects.actions.addresses import AddressBlocked, UnknownAddress
from keepwarm.prospects.models import Address, Doubt, Prospect
from keepwarm.staff.models import User

SHARED = "shared"
"""What `put_right` takes beside the states of an address: it is the firm's."""


def mend_person(prospect: Prospect, fields: Mapping[str, Any], *, by: User, now: datetime, version: int | None) -> None:
    """Who they are. Raises what `correct_prospect` raises."""
    with transaction.atomic():
        correct_prospect(prospect.ref, fields, by=by, now=now, version=version)
        settle([prospect.pk], by=by, now=now, because=gettext("facts mended"))


def mend_address(
    prospect: Prospect, kind: str, raw: str, *, label: str = "", first: bool = False, by: User | None, now: datetime
) -> Address:
    """A new way to reach them. Raises what `add_address` raises, and AddressBlocked for one that nobody is to use.

    One whose holder wanted no mailings brings that wish with it.
    """
    with transaction.atomic():
        address = add_address(prospect.ref, kind, raw, by=by, now=now, label=label, first=first)
        scope = suppressed([(kind, address.normalized)]).get((kind, address.normalized))
        if scope == Suppression.Scope.ALL:
            raise AddressBlocked(gettext("%(address)s is not to be used: that was asked of us.") % {"address": address.value})
        if scope:
            give_no_mailings([prospect.pk], now=now)
        settle([prospect.pk], by=by, now=now, because=gettext("facts mended"))
        return address


def put_right(prospect: Prospect, address_ref: str, state: str, *, by: User, now: datetime) -> None:
    """One of their own addresses is wrong or retired, reaches them after all (`ok`), or is the firm's (`shared`).

    Raises UnknownAddress, and what the action for each raises.
    """
    address = prospect.addresses.filter(ref=address_ref).first()
    if address is None:
        raise UnknownAddress(gettext("There is no such address at %(name)s.") % {"name": prospect.name})
    if state == SHARED:
        give_to_firm(prospect, address, by=by, now=now)
    elif state == Address.State.OK:
        restore_address(prospect, address, by=by, now=now)
    else:
        drop_address(prospect, address.ref, state=state, by=by, now=now)


def drop_address(prospect: Prospect, address_ref: str, *, state: str, by: User, now: datetime) -> None:
    """An address out of use: retired or wrong. Raises what `retire_address` raises."""
    with transaction.atomic():
        retire_address(address_ref, by=by, now=now, state=state)
        settle([prospect.pk], by=by, now=now, because=gettext("facts mended"))


def restore_address(prospect: Prospect, address: Address, *, by: User, now: datetime) -> None:
    """An address that was out of use reaches them after all. Raises what `mend_address` raises, and nothing blocked comes back."""
    mend_address(prospect, address.kind, address.normalized, label=address.label, by=by, now=now)


def give_to_firm(prospect: Prospect, address: Address, *, by: User, now: datetime) -> None:
    """A number or mailbox that several use: the firm's, dialled after their own, and no sign that two are one person."""
    with transaction.atomic():
        share_address(address.kind, address.normalized, by=by, now=now)
        same = Address.objects.filter(kind=address.kind, normalized=address.normalized, prospect__ended_at__isnull=True)
        whose = sorted(set(same.values_list("prospect", flat=True)))
        settle(whose, by=by, now=now, because=gettext("facts mended"))


def answer_doubt(doubt: Doubt, prospect: Prospect, verdict: str, *, by: User, now: datetime) -> None:
    """The same person: the other becomes part of `prospect`. Different: the pair is never asked about again."""
    if verdict != "same":
        settle_doubt(doubt.pk, verdict, by=by, now=now)
        return
    other = doubt.b_id if doubt.a_id == prospect.pk else doubt.a_id
    merge(prospect.pk, other, because=gettext("a person said that they are the same"), by=by, now=now)
