"""A permission given or ended by a person of the house or a program: the next touch is decided anew with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.consent.actions import end_permission, record_permission
from keepwarm.consent.models import Permission
from keepwarm.decisions.actions import settle
from keepwarm.staff.models import User


def permit_and_settle(permission: Permission, *, by: User | None, now: datetime) -> Permission:
    """Record a permission with its proof, and settle the prospect. Raises ProofMissing and BadEnd."""
    with transaction.atomic():
        kept = record_permission(permission, by=by, now=now)
        settle([kept.prospect_id], by=by, now=now, because=gettext("a permission was given"))
    return kept


def end_and_settle(permission: Permission, *, expires_at: datetime | None, by: User | None, now: datetime) -> Permission:
    """Another end of a permission, and settle the prospect. Raises BadEnd and PermissionAlreadyWithdrawn."""
    with transaction.atomic():
        kept = end_permission(permission, expires_at=expires_at, by=by, now=now)
        settle([kept.prospect_id], by=by, now=now, because=gettext("a permission has another end"))
    return kept
