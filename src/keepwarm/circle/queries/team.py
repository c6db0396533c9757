"""Who is here: people, what they do and when, who is away, and with whom their promised calls are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.circle.models import Cover
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import REPS, SEES_ALL, Absence, Role, RoleGrant, Seat, Territory, User
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours, may_mark_absence, may_run_team

MAY_MARK = REPS | RUNS_THE_TEAM
"""Who marks absences: a rep their own, whoever runs the team anybody's."""
COUNTED = 1000
"""Prospects of one seat are counted so far; more is shown as "1,000+"."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One person, for the reader: what they may change about it, whether they own prospects, and whether the reader may list these."""

    person: User
    seat: Seat | None
    roles: str
    hours: str
    territories: str
    prospects: str
    absence: Absence | None
    lent: tuple[tuple[str, int], ...]
    may_mark: bool
    may_edit: bool
    owns: bool
    may_list: bool

    @property
    def is_here(self) -> bool:
        """Not away."""
        return self.absence is None

    @property
    def until(self) -> str:
        """The end of the absence in their zone: its last day when it ends at midnight; "" while nobody knows."""
        if self.absence is None or self.seat is None or self.absence.ends_at is None:
            return ""
        ends = self.absence.ends_at.astimezone(ZoneInfo(self.seat.zone))
        at_midnight = ends.time() == time()
        return date_format(ends - timedelta(days=1), "j M") if at_midnight else date_format(ends, "j M, H:i")


class UnknownSeat(Refusal):
    """Nobody sits there, or not any more."""


def seat_to_mark(ref: str, *, for_: User) -> Seat:
    """The seat of somebody who works here, whose absence the reader may mark. Raises UnknownSeat, NotYours."""
    seat = Seat.objects.filter(ref=ref, kind=Seat.Kind.PERSON, left_at__isnull=True).first()
    if seat is None:
        raise UnknownSeat(gettext("Nobody here has this seat, or they have left."))
    if not may_mark_absence(for_, seat):
        raise NotYours(gettext("You mark your own absence; whoever runs the team marks anybody's."))
    return seat


def team_page(*, for_: User, now: datetime) -> list[TeamLine]:
    """Everyone who signs in, by name. A handful of short queries, however many prospects there are."""
    people = list(User.objects.filter(is_active=True).order_by("name", "pk"))
    seats = {seat.user_id: seat for seat in Seat.objects.filter(user__in=people, left_at__isnull=True)}
    known = _Known(list(seats.values()), now)
    return [_line(person, seats.get(person.pk), known, for_) for person in people]


class _Known:
    """What is read once for all lines."""

    def __init__(self, seats: list[Seat], now: datetime) -> None:
        self.roles: dict[int, list[str]] = defaultdict(list)
        for user_id, role in RoleGrant.objects.order_by("role").values_list("user_id", "role"):
            self.roles[user_id].append(role)
        self.territories: dict[int, list[str]] = defaultdict(list)
        for seat_id, value in Territory.objects.order_by("by", "value").values_list("seat_id", "value"):
            self.territories[seat_id].append(value)
        running = Absence.objects.filter(starts_at__lte=now, returned_at__isnull=True).order_by("-starts_at")
        self.absences = {one.seat_id: one for one in running if one.ends_at is None or one.ends_at > now}
        self.lent = _lent([one.pk for one in self.absences.values()])
        self.prospects = {seat.pk: _count(seat) for seat in seats}


def _lent(absence_ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    rows = Cover.objects.filter(absence__in=absence_ids, closed_at__isnull=True, kind=Cover.Kind.LENT)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    counted = rows.values_list("owner_id", "stand_in__name").annotate(count=Count("pk")).order_by("-count")
    for owner_id, name, count in counted:
        found[owner_id].append((str(name), count))
    return found


def _count(seat: Seat) -> str:
    counted = Prospect.objects.filter(owner=seat, ended_at__isnull=True, next_step__in=["call", "write", "keep_warm"])
    count = counted.order_by()[:COUNTED].count()
    return f"{COUNTED:,}+" if count == COUNTED else str(count)


def _line(person: User, seat: Seat | None, known: _Known, for_: User) -> TeamLine:
    roles = known.roles[person.pk]
    of_seat: dict[str, Any] = {"hours": "", "territories": "", "prospects": "", "absence": None, "lent": ()}
    if seat is not None:
        of_seat = {
            "hours": _hours(seat),
            "territories": ", ".join(known.territories[seat.pk]),
            "prospects": known.prospects[seat.pk],
            "absence": known.absences.get(seat.pk),
            "lent": tuple(known.lent[seat.pk]),
        }
    return TeamLine(
        person=person,
        seat=seat,
        roles=", ".join(str(Role(role).label) for role in roles),
        may_mark=seat is not None and (person.pk == for_.pk or may_run_team(for_)),
        may_edit=may_run_team(for_),
        owns=bool(REPS & set(roles)),
        may_list=person.pk == for_.pk or for_.has_role(*SEES_ALL),
        **of_seat,
    )


def _hours(seat: Seat) -> str:
    opens, closes = (f"{minute // 60:02}:{minute % 60:02}" for minute in (seat.opens_minute, seat.closes_minute))
    return f"{opens}–{closes}"
