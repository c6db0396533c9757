"""One-time sign-in links: what a link says, and whether it still holds. No clock: the caller gives the moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import User

LIFE = timedelta(minutes=15)
_SALT = "keepwarm.staff.sign-in-link"


class LinkNoLongerHolds(Refusal):
    """A sign-in link is forged, too old, used, or belongs to someone who may not sign in."""

    def __init__(self) -> None:
        super().__init__(gettext("This sign-in link was used before or is too old. Ask for a new one: keepwarm user link EMAIL."))


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says: whose it is, until when it holds, and their last sign-in when it was made."""

    user_id: int
    until: datetime
    last_login: datetime | None


def write_token(user: User, *, now: datetime) -> str:
    """A signed token for `user`.

    It names their last sign-in, and using it makes a newer one: that is what makes it single-use, in the database and
    so across restarts, without a table of used links.
    """
    seen = user.last_login.isoformat() if user.last_login else ""
    return signing.dumps([user.pk, (now + LIFE).isoformat(), seen], salt=_SALT)


def read_token(token: str, *, now: datetime) -> Link:
    """What `token` says; raises `LinkNoLongerHolds` when it is not ours or too old."""
    try:
        user_id, until, seen = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise LinkNoLongerHolds from None
    link = Link(user_id, datetime.fromisoformat(until), datetime.fromisoformat(seen) if seen else None)
    if now >= link.until:
        raise LinkNoLongerHolds
    return link


def find_holder(token: str, *, now: datetime) -> User:
    """Whom `token` would sign in now; raises `LinkNoLongerHolds` also when it was used or they have left."""
    link = read_token(token, now=now)
    holder = User.objects.filter(pk=link.user_id, is_active=True, last_login=link.last_login).first()
    if holder is None:
        raise LinkNoLongerHolds
    return holder
