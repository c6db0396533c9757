"""The writes of the frame itself."""

from datetime import datetime

from keepwarm.staff.links import LinkNoLongerHolds, read_token
from keepwarm.staff.models import User


def use_sign_in_link(token: str, *, now: datetime) -> User:
    """Use up a one-time link and give the person it signs in; raises `LinkNoLongerHolds`.

    One conditional UPDATE: of two people who use one link at the same time, one finds their last sign-in changed.
    """
    link = read_token(token, now=now)
    unused = User.objects.filter(pk=link.user_id, is_active=True, last_login=link.last_login)
    if not unused.update(last_login=now):
        raise LinkNoLongerHolds
    return User.objects.get(pk=link.user_id)
