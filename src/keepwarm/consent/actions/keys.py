"""A new key for the links of the public pages."""

from __future__ import annotations

from datetime import datetime

from keepwarm.consent.link_keys import put_new_key_on_top
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User


def renew_link_key(*, by: User | None, now: datetime) -> int:
    """From now on a new key signs links; those in mails sent before open as ever. Gives how many keys there are."""
    count = put_new_key_on_top()
    note_in_audit("link_key_renewed", {"keys": count}, by=by, now=now)
    return count
