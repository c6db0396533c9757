"""Who may see and change opportunities, and who keeps the offerings."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext

from keepwarm.selling.models import Opportunity, Sale
from keepwarm.selling.refusals import UnknownOpportunity, UnknownSale
from keepwarm.staff.models import EDITORS, REPS, Role, User
from keepwarm.staff.queries import NotYours, may_change_owned_by, reach_of

SELLS: Final = frozenset({Role.CLOSING_REP, Role.MANAGER, Role.ADMIN})
"""Who opens opportunities and moves them: whose they are, and whoever runs the team."""
KEEPS_OFFERINGS: Final = EDITORS


def visible_opportunities(for_: User) -> QuerySet[Opportunity]:
    """Everybody's, or those of one's own seat and of one's team's pool."""
    reach = reach_of(for_)
    found = Opportunity.objects.all()
    return found if reach.sees_all else found.filter(seat__in=reach.seat_ids)


def sees_others(rep: User) -> bool:
    """Whether a rep is shown more than their own, so that looking at theirs alone is a choice: everybody's, or a pool's."""
    reach = reach_of(rep)
    return rep.has_role(*REPS) and (reach.sees_all or len(reach.seat_ids) > 1)


def visible_sales(for_: User) -> QuerySet[Sale]:
    """The sales behind what a reader sees: everybody's, those one sold, and those of one's prospects."""
    reach = reach_of(for_)
    return Sale.objects.all() if reach.sees_all else Sale.objects.filter(seat__in=reach.seat_ids)


def may_sell_for(user: User | None, seat_id: int) -> bool:
    """Whether `user` may open, change and close what is, or would be, of this seat. None is the house itself."""
    return user is None or (user.has_role(*SELLS) and may_change_owned_by(user, seat_id))


def require_to_sell_for(user: User | None, seat_id: int, name: str) -> None:
    """Refuses with a sentence whoever may not."""
    if not may_sell_for(user, seat_id):
        raise NotYours(gettext("What %(name)s may buy is the matter of whoever sells to them, or of their manager.") % {"name": name})


def find_opportunity(ref: str, *, for_: User) -> Opportunity:
    """The opportunity with all that its page names. Raises UnknownOpportunity."""
    named = ("prospect__organization", "organization", "offering", "stage", "seat", "by")
    found = visible_opportunities(for_).select_related(*named).filter(ref=ref).first()
    if found is None:
        raise UnknownOpportunity(gettext("There is no such opportunity, or you may not see it."))
    return found


def find_sale(ref: str, *, for_: User) -> Sale:
    """The sale, as far as the reader may see it. Raises UnknownSale."""
    found = visible_sales(for_).select_related("prospect", "offering", "seat", "opportunity").filter(ref=ref).first()
    if found is None:
        raise UnknownSale(gettext("There is no such sale, or you may not see it."))
    return found
