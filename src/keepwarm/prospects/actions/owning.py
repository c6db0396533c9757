"""Whose prospects are: another owner for many at once, each with the reason and who decided it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.actions.absorbing import reassign
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User


class SeatLeft(Refusal):
    """Nobody sits there any more."""


def change_owner(ids: Iterable[int], seat: Seat, *, because: str, by: User | None, now: datetime) -> list[int]:
    """Give prospects to `seat`, with a StandingChange each; those that it owns already stay as they are. Gives the ids that moved.

    The caller settles them afterwards: whose calling minutes they take has changed. Raises SeatLeft.
    """
    if seat.left_at is not None:
        raise SeatLeft(gettext("%(seat)s has left: choose another owner.") % {"seat": seat.name})
    wanted = sorted(set(ids))
    with transaction.atomic():
        if connection.vendor == "postgresql":
            list(Prospect.objects.filter(pk__in=wanted).order_by("pk").select_for_update().values_list("pk"))
        return reassign(dict.fromkeys(wanted, seat.pk), dict.fromkeys(wanted, because), from_seat=None, by=by, now=now)
