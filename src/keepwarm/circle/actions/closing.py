"""An address closed or opened by whoever it reaches, and what that is to others who have it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from keepwarm.consent.actions import NotSuppressed, lift_suppression, record_wishes, suppress
from keepwarm.consent.models import Channel, Suppression, Wish
from keepwarm.consent.queries import addresses_closed_by
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Touch

PAGE: Final = "public page"
SUPPRESSED: Final = "suppression"
"""What stands as the source of a wish that somebody has because another had their address before."""


def holders_of(prospect: Prospect, address: Address | None) -> list[int]:
    """Everyone who has an address that this person may close: to be locked together with them."""
    rows = [row for one in _meant(prospect, address) for row in addresses_closed_by(one.kind, one.normalized)]
    return sorted({row.prospect_id for row in rows if row.prospect_id is not None})


def close_address(prospect: Prospect, address: Address | None, scope: str, *, now: datetime) -> list[int]:
    """Suppress the address that the mail went to, or, where the link names none, all mailboxes of their own.

    Of a mailbox that several share one person closes only the mailings. Gives the others who have it, for the caller to settle.
    """
    others: set[int] = set()
    for row in _meant(prospect, address):
        narrow = Suppression.Scope.MAILING if row.shared else Suppression.Scope(scope)
        reason = Suppression.Reason.UNSUBSCRIBED if scope == Suppression.Scope.MAILING else Suppression.Reason.ASKED
        holders = suppress(row.kind, row.normalized, reason=reason, scope=narrow, source=PAGE, by=None, now=now)
        also = [pk for pk in holders if pk != prospect.pk]
        if narrow == Suppression.Scope.MAILING:
            give_no_mailings(also, now=now)
        others.update(also)
    return sorted(others)


def open_address(prospect: Prospect, address: Address, touch: Touch, *, now: datetime) -> list[int]:
    """The address may be used again, by this touch of theirs. Gives who has it in use again, for the caller to settle."""
    try:
        opened = lift_suppression(
            address.kind,
            address.normalized,
            event=f"touch:{touch.ref}",
            event_at=touch.happened_at,
            because=touch.note or touch.disposition,
            by=None,
            now=now,
        )
    except NotSuppressed:
        return []
    return sorted({*opened, prospect.pk})


def give_no_mailings(prospect_ids: Iterable[int], *, now: datetime) -> None:
    """Those who have an address that wants no mailings want none either, as far as we know."""
    wanted = set(prospect_ids)
    held = Wish.objects.filter(prospect_id__in=wanted, kind=Wish.Kind.NO_CHANNEL, channel=Channel.MAILING, lifted_at__isnull=True)
    record_wishes(
        [
            Wish(prospect_id=pk, kind=Wish.Kind.NO_CHANNEL, channel=Channel.MAILING, said_at=now, source=SUPPRESSED)
            for pk in sorted(wanted - set(held.values_list("prospect_id", flat=True)))
        ]
    )


def _meant(prospect: Prospect, address: Address | None) -> list[Address]:
    if address is not None:
        return [address]
    return list(Address.objects.filter(prospect=prospect, kind=Address.Kind.EMAIL, shared=False))
