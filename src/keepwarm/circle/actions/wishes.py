"""A wish that no longer holds opens a way again, a permission taken back closes one: the next touch is decided anew with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.consent.actions import lift_wish, withdraw_permission
from keepwarm.consent.models import Permission, Wish
from keepwarm.decisions.actions import settle
from keepwarm.staff.models import User


def lift_and_settle(wish: Wish, *, because: str, by: User, now: datetime) -> None:
    """Lift a wish by the word of the person, and settle the prospect. Raises WishAlreadyLifted."""
    with transaction.atomic():
        lift_wish(wish, because=because, now=now)
        settle([wish.prospect_id], by=by, now=now, because=because)


def withdraw_and_settle(permission: Permission, *, by: User, now: datetime) -> None:
    """Take a permission back, and settle the prospect. Raises PermissionAlreadyWithdrawn."""
    with transaction.atomic():
        withdraw_permission(permission, by=by, now=now)
        settle([permission.prospect_id], by=by, now=now, because=gettext("a permission was withdrawn"))
