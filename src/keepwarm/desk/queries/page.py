"""The whole desk: queue, one prospect, meters; what one GET shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from keepwarm.desk.queries.meters import Meters, read_meters
from keepwarm.desk.queries.person import Person, show_person
from keepwarm.desk.queries.queue import DeskQueue, show_queue, what_is_tomorrow
from keepwarm.handoff.queries.page_list import HandOffLine, waiting_for
from keepwarm.handoff.queries.page_notices import NoticeLine, unseen_notices
from keepwarm.handoff.queries.page_one import handoff_line
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import may_change, visible_to
from keepwarm.staff.models import Role, Seat, User
from keepwarm.staff.queries import seats_of
from keepwarm.touches.models import Touch


@dataclass(frozen=True, slots=True)
class Desk:
    """`person` is None when nothing is left today. `logged` is the touch that was just logged, to be undone."""

    queue: DeskQueue
    person: Person | None
    meters: Meters
    seat: Seat | None
    tomorrow: int
    logged: Touch | None
    waiting: tuple[HandOffLine, ...] = ()  # hand-offs that the reader is to answer
    notices: tuple[NoticeLine, ...] = ()
    meeting: HandOffLine | None = None  # the open hand-off of the person in the middle


def show_desk(ref: str = "", *, for_: User, now: datetime, logged: str = "") -> Desk:
    """The reader's desk, at the prospect `ref` or else at the first line of the queue. Raises Http404 for an unknown one."""
    seat = seat_of(for_)
    queue = show_queue(for_=for_, now=now)
    first = queue.start or (queue.lines[0].ref if queue.lines else "")
    meters = read_meters(seat, for_=for_, now=now)
    prospect = find_prospect(ref or first, for_=for_) if ref or first else None
    person = show_person(prospect, for_=for_, seat=seat, meters=meters, now=now) if prospect else None
    return Desk(
        queue=queue,
        person=person,
        meters=meters,
        seat=seat,
        tomorrow=0 if person else what_is_tomorrow(for_=for_, now=now),
        logged=just_logged(logged, for_=for_) if logged else None,
        waiting=waiting_for(for_, now=now) if for_.has_role(Role.CLOSING_REP) else (),
        notices=unseen_notices(for_, now=now),
        meeting=handoff_line(prospect, for_=for_, now=now) if prospect else None,
    )


def seat_of(user: User) -> Seat | None:
    """The seat of a person who works with prospects; who has none has no pool either."""
    return next((seat for seat in seats_of(user) if seat.user_id == user.pk), None)


def find_prospect(ref: str, *, for_: User, to_change: bool = False) -> Prospect:
    """The prospect that the reader may see, or change; of one that was merged the one it became.

    Raises Http404 for one they may not see, and PermissionDenied for one they may see and not change.
    """
    rows = visible_to(for_).select_related("organization", "owner", "merged_into")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    if found.merged_into is not None:
        return find_prospect(found.merged_into.ref, for_=for_, to_change=to_change)
    if to_change and not may_change(found, for_):
        raise PermissionDenied(_("%(owner)s looks after %(name)s.") % {"owner": found.owner.name, "name": found.name})
    return found


def just_logged(ref: str, *, for_: User) -> Touch | None:
    """The touch that the reader logged a moment ago, while it can be undone."""
    return Touch.objects.filter(ref=ref, by=for_, voided_at__isnull=True).select_related("prospect").first()


def find_touch(ref: str, *, for_: User) -> Touch:
    """A touch that the reader logged themselves: only those can be undone from the desk. Raises Http404."""
    found = Touch.objects.filter(ref=ref, by=for_).first()
    if found is None:
        raise Http404
    return found
