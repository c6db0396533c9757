"""A small house for the circle's tests: a founder, three reps, their pool, and people to own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from keepwarm.engine.words import Disposition
from keepwarm.lib.text import fold
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import NewPerson, create_user, found_house
from keepwarm.staff.models import Role, Seat, User
from keepwarm.touches.models import Channel, Inquiry, Signal, Source, Touch

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """Who is here. `ann`, `ben` and `cleo` are reps."""

    founder: User
    pool: Seat
    ann: Seat
    ben: Seat
    cleo: Seat


@pytest.fixture
def now() -> datetime:
    return MONDAY


@pytest.fixture
def house(db: None, now: datetime) -> House:
    founder = found_house(NewPerson("Fay", "fay@example.com"), now=now)
    founder.grants.filter(role__in=[Role.INSIDE_REP, Role.CLOSING_REP]).delete()
    seats = [
        create_user(NewPerson(name, f"{name}@example.com"), [Role.INSIDE_REP], by=founder, now=now).seat for name in ("Ann", "Ben", "Cleo")
    ]
    founder = User.objects.get(pk=founder.pk)
    return House(founder, Seat.objects.get(kind=Seat.Kind.TEAM), *seats)


@pytest.fixture
def person(house: House, now: datetime) -> Callable[..., Prospect]:
    """Makes an open prospect with an inquiry."""
    source = Source.objects.create(name="Fair")

    def make(name: str, owner: Seat, *, due: datetime = now + timedelta(days=1), **more: Any) -> Prospect:
        fields = {"next_step": "call", "because_rule": "first_talk", "inquired_at": now, "warm": True} | more
        prospect = Prospect.objects.create(
            name=name, name_folded=fold(name), owner=owner, next_touch_at=due, first_due_at=due, created_at=now, **fields
        )
        Inquiry.objects.create(
            prospect=prospect, source=source, happened_at=now, received_at=now, fingerprint=prospect.ref, text=f"text of {name}"
        )
        return prospect

    return make


@pytest.fixture
def promise(now: datetime) -> Callable[..., Signal]:
    """Promises a call-back, as a touch of the owner did."""

    def make(prospect: Prospect, due: datetime, kind: str = Signal.Kind.CALL_BACK) -> Signal:
        Prospect.objects.filter(pk=prospect.pk).update(next_touch_at=due, first_due_at=due)
        return Signal.objects.create(
            prospect=prospect,
            kind=kind,
            raised_at=now,
            due_at=due,
            local_time=due.strftime("%Y-%m-%dT%H:%M"),
            zone="UTC",
            seat=prospect.owner,
        )

    return make


@pytest.fixture
def talk(now: datetime) -> Callable[..., Touch]:
    """A conversation of a seat with a prospect."""

    def make(prospect: Prospect, seat: Seat, at: datetime = now - timedelta(days=9), **more: Any) -> Touch:
        return Touch.objects.create(
            prospect=prospect,
            seat=seat,
            channel=Channel.PHONE,
            disposition=Disposition.REACHED,
            happened_at=at,
            logged_at=at,
            **more,
        )

    return make
