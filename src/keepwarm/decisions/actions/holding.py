"""Two people are never on the same prospect or firm at once: who opens a call holds both, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from keepwarm.decisions.actions.settling import lock_remaining
from keepwarm.decisions.models import Hold
from keepwarm.decisions.refusals import OnSomeonesDesk, UnknownProspect
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.staff.models import Seat

HELD_FOR = timedelta(minutes=20)
"""A hold ends by itself after this long without a sign: longer than most calls, short enough after a closed laptop."""


def hold(prospect_id: int, seat: Seat, *, now: datetime, dialled: bool = False) -> Hold:
    """Take prospect and firm for this seat, or renew it; of one that was merged the one who remains.

    Raises OnSomeonesDesk with who is on it.
    """
    with transaction.atomic():
        prospect = Prospect.objects.filter(pk=lock_remaining([prospect_id])[prospect_id]).first()
        if prospect is None:
            raise UnknownProspect(gettext("There is no such prospect any more."))
        same = Q(prospect=prospect)
        if prospect.organization_id is not None:
            same |= Q(organization_id=prospect.organization_id)
        Hold.objects.filter(same, until_at__lte=now).delete()
        for other in Hold.objects.filter(same).exclude(seat=seat).select_related("seat", "prospect"):
            words = {"seat": other.seat.name, "name": other.prospect.name}
            raise OnSomeonesDesk(gettext("%(seat)s is on the phone with %(name)s right now.") % words)
        Hold.objects.filter(same | Q(seat=seat)).delete()
        return _take(prospect, seat, now=now, dialled=dialled)


def _take(prospect: Prospect, seat: Seat, *, now: datetime, dialled: bool) -> Hold:
    """Another may have taken a colleague of the same firm in this very moment: the database refuses the second."""
    try:
        with transaction.atomic():
            return Hold.objects.create(
                prospect=prospect,
                organization_id=prospect.organization_id,
                seat=seat,
                dialled_at=now if dialled else None,
                until_at=now + HELD_FOR,
            )
    except IntegrityError:
        raise OnSomeonesDesk(gettext("Somebody else is on the phone with this firm right now.")) from None


def release(prospect_id: int, seat: Seat) -> None:
    """Let go of prospect and firm. Nothing happens when this seat does not hold them."""
    Hold.objects.filter(prospect_id=remaining([prospect_id])[prospect_id], seat=seat).delete()
