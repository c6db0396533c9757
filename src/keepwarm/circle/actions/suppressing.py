"""An address or a domain closed by a person of the house or a program, and lifted by a newer event of whoever it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.circle.actions.closing import give_no_mailings
from keepwarm.consent.actions import SuppressionHolds, lift_suppression, suppress
from keepwarm.consent.models import Suppression
from keepwarm.consent.queries import addresses_closed_by
from keepwarm.decisions.actions import settle
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Address
from keepwarm.prospects.places import read_email, read_phone
from keepwarm.staff.models import User
from keepwarm.touches.models import Direction, Touch

AT_ONCE = 200
"""Prospects that are decided anew in one transaction."""


class NoDomain(Refusal):
    """What is to be suppressed is no domain."""


def suppress_address(kind: str, raw: str, *, scope: str, reason: str, source: str, by: User | None, now: datetime) -> int:
    """Close an address or a domain as somebody wrote it; whoever has it gets another next step. Gives how many have it.

    Raises UnreadableEmail, UnreadablePhone and NoDomain. Of a domain that very many have the next steps follow in pieces, each a
    transaction of its own after this one; what a crash leaves out the nightly plan decides.
    """
    holders = suppress(kind, read_closing(kind, raw), reason=reason, scope=scope, source=source, by=by, now=now)
    for start in range(0, len(holders), AT_ONCE):
        go_on = partial(_settle, holders[start : start + AT_ONCE], scope=scope, by=by, now=now)
        if len(holders) <= AT_ONCE:
            go_on()
        else:
            transaction.on_commit(go_on)
    return len(holders)


def _settle(holders: Sequence[int], *, scope: str, by: User | None, now: datetime) -> None:
    with transaction.atomic():
        if scope == Suppression.Scope.MAILING:
            give_no_mailings(holders, now=now)
        settle(holders, by=by, now=now, because=gettext("their address is not to be used"))


def lift_by_their_word(address: Address, *, because: str, by: User, now: datetime) -> None:
    """A blocked address is in use again, because they themselves said or did something after it was closed: a call, a mail, a visit.

    Raises SuppressionHolds when nothing newer of theirs stands on the timeline, and NotSuppressed.
    """
    holders = sorted({row.prospect_id for row in addresses_closed_by(address.kind, address.normalized) if row.prospect_id is not None})
    theirs = Touch.objects.filter(prospect=address.prospect, voided_at__isnull=True, happened_at__lte=now)
    event = theirs.filter(direction=Direction.IN).exclude(disposition="unsubscribed").order_by("-happened_at").first()
    if event is None:
        raise SuppressionHolds(gettext("Only they can lift this, by something they said or did after it. Nothing newer is known."))
    with transaction.atomic():
        lift_suppression(
            address.kind,
            address.normalized,
            event=f"touch:{event.ref}",
            event_at=event.happened_at,
            because=because,
            by=by,
            now=now,
        )
        settle(holders, by=by, now=now, because=because)


def read_closing(kind: str, raw: str) -> str:
    """An address or a domain as somebody wrote it, normalized. Raises UnreadableEmail, UnreadablePhone and NoDomain."""
    if kind == Suppression.Kind.EMAIL:
        return read_email(raw).normalized
    if kind == Suppression.Kind.PHONE:
        return read_phone(raw).normalized
    domain = raw.strip().lower().rpartition("@")[2].strip(".")
    if "." not in domain or " " in domain:
        raise NoDomain(gettext("“%(text)s” is not a domain such as example.com.") % {"text": raw})
    return domain
