"""The JSON edge of the team: who is here today, and who is ill, away, or back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.circle.actions import come_back, mark_days_away, mark_ill_today
from keepwarm.circle.queries.team import MAY_MARK, TeamLine, seat_to_mark, team_page
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import Absence, Seat
from keepwarm.staff.queries import absence_of, require_role

router = Router(tags=["team"])
WRITE = NeedsScope(Scope.TEAM_WRITE)


class LentOut(Schema):
    """How many prospects of somebody who is away are with whom meanwhile."""

    to: str
    count: int


class PersonOut(Schema):
    """Somebody of the house; who has no seat owns nobody. `absence` is away or ill; null is who is here, and an end that nobody knows."""

    seat: str | None
    name: str
    email: str
    roles: str
    is_here: bool
    absence: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    lent: list[LentOut]
    may_mark: bool


class TeamOut(Schema):
    """Everyone who signs in, by name."""

    people: list[PersonOut]


class AwayIn(Schema):
    """From which day to which, both included, where the seat is; without `last` nobody knows until when."""

    first: date
    last: date | None = None
    because: Annotated[str, Field(max_length=200)] = ""


class MarkedOut(Schema):
    """The absence that was written. What cannot wait is with those present as soon as it begins."""

    seat: str
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None


class BackOut(Schema):
    """They are here. `came_back`: how many prospects that others had meanwhile are theirs again."""

    seat: str
    name: str
    came_back: int


@router.get("/team", response={200: TeamOut, **PROBLEMS}, auth=NeedsScope(Scope.TEAM_READ))
def show_team(request: HttpRequest) -> TeamOut:
    """Who is here today, who is away or ill and until when, and with whom what was promised is meanwhile."""
    return TeamOut(people=[_person(line) for line in team_page(for_=reader(request), now=timezone.now())])


@router.post("/seats/{ref}/ill-today", response={200: MarkedOut, **PROBLEMS}, auth=WRITE)
def ill_today(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Ill until the end of the working day: promised calls move at once. A rep their own, managers and admins anybody's."""

    def do(seat: Seat, now: datetime) -> MarkedOut:
        return _marked(mark_ill_today(seat, by=reader(request), now=now))

    return _mark(request, ref, key, do)


@router.post("/seats/{ref}/away", response={200: MarkedOut, **PROBLEMS}, auth=WRITE)
def away(request: HttpRequest, ref: str, body: AwayIn, key: OnceKey) -> HttpResponse:
    """Away from one day to another. What cannot wait goes to those present, the rest waits. One's own; managers and admins anybody's."""

    def do(seat: Seat, now: datetime) -> MarkedOut:
        return _marked(mark_days_away(seat, body.first, body.last, because=body.because, by=reader(request), now=now))

    return _mark(request, ref, key, do)


@router.post("/seats/{ref}/back", response={200: BackOut, **PROBLEMS}, auth=WRITE)
def back(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Here again: what was lent comes back. Of somebody who is here, nothing changes."""

    def do(seat: Seat, now: datetime) -> BackOut:
        absence = absence_of(seat, now)
        count = come_back(absence, by=reader(request), now=now) if absence else 0
        return BackOut(seat=seat.ref, name=seat.name, came_back=count)

    return _mark(request, ref, key, do)


def _mark(request: HttpRequest, ref: str, key: str, do: Callable[[Seat, datetime], Schema]) -> HttpResponse:
    """What is done to a seat whose absence the key's owner may mark."""

    def act() -> Schema:
        require_role(reader(request), *MAY_MARK)
        return do(seat_to_mark(ref, for_=reader(request)), timezone.now())

    return write_once(request, key, act)


def _marked(done: Absence) -> MarkedOut:
    return MarkedOut(seat=done.seat.ref, name=done.seat.name, kind=done.kind, starts_at=done.starts_at, ends_at=done.ends_at)


def _person(line: TeamLine) -> PersonOut:
    absence = line.absence
    return PersonOut(
        seat=line.seat.ref if line.seat else None,
        name=line.person.name,
        email=line.person.email,
        roles=line.roles,
        is_here=line.is_here,
        absence=absence.kind if absence else None,
        starts_at=absence.starts_at if absence else None,
        ends_at=absence.ends_at if absence else None,
        lent=[LentOut(to=name, count=count) for name, count in line.lent],
        may_mark=line.may_mark,
    )
