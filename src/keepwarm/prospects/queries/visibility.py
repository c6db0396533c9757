"""Who may see and who may change whom. Every read of prospects starts here."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect, Showing, Stage
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import NotYours, may_change_owned_by, reach_of


class UnknownProspect(Refusal):
    """There is no such prospect, or the reader may not see it: both are said alike."""

    def __init__(self) -> None:
        super().__init__(gettext("There is no such prospect, or you may not see it."))


def visible_to(for_: User) -> QuerySet[Prospect]:
    """Whom the reader may read about in full.

    A rep: what their seat and their team's pools own, and colleagues at the firms of those, so that two of us do not
    call one firm unawares; and those shown to them (`Showing`). Service: customers. Marketers, managers, directors
    and admins: everyone.
    """
    reach = reach_of(for_)
    if reach.sees_all:
        return Prospect.objects.all()
    mine = Q(owner__in=reach.seat_ids)
    at_my_firms = Prospect.objects.filter(organization=OuterRef("organization"), owner__in=reach.seat_ids)
    shown = Showing.objects.filter(seat__in=reach.seat_ids).values("prospect")
    return Prospect.objects.filter(mine | _as_service(for_) | Q(pk__in=shown) | Exists(at_my_firms.values("pk")[:1]))


def workable_by(for_: User) -> QuerySet[Prospect]:
    """Whom the reader works with: the list's rows. As `visible_to`, without colleagues that other seats own."""
    reach = reach_of(for_)
    if reach.sees_all:
        return Prospect.objects.all()
    return Prospect.objects.filter(Q(owner__in=reach.seat_ids) | _as_service(for_))


def may_change(prospect: Prospect, for_: User) -> bool:
    """Whether the reader may correct, log and choose for this prospect."""
    is_kept = prospect.stage == Stage.CUSTOMER and for_.has_role(Role.SERVICE)
    return is_kept or may_change_owned_by(for_, prospect.owner_id)


def find_visible(ref: str, *, for_: User) -> Prospect:
    """The person of this reference, or of one that was merged whom they became. Raises UnknownProspect."""
    found = visible_to(for_).select_related("merged_into").filter(ref=ref).first()
    if found is None:
        raise UnknownProspect
    return found if found.merged_into is None else find_visible(found.merged_into.ref, for_=for_)


def seek_visible(ref: str, *, for_: User) -> Prospect | None:
    """The same, for a page that goes on without them; None when there is nobody, or nobody is named."""
    try:
        return find_visible(ref, for_=for_) if ref else None
    except UnknownProspect:
        return None


def find_changeable(ref: str, *, for_: User) -> Prospect:
    """The same, for somebody who works with them. Raises UnknownProspect, NotYours."""
    found = find_visible(ref, for_=for_)
    if not may_change(found, for_):
        raise NotYours(gettext("%(name)s belongs to somebody else: ask them, or your manager.") % {"name": found.name})
    return found


def _as_service(for_: User) -> Q:
    return Q(stage=Stage.CUSTOMER) if for_.has_role(Role.SERVICE) else Q(pk__in=())
