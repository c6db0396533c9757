"""To whom a manager may give a prospect: of somebody whom sales accepted only those who sell."""

from __future__ import annotations

from django.db.models import QuerySet

from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries import closing_seats, open_handoff
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import REPS, Seat
from keepwarm.staff.queries import persons_seats


def is_with_sales(prospect: Prospect) -> bool:
    """Whether sales accepted them, and is not done with them."""
    found = open_handoff(prospect.pk)
    return found is not None and found.state == HandOff.State.ACCEPTED


def takers_of(prospect: Prospect) -> QuerySet[Seat]:
    """The seats of those who may have them, but for whoever has them; by name."""
    seats = closing_seats() if is_with_sales(prospect) else persons_seats().filter(user__grants__role__in=REPS)
    return seats.exclude(pk=prospect.owner_id).distinct().order_by("name", "pk")
