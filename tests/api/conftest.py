"""A small house with a key to it, on a Monday morning."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from keepwarm.decisions.actions import arrive
from keepwarm.decisions.batch import Arrival, NewAddress
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import NewPerson, Scope, create_user, found_house, make_key
from keepwarm.staff.models import Role, User
from keepwarm.touches.actions import find_or_create_source

Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """A Monday morning, so that there is a queue."""
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def rep(db: None) -> User:
    now = timezone.now()
    founder = found_house(NewPerson("Fay", "fay@example.com"), now=now)
    return create_user(NewPerson("Ann", "ann@example.com"), [Role.INSIDE_REP], by=founder, now=now)


@pytest.fixture
def paula(rep: User) -> Prospect:
    return bring_in("Paula Smith", rep)


@pytest.fixture
def comes_in() -> Callable[[str, User], Prospect]:
    """Brings somebody in whom a person owns."""
    return bring_in


def bring_in(name: str, owner: User) -> Prospect:
    source = find_or_create_source("Fair")
    now = timezone.now()
    phone = NewAddress("phone", "020 7946 0000", f"+44207946{len(name):04}", place="GB", zones="Europe/London")
    arrival = Arrival(
        name=name,
        owner_id=owner.seat.pk,
        source_id=source.pk,
        fingerprint=name,
        inquired_at=now - timedelta(days=1),
        addresses=(phone,),
        place="GB",
        zones="Europe/London",
    )
    return Prospect.objects.get(pk=arrive([arrival], by=None, now=now)[0].prospect_id)


@pytest.fixture
def ask(rep: User) -> Ask:
    """Asks as Ann with a key of all scopes; writes carry a key of their own unless one is given."""
    text, _ = make_key(rep, name="all", scopes=list(Scope), by=rep, now=timezone.now())
    client, counter = Client(), iter(range(1000))

    def send(method: str, path: str, body: Any = None, *, bearer: str = text, once: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if method != "GET":
            headers["Idempotency-Key"] = once or f"k{next(counter)}"
        data = None if body is None else json.dumps(body)
        return client.generic(method, f"/api/v1{path}", data or "", "application/json", headers=headers)

    return send
