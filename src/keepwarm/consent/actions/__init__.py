"""Every write of permissions, wishes, suppressions, wordings, and the keys of links."""

from keepwarm.consent.actions.absorbing import absorb, forget, give_back
from keepwarm.consent.actions.keys import renew_link_key
from keepwarm.consent.actions.permissions import (
    BadEnd,
    PermissionAlreadyWithdrawn,
    ProofMissing,
    end_permission,
    record_permission,
    record_permissions,
    restore_withdrawn,
    stamp_used,
    withdraw_all,
    withdraw_permission,
)
from keepwarm.consent.actions.suppressions import NotSuppressed, SuppressionHolds, lift_misread, lift_suppression, suppress
from keepwarm.consent.actions.wishes import WishAlreadyLifted, lift_wish, lift_wishes_of, record_wishes
from keepwarm.consent.actions.wordings import BadWording, put_wording
from keepwarm.consent.hashing import address_hash

__all__ = [
    "BadEnd",
    "BadWording",
    "NotSuppressed",
    "PermissionAlreadyWithdrawn",
    "ProofMissing",
    "SuppressionHolds",
    "WishAlreadyLifted",
    "absorb",
    "address_hash",
    "end_permission",
    "forget",
    "give_back",
    "lift_misread",
    "lift_suppression",
    "lift_wish",
    "lift_wishes_of",
    "put_wording",
    "record_permission",
    "record_permissions",
    "record_wishes",
    "renew_link_key",
    "restore_withdrawn",
    "stamp_used",
    "suppress",
    "withdraw_all",
    "withdraw_permission",
]
