"""Every write of permissions, wishes and suppressions."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from keepwarm.consent.absorbing import absorb, forget, give_back  # noqa: F401  # the circle finds them here
from keepwarm.consent.models import Permission, Suppression, Wish
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Address
from keepwarm.staff.models import User


class WishAlreadyLifted(Refusal):
    """Someone lifted it before."""


class PermissionAlreadyWithdrawn(Refusal):
    """Someone withdrew it before."""


def record_wishes(rows: Sequence[Wish]) -> list[Wish]:
    """Write wishes as they are; the caller holds the transaction and settles the prospects afterwards."""
    return Wish.objects.bulk_create(rows, batch_size=500)


def record_permissions(rows: Sequence[Permission]) -> list[Permission]:
    """Write permissions with their proof."""
    return Permission.objects.bulk_create(rows, batch_size=500)


def withdraw_permission(permission: Permission, *, by: User | None, now: datetime) -> Permission:
    """A permission is taken back by the person's word. The row stays, with its proof. The caller settles the prospect."""
    if permission.withdrawn_at is not None:
        raise PermissionAlreadyWithdrawn(gettext("This permission was withdrawn before."))
    permission.withdrawn_at, permission.withdrawn_by = now, by
    permission.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return permission


def lift_wish(wish: Wish, *, because: str, now: datetime) -> Wish:
    """A wish no longer holds, by the word of the person. The row stays. The caller settles the prospect."""
    holds = Wish.objects.filter(pk=wish.pk, lifted_at__isnull=True)
    if not holds.update(lifted_at=now, lifted_because=because[:200]):
        raise WishAlreadyLifted(gettext("This wish was lifted before."))
    wish.refresh_from_db()
    return wish


def lift_wishes_of(touch_ref: str, *, now: datetime) -> None:
    """Undo of a touch: what was wished in it does not hold."""
    Wish.objects.filter(source=f"touch:{touch_ref}", lifted_at__isnull=True).update(lifted_at=now, lifted_because=gettext("undone"))


def suppress(kind: str, normalized: str, *, reason: str, by: User | None, now: datetime) -> None:
    """An address is not to be used, whoever has it; only a keyed hash of it is kept. The caller settles who had it."""
    Suppression.objects.update_or_create(
        kind=kind, hashed=address_hash(kind, normalized), defaults={"reason": reason[:40], "at": now, "lifted_at": None}
    )
    Address.objects.filter(kind=kind, normalized=normalized).update(state=Address.State.BLOCKED)


def address_hash(kind: str, normalized: str) -> str:
    """A keyed hash that survives forgetting: equal addresses give equal hashes, and no hash gives an address."""
    return hmac.new(settings.SUPPRESSION_KEY.encode(), f"{kind}:{normalized}".encode(), hashlib.sha256).hexdigest()
