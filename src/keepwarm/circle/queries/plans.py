"""What an absence or a leaving would move, and to whom: the same answer for the preview and for the action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext

from keepwarm.circle.models import Cover
from keepwarm.circle.queries.heirs import Heir, Needing, choose_heirs
from keepwarm.handoff.queries.former import accepted_of
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Absence, Seat
from keepwarm.staff.queries import back_at_work, present_seats
from keepwarm.touches.models import Signal

SOMEBODY_WAITS = (
    Signal.Kind.CALL_BACK,
    Signal.Kind.CONTACT_ASKED,
    Signal.Kind.REPLY,
    Signal.Kind.INTRODUCED,
    Signal.Kind.BROKEN_PROMISE,
    Signal.Kind.CASE,
)
"""What was promised to someone, or asked by someone: it does not wait for a return."""
WAITS_AT_MOST = timedelta(days=3)
"""What would wait longer than this for the return goes to a stand-in instead. Our choice: the least gap between touches."""
UNKNOWN_RETURN = timedelta(days=7)
"""How far ahead a stand-in takes over while nobody knows when they come back; the background looks again each hour."""


@dataclass(frozen=True, slots=True)
class Move:
    """One prospect and who takes it over; `promised_at` when somebody waits for that moment."""

    prospect_id: int
    due_at: datetime
    heir: Heir
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AbsencePlan:
    """What is lent, and what waits until `back_at` (pairs of prospect and due moment)."""

    lent: tuple[Move, ...]
    waits: tuple[tuple[int, datetime], ...]
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Share:
    """For the preview: how many go to one seat, and how many of those were promised."""

    seat: Seat
    count: int
    promised: int


def plan_absence(absence: Absence, *, now: datetime) -> AbsencePlan:
    """What cannot wait for the return goes to those present; the rest waits, or is not due before."""
    seat = absence.seat
    back = back_at_work(seat, absence.ends_at) if absence.ends_at else None
    due = _owned(seat).filter(next_step__in=["call", "write"])
    promised = _promised(seat, absence.ends_at or now + UNKNOWN_RETURN)
    lend_before = back - WAITS_AT_MOST if back else now + UNKNOWN_RETURN
    longs = due.filter(next_touch_at__lt=lend_before) if lend_before > now else due.none()
    lent = {pk: (at, place) for pk, at, place in longs.values_list("pk", "next_touch_at", "place")} | {
        pk: (at, place) for pk, at, place in _owned(seat).filter(pk__in=promised).values_list("pk", "next_touch_at", "place")
    }
    waits = due.filter(next_touch_at__lt=back).values_list("pk", "next_touch_at") if back else []
    return AbsencePlan(
        tuple(_moves(lent, promised, seat, now=now)),
        tuple((pk, at) for pk, at in waits if pk not in lent and at is not None),
        back,
    )


def plan_leave(seat: Seat, *, now: datetime) -> list[Move]:
    """Every open prospect of a seat that is left, with its heir: promised ones first, then by date.

    What was lent to this seat goes back to whose it is, when they are here.
    """
    rows = _owned(seat).values_list("pk", "next_touch_at", "place")
    promised = _promised(seat, None)
    moves = _moves({pk: (at, place) for pk, at, place in rows}, promised, seat, now=now)
    back = _lent_by_present(seat, now=now)
    return [Move(one.prospect_id, one.due_at, back.get(one.prospect_id, one.heir), one.promised_at) for one in moves]


def shares(moves: Iterable[Move]) -> list[Share]:
    """The moves by who gets them, most first."""
    listed = list(moves)
    counts = Counter(move.heir.seat_id for move in listed)
    promised = Counter(move.heir.seat_id for move in listed if move.promised_at)
    seats = Seat.objects.in_bulk(counts)
    return [Share(seats[pk], count, promised[pk]) for pk, count in counts.most_common()]


def _owned(seat: Seat) -> QuerySet[Prospect]:
    return Prospect.objects.filter(owner=seat, ended_at__isnull=True)


def _promised(seat: Seat, before: datetime | None) -> dict[int, datetime]:
    """The earliest moment for which somebody waits, by prospect."""
    waiting = Signal.objects.open().filter(prospect__owner=seat, prospect__ended_at__isnull=True, kind__in=SOMEBODY_WAITS)
    if before is not None:
        waiting = waiting.filter(Q(due_at__isnull=True) | Q(due_at__lt=before))
    rows = waiting.values_list("prospect_id").annotate(due=Min("due_at"), raised=Min("raised_at"))
    return {pk: due or raised for pk, due, raised in rows}


def _moves(rows: dict[int, tuple[datetime | None, str]], promised: dict[int, datetime], seat: Seat, *, now: datetime) -> list[Move]:
    order = sorted(rows, key=lambda pk: (pk not in promised, promised.get(pk) or rows[pk][0] or now, pk))
    accepted = set(accepted_of(seat)) if rows else set()
    needing = [Needing(pk, rows[pk][1], _moment(promised.get(pk), now), in_sales=pk in accepted) for pk in order]
    heirs = choose_heirs(needing, seat, now=now) if needing else {}
    return [Move(pk, rows[pk][0] or now, heirs[pk], promised.get(pk)) for pk in order]


def _moment(at: datetime | None, now: datetime) -> datetime | None:
    """A promise that is overdue is due now."""
    return max(at, now) if at else None


def _lent_by_present(seat: Seat, *, now: datetime) -> dict[int, Heir]:
    """Whose the prospects are that `seat` only had on loan, as far as they are here or belong to the pool."""
    covers = Cover.objects.filter(stand_in=seat, closed_at__isnull=True, owner__in=present_seats(now)).select_related("owner")
    return {cover.prospect_id: Heir(cover.owner_id, gettext("it was theirs")) for cover in covers}
