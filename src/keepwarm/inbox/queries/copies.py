"""The address to which a rep sends blind copies of letters written elsewhere: only they know it, so that it proves who sent them."""

from __future__ import annotations

from keepwarm.outbox.naming import read_tag, tag_of, tagged_address
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.staff.models import Seat


def copy_address(seat: Seat) -> str:
    """Where this rep sends blind copies; "" while the house's mail account has no address that takes a tag."""
    account = account_of_seat(None)
    if account is None:
        return ""
    tagged = tagged_address(account.from_email, _tag(seat), style=account.tags, domain=account.tag_domain)
    return tagged if read_tag(tagged) else ""


def is_copy_address(email: str, seat: Seat) -> bool:
    """Whether the address carries this rep's own tag."""
    return read_tag(email) == _tag(seat)


def _tag(seat: Seat) -> str:
    """A keyed hash, as those of messages; nobody can make one, and no message has it."""
    return tag_of(f"copies:{seat.ref}")
