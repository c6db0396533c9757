"""Seminars and guests as marketers see them; every list of guests starts from whom the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.seminars.links import page_url
from keepwarm.seminars.models import Guest, Seminar, Standing, State
from keepwarm.seminars.refusals import SeminarRefused
from keepwarm.seminars.words import say_when, say_where
from keepwarm.staff.models import User

LINES = 50
MOST_GUESTS = 2_000
"""Shown on one page, and printed; more than fits a hall."""
_SEATED, _WAITING = Q(guests__standing=Standing.SEATED), Q(guests__standing=Standing.WAITING)


@dataclass(frozen=True, slots=True)
class SeminarLine:
    """One seminar on a list. `phase`: draft, open, full, over or called_off."""

    ref: str
    title: str
    when: str
    where: str
    starts_at: datetime
    phase: str
    phase_label: str
    seats: int
    seated: int
    waiting: int
    attended: int
    url: str


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One guest. `standing` as models.Standing; `email` as they gave it."""

    ref: str
    name: str
    firm: str
    email: str
    prospect_ref: str
    standing: str
    standing_label: str
    joined_at: datetime
    attended_at: datetime | None
    told: bool
    follow_at: datetime | None
    followed_at: datetime | None


PHASES = {
    "draft": lambda: _("draft"),
    "open": lambda: _("seats free"),
    "full": lambda: _("full"),
    "over": lambda: _("over"),
    "called_off": lambda: _("called off"),
}


def list_seminars(*, for_: User | None, now: datetime, over: bool = False, limit: int = LINES) -> list[SeminarLine]:
    """Those to come, the next first; with `over` those that are past or called off, the newest first. Anybody of the house sees them."""
    past = Q(ends_at__lte=now) | Q(state=State.CALLED_OFF)
    rows = counted().filter(past).order_by("-starts_at", "-pk") if over else counted().exclude(past).order_by("starts_at", "pk")
    return [line_of(row, now=now) for row in rows[:limit]]


def counted() -> QuerySet[Seminar]:
    """Seminars with the counts of their guests."""
    return Seminar.objects.annotate(
        seated=Count("guests", filter=_SEATED),
        waiting=Count("guests", filter=_WAITING),
        attended=Count("guests", filter=Q(guests__attended_at__isnull=False)),
    )


def find_seminar(ref: str) -> Seminar:
    """With its counts, owner and question. Raises SeminarRefused."""
    row = counted().select_related("owner", "question").filter(ref=ref).first()
    if row is None:
        raise SeminarRefused(_("There is no such seminar any more."))
    return row


def line_of(row: Seminar, *, now: datetime) -> SeminarLine:
    """The line of a row of `counted`."""
    seated = row.seated  # type: ignore[attr-defined]
    phase = phase_of(row, seated, now)
    return SeminarLine(
        ref=row.ref,
        title=row.title,
        when=say_when(row),
        where=say_where(row),
        starts_at=row.starts_at,
        phase=phase,
        phase_label=PHASES[phase](),
        seats=row.seats,
        seated=seated,
        waiting=row.waiting,  # type: ignore[attr-defined]
        attended=row.attended,  # type: ignore[attr-defined]
        url=page_url(row.ref),
    )


def phase_of(row: Seminar, seated: int, now: datetime) -> str:
    """In one word how it stands."""
    if row.state == State.OPEN and now >= row.ends_at:
        return "over"
    if row.state == State.OPEN:
        return "full" if seated >= row.seats else "open"
    return row.state


def list_guests(seminar: Seminar, *, for_: User | None, find: str = "") -> list[GuestLine]:
    """Those with a seat by name, then the waiting list in its order, then who gave back; `for_` None is the command line.

    `find`: only whose name or firm holds it.
    """
    rows = Guest.objects.filter(seminar=seminar).select_related("prospect__organization")
    if for_ is not None:
        rows = rows.filter(prospect__in=visible_to(for_))
    if find:
        rows = rows.filter(Q(name__icontains=find) | Q(prospect__organization__name__icontains=find))
    return sorted((_line(row) for row in rows.order_by("pk")[:MOST_GUESTS]), key=_place)


_ORDER = {Standing.SEATED: 0, Standing.WAITING: 1, Standing.GAVE_BACK: 2}


def _place(line: GuestLine) -> tuple[int, datetime | str, str]:
    order = _ORDER[Standing(line.standing)]
    return order, line.joined_at.isoformat() if order else line.name.casefold(), line.ref


def _line(row: Guest) -> GuestLine:
    firm = row.prospect.organization
    return GuestLine(
        ref=row.ref,
        name=row.name or row.prospect.name,
        firm=firm.name if firm else "",
        email=row.email,
        prospect_ref=row.prospect.ref,
        standing=row.standing,
        standing_label=str(Standing(row.standing).label),
        joined_at=row.joined_at,
        attended_at=row.attended_at,
        told=not row.to_tell,
        follow_at=row.follow_at,
        followed_at=row.followed_at,
    )
