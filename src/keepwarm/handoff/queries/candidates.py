"""What speaks for which closing rep: read from the database for `choosing`, which decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet

from keepwarm.engine.words import LIVE, Stage
from keepwarm.handoff.choosing import Candidate
from keepwarm.handoff.models import Asking, HandOff, Thread
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Role, Seat, Territory
from keepwarm.staff.queries import absent_at, persons_seats
from keepwarm.touches.models import Channel, Inquiry, Touch

AHEAD = timedelta(days=14)
"""A seat's load is what falls due within two weeks, with what it is asked about, for each minute a day for calls. Our choice."""


def closing_seats() -> QuerySet[Seat]:
    """The seats of those who sell and still work here, away or not."""
    return persons_seats().filter(user__grants__role=Role.CLOSING_REP).order_by("pk")


def present_closing_seats(now: datetime) -> QuerySet[Seat]:
    """Of those the ones who are not away or ill."""
    return closing_seats().exclude(absent_at(now))


def sells(seat: Seat) -> bool:
    """Whether a closing rep sits there; of a team's pool, whether one is in the team."""
    seats = closing_seats()
    return (seats.filter(team=seat.team_id) if seat.kind == Seat.Kind.TEAM else seats.filter(pk=seat.pk)).exists()


def candidates_for(prospect: Prospect, *, now: datetime) -> list[Candidate]:
    """Every closing rep with what speaks for them. Seven short queries."""
    seats = list(closing_seats())
    present = set(present_closing_seats(now).values_list("pk", flat=True))
    threads, spoke, load = _threads(prospect), _spoke(prospect, seats), _loads(seats, now)
    colleagues, territories = _colleagues(prospect, seats), _territories(prospect, seats)
    return [
        Candidate(
            seat_id=seat.pk,
            name=seat.name,
            is_present=seat.pk in present,
            thread_at=threads.get(seat.pk),
            spoke_at=spoke.get(seat.pk),
            colleague=colleagues.get(seat.pk, ""),
            territory=territories.get(seat.pk, ""),
            load=load[seat.pk],
        )
        for seat in seats
    ]


def _threads(prospect: Prospect) -> dict[int, datetime]:
    """Who gave them back, and when last; a thread that was cut still tells who knew them."""
    return dict(Thread.objects.filter(prospect=prospect).values_list("seat_id").annotate(at=Max("since_at")))


def _spoke(prospect: Prospect, seats: Sequence[Seat]) -> dict[int, datetime]:
    live = Touch.objects.filter(
        prospect=prospect, seat__in=seats, disposition__in=LIVE, channel__in=[Channel.PHONE, Channel.MEETING], voided_at__isnull=True
    )
    return {seat_id: at for seat_id, at in live.values_list("seat_id").annotate(at=Max("happened_at")) if seat_id is not None}


def _colleagues(prospect: Prospect, seats: Sequence[Seat]) -> dict[int, str]:
    """Of each rep somebody of the same firm whom they have in sales, or as a customer."""
    if prospect.organization_id is None:
        return {}
    theirs = Prospect.objects.filter(
        organization_id=prospect.organization_id, owner__in=seats, ended_at__isnull=True, stage__in=[Stage.IN_SALES, Stage.CUSTOMER]
    )
    return dict(theirs.exclude(pk=prospect.pk).order_by("-pk").values_list("owner_id", "name"))


def _territories(prospect: Prospect, seats: Sequence[Seat]) -> dict[int, str]:
    """The most specific territory of each rep in which the prospect lies."""
    owned: dict[tuple[str, str], list[int]] = {}
    for seat_id, kind, value in Territory.objects.filter(seat__in=seats).values_list("seat_id", "by", "value"):
        owned.setdefault((kind, value), []).append(seat_id)
    if not owned:
        return {}
    newest = Inquiry.objects.filter(prospect=prospect, voided_at__isnull=True).order_by("-received_at", "-pk")
    topic, source = newest.values_list("topic", "source__name").first() or ("", "")
    found: dict[int, str] = {}
    for kind, value in (("topic", topic), ("place", prospect.place), ("place", prospect.place.split("-")[0]), ("source", source)):
        for seat_id in owned.get((kind, value), ()) if value else ():
            found.setdefault(seat_id, value)
    return found


def _loads(seats: Sequence[Seat], now: datetime) -> Mapping[int, float]:
    due = Prospect.objects.filter(owner__in=seats, ended_at__isnull=True, next_step__in=["call", "write"], next_touch_at__lt=now + AHEAD)
    counts = dict(due.values_list("owner_id").annotate(count=Count("pk")).order_by())
    asked = Asking.objects.filter(seat__in=seats, outcome=Asking.Outcome.WAITS)
    waiting = dict(asked.values_list("seat_id").annotate(count=Count("pk")).order_by())
    return {seat.pk: (counts.get(seat.pk, 0) + waiting.get(seat.pk, 0)) / max(seat.call_minutes, 1) for seat in seats}


def refused_by(handoff: HandOff) -> set[int]:
    """Who was asked about it and gave it back, or let it wait: they are not asked a second time while others are here."""
    return set(handoff.askings.exclude(outcome=Asking.Outcome.WAITS).values_list("seat_id", flat=True))
