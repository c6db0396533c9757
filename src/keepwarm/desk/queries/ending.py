"""What the form at the end of a call needs: the nine proposals, and since when the call runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.decisions.models import Hold
from keepwarm.desk.queries.person import Person
from keepwarm.desk.queries.proposals import Proposal, propose
from keepwarm.phone.queries.gate import read_basis
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Direction, Touch
from keepwarm.touches.words import describe_touch, say_clock, say_when


@dataclass(frozen=True, slots=True)
class EndingPage:
    """Beside the form: what comes next after each ending, and since when the call runs ("" when nobody dialled)."""

    proposals: tuple[Proposal, ...]
    started_at: str
    started_clock: str


def show_ending(person: Person, *, seat: Seat | None, for_: User, now: datetime, direction: str) -> EndingPage:
    """For the person on the desk. A call from them began when its page was opened."""
    began = call_began(person.row, seat, now=now) or (now if direction == Direction.IN else None)
    basis = read_basis(person.row, now=now)
    return EndingPage(
        proposals=propose(person.row, basis, numbers=person.reach.numbers, for_=for_, now=now, direction=direction),
        started_at=began.isoformat() if began else "",
        started_clock=say_clock(began, zone=for_.zone) if began else "",
    )


def call_began(prospect: Prospect, seat: Seat | None, *, now: datetime) -> datetime | None:
    """When this seat dialled, while it still holds the prospect."""
    mine = Hold.objects.filter(prospect=prospect, seat=seat, until_at__gt=now)
    return mine.values_list("dialled_at", flat=True).first()


def what_changed(prospect: Prospect, *, since: datetime | None, for_: User, now: datetime) -> tuple[str, ...]:
    """What others logged since a form was shown, and the next step as it stands now."""
    rows = Touch.objects.filter(prospect=prospect, voided_at__isnull=True).select_related("seat").order_by("-logged_at")
    newer = rows.filter(logged_at__gt=since)[:5] if since else rows[:1]
    said = [f"{describe_touch(row)} · {row.seat.name if row.seat else ''} · {say_clock(row.logged_at, zone=for_.zone)}" for row in newer]
    if prospect.next_touch_at is not None:
        when = say_when(prospect.next_touch_at, zone=for_.zone, now=now)
        said.append(_("Next step now: %(step)s, %(when)s") % {"step": prospect.next_step.replace("_", " "), "when": when})
    return tuple(said)
