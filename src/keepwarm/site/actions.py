"""The writes of the frame itself."""

from datetime import datetime

from django.db import transaction

from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.links import LinkNoLongerHolds, read_token
from keepwarm.staff.models import User


def use_sign_in_link(token: str, *, now: datetime) -> User:
    """Use up a one-time link and give the person it signs in; raises `LinkNoLongerHolds`.

    One conditional UPDATE: of two people who use one link at the same time, one finds their last sign-in changed.
    """
    link = read_token(token, now=now)
    unused = User.objects.filter(pk=link.user_id, is_active=True, last_login=link.last_login)
    with transaction.atomic():
        if not unused.update(last_login=now):
            raise LinkNoLongerHolds
        user = User.objects.get(pk=link.user_id)
        note_in_audit("signed_in_by_link", {"user": user.ref}, by=user, now=now)
    return user
