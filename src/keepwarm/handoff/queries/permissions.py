"""Who may offer, answer and see hand-offs."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from keepwarm.handoff.models import Asking, HandOff
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import EDITORS, Role, Seat, User
from keepwarm.staff.queries import may_change_owned_by, reach_of

OFFERS = EDITORS


def may_offer(prospect: Prospect, for_: User) -> bool:
    """Marketing, whoever runs the team, and whose prospect it is."""
    return for_.has_role(*OFFERS) or may_change_owned_by(for_, prospect.owner_id)


def may_answer(asking: Asking, for_: User) -> bool:
    """Who may accept: the rep who is asked; a manager for them; and any closing rep once the time for the answer is over."""
    if may_give_back(asking, for_):
        return True
    return asking.told_manager_at is not None and for_.has_role(Role.CLOSING_REP) and has_seat(for_)


def may_give_back(asking: Asking, for_: User) -> bool:
    """The rep who is asked, and a manager for them: nobody else says no in their name."""
    return for_.has_role(Role.MANAGER) or asking.seat.user_id == for_.pk


def has_seat(user: User) -> bool:
    """Whether the user has a place that can own prospects."""
    return Seat.objects.filter(user=user, left_at__isnull=True).exists()


def visible_handoffs(for_: User) -> QuerySet[HandOff]:
    """Those a reader may read: everybody's, or those of their prospects, and those they offered or were asked about."""
    reach = reach_of(for_)
    if reach.sees_all:
        return HandOff.objects.all()
    asked = Asking.objects.filter(seat__in=reach.seat_ids).values("handoff")
    theirs = Prospect.objects.filter(owner__in=reach.seat_ids).values("pk")
    mine = Q(prospect__in=theirs) | Q(from_seat__in=reach.seat_ids) | Q(offered_by=for_) | Q(pk__in=asked)
    return HandOff.objects.filter(mine)  # each of the four has an index
