"""A call: opened when it is permitted and nobody else is on it, logged with what was promised in it, let go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.decisions.actions import Logged, hold, log_touch, release, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.models import Hold
from keepwarm.decisions.promising import check_promise
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import digits_of
from keepwarm.phone.queries.gate import check_may_call
from keepwarm.prospects.actions import add_address
from keepwarm.prospects.actions.addresses import AddressBlocked, AddressKnown
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat, User

SHORTEST_NUMBER = 6
"""Digits; fewer are an extension."""


class NoSeat(Refusal):
    """Somebody without a seat of their own calls nobody."""


def open_call(prospect: Prospect, *, seat: Seat | None, now: datetime) -> Hold:
    """Take prospect and firm for a call. Raises NoSeat, MayNotCall and OnSomeonesDesk; then nothing is taken."""
    if seat is None:
        raise NoSeat(_("You have no seat here, so a call of yours would be nobody's. Whoever runs the team can give you one."))
    check_may_call(prospect, now=now)
    return hold(prospect.pk, seat, now=now, dialled=True)


def log_call(touch: NewTouch, *, prospect: Prospect, seat: Seat | None, by: User | None, now: datetime) -> Logged:
    """Log a call and let go of it; a direct line that was given in it is dialled first from now on.

    Raises MomentPassed and CannotBeKept for a promise that could not be kept, UnreadablePhone, and all of `log_touch`.
    """
    if touch.call_back_at is not None:
        check_promise(prospect, touch.call_back_at, now=now, wishes=touch.wishes)
    with transaction.atomic():
        logged = log_touch(touch, by=by, now=now)
        line = str(touch.args.get("direct_line", ""))
        if is_number(line) and _keep_line(prospect, line, by=by, now=now):
            settle([prospect.pk], by=by, now=now, because=_("a direct line was given"))
        leave_call(prospect, seat=seat)
    return logged


def is_number(line: str) -> bool:
    """Whether a direct line can be dialled from outside; an extension of a few digits stays in words."""
    return len(digits_of(line)) >= SHORTEST_NUMBER


def _keep_line(prospect: Prospect, line: str, *, by: User | None, now: datetime) -> bool:
    """The direct line as an address of theirs. One that is known or blocked changes nothing."""
    try:
        add_address(prospect.ref, Address.Kind.PHONE, line, label=_("direct line"), first=True, by=by, now=now)
    except (AddressKnown, AddressBlocked):
        return False
    return True


def leave_call(prospect: Prospect, *, seat: Seat | None) -> None:
    """Nobody is on it any more; nothing happens for somebody who was not."""
    if seat is not None:
        release(prospect.pk, seat)
