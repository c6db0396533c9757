"""Seminars and surveys for tests: one that is open, and people who sign up.

seminar = open_for(house, seats=2)          # tomorrow week, 10 o'clock in London
guest = join(seminar, "Gerd Gast")          # a stranger, by the form
"""

from datetime import datetime, timedelta
from typing import Any

from keepwarm.seminars.actions import NewSeminar, SignUp, make_seminar, open_seminar, sign_up
from keepwarm.seminars.models import Guest, Seminar
from tests.cast import NOW, House

BEGINS = datetime(2026, 11, 26, 10, 0)  # noqa: DTZ001 - what the clock on the wall shows
STARTS_AT = NOW + timedelta(days=8, minutes=30)
"""The same as a moment: London keeps UTC in November."""


def plan(house: House, *, now: datetime = NOW, **more: Any) -> Seminar:
    """A draft."""
    given: dict[str, Any] = {"title": "Fewer stops", "local_at": BEGINS, "zone": "Europe/London", "seats": 2, "place": "Town hall"}
    return make_seminar(NewSeminar(**{**given, **more}), by=house.max, now=now)


def open_for(house: House, *, now: datetime = NOW, **more: Any) -> Seminar:
    """One that takes guests."""
    return open_seminar(plan(house, now=now, **more).ref, by=house.max, now=now)


def join(seminar: Seminar, name: str, *, now: datetime = NOW, **more: Any) -> Guest:
    """A stranger signs up with name and email."""
    email = f"{name.split(maxsplit=1)[0].lower()}@guest.example"
    return sign_up(seminar.ref, SignUp(**{"name": name, "email": email, **more}), now=now)
