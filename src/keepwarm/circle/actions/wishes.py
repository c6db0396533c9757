"""A wish that no longer holds opens a way again: the next touch is decided anew in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keepwarm.consent.actions import lift_wish
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import settle
from keepwarm.staff.models import User


def lift_and_settle(wish: Wish, *, because: str, by: User, now: datetime) -> None:
    """Lift a wish by the word of the person, and settle the prospect. Raises WishAlreadyLifted."""
    with transaction.atomic():
        lift_wish(wish, because=because, now=now)
        settle([wish.prospect_id], by=by, now=now, because=because)
