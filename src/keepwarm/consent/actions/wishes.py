"""Writes of wishes: what a person asked for, and that it no longer holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from keepwarm.consent.models import Wish
from keepwarm.lib.refusal import Refusal


class WishAlreadyLifted(Refusal):
    """Someone lifted it before."""


def record_wishes(rows: Sequence[Wish]) -> list[Wish]:
    """Write wishes as they are; the caller holds the transaction and settles the prospects afterwards."""
    return Wish.objects.bulk_create(rows, batch_size=500)


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
