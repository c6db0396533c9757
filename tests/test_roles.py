"""Every address x every role x whose it is: opened or refused as the view declares beside itself (`staff.access`).

An address without a declaration fails. What sign-in itself brings (`account/`) and the API, whose scopes have tests of
their own in `tests/api`, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.queries import UnknownProspect
from keepwarm.reports.queries.remarks import NotYourLine
from keepwarm.staff.access import Access, access_of
from keepwarm.staff.models import REPS, SEES_ALL, Role, Seat, Team, User
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house, user_of

LEFT_OUT = ("account/", "api/")
OWNERSHIPS = ("own", "pool", "colleague", "customer")
PLAIN = {"token": "nothing", "what": "reached", "part": "roles", "doubt": 1, "permission": 1}


@dataclass(frozen=True)
class Address:
    """One address: its route, its view, and the names in it."""

    route: str
    view: Any
    names: tuple[str, ...]

    def path(self, **values: object) -> str:
        """The address with its names filled in; what is not given names nothing that exists."""
        found = {name: values.get(name) or PLAIN.get(name, "nothing") for name in self.names}
        route = self.route.replace("^", "").replace("$", "")
        for name, value in found.items():
            for form in ("str", "int", "slug"):
                route = route.replace(f"<{form}:{name}>", str(value))
        route = route.replace(r"(?P<ref>\w+)", str(found.get("ref"))).replace("(?P<part>roles|hours|territories|team|rate)", "roles")
        return f"/{route}"


def list_addresses(resolver: Any = None, prefix: str = "") -> Iterator[Address]:
    """Every address of the house."""
    for one in (resolver or get_resolver()).url_patterns:
        route = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from list_addresses(one, route)
        elif isinstance(one, URLPattern) and not route.startswith(LEFT_OUT):
            names = tuple(one.pattern.converters) or tuple(one.pattern.regex.groupindex)
            yield Address(route, one.callback, names)


ADDRESSES = list(list_addresses())
DECLARED = [one for one in ADDRESSES if access_of(one.view) is not None]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.route or "/")
def test_each_address_declares_who_may_open_it(address: Address) -> None:
    access = access_of(address.view)
    assert access is not None, f"{address.route}: put @needs(…) or @public(…) above {address.view.__name__}"
    assert bool(access.roles) != bool(access.public)
    assert access.roles <= set(Role)


@pytest.mark.django_db
@pytest.mark.parametrize("address", DECLARED, ids=lambda one: one.route or "/")
def test_it_opens_to_whom_it_declares_and_to_nobody_else(address: Address, client: Client) -> None:
    house = open_house()
    access = access_of(address.view)
    assert access is not None
    if access.public:
        assert ask(client, address.path()).status_code not in {401, 403}
        return
    assert ask(client, address.path())["Location"].startswith("/account/login/")
    for role, user in people(house).items():
        client.force_login(user)
        answer = ask(client, address.path())
        if role not in access.roles:
            assert answer.status_code == 403, (role, answer.status_code)
        else:
            assert answer.status_code not in {302, 500} or "/account/login/" not in answer.get("Location", ""), role
            assert answer.status_code != 403 or "ref" in address.names, role


ABOUT_PROSPECTS = [one for one in DECLARED if (access_of(one.view) or Access(frozenset())).about in {"prospect", "touch"}]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ABOUT_PROSPECTS, ids=lambda one: one.route)
def test_a_person_is_opened_to_whose_they_are(address: Address, client: Client) -> None:
    house = open_house()
    access = access_of(address.view)
    assert access is not None
    Seat.objects.create(kind=Seat.Kind.TEAM, name="Sales pool", team=Team.objects.get(name="Sales"))
    for role, user in people(house).items():
        if role not in access.roles:
            continue
        client.force_login(user)
        for ownership in OWNERSHIPS:
            prospect = somebody(house, role, ownership)
            touch = Touch.objects.create(
                prospect=prospect,
                seat=prospect.owner,
                by=prospect.owner.user,
                channel="phone",
                disposition="no_answer",
                happened_at=NOW,
                logged_at=NOW,
            )
            ref = touch.ref if access.about == "touch" else prospect.ref
            answer = ask(client, address.path(ref=ref))
            if not may(role, ownership):
                assert is_refused(answer), (role, ownership, answer.status_code)
            elif not is_narrower(access, address):
                assert not is_refused(answer), (role, ownership, answer.status_code)
            if not may(role, ownership):
                assert prospect.name not in answer.content.decode(), (role, ownership)


@pytest.mark.django_db
def test_a_seat_is_marked_by_its_holder_and_by_who_runs_the_team(client: Client) -> None:
    house = open_house()
    addresses = [one for one in DECLARED if (access_of(one.view) or Access(frozenset())).about == "seat"]
    assert addresses
    for address in addresses:
        roles = (access_of(address.view) or Access(frozenset())).roles
        for role, user in people(house).items():
            client.force_login(user)
            for seat in (house.ines, house.carl):
                allowed = role in roles and (role in RUNS_THE_TEAM or user_of(seat) == user)
                assert is_refused(ask(client, address.path(ref=seat.ref))) != allowed, (address.route, role, seat)


def people(house: House) -> dict[str, User]:
    """One person for each role, who has no other."""
    return {
        Role.INSIDE_REP: user_of(house.ines),
        Role.CLOSING_REP: user_of(house.cara),
        Role.MARKETER: house.max,
        Role.MANAGER: house.mona,
        Role.SERVICE: house.sven,
        Role.DIRECTOR: house.dora,
        Role.ADMIN: house.adam,
    }


def somebody(house: House, role: str, ownership: str) -> Prospect:
    """A prospect of one's own, of the own team's pool, of a colleague, and a colleague's customer."""
    closing = role == Role.CLOSING_REP
    pool = Seat.objects.get(name="Sales pool") if closing else house.pool
    colleague = house.carl if closing else house.ivo
    owners = {"own": house.cara if closing else house.ines, "pool": pool, "colleague": colleague, "customer": colleague}
    found = meet(house, f"Xaver {role} {ownership}", owner=owners[ownership], phone="", email="")
    if ownership == "customer":
        Prospect.objects.filter(pk=found.pk).update(stage=Stage.CUSTOMER)
    settle([found.pk], by=None, now=NOW)
    return found


def may(role: str, ownership: str) -> bool:
    """What PRODUCT.md says of who works with whom."""
    if role in SEES_ALL:
        return True
    if role in REPS:
        return ownership in {"own", "pool"}
    return ownership == "customer"


def is_narrower(access: Access, address: Address) -> bool:
    """Where more than the ownership decides: who logged a touch, or a row of the person that this test does not make."""
    return access.about == "touch" or len(address.names) > 1


def ask(client: Client, path: str) -> Any:
    """Opens an address: read it when it can be read, else send an empty form; nothing of it stays."""
    with transaction.atomic():
        answer = client.get(path)
        if answer.status_code == 405:
            answer = client.post(path)
        transaction.set_rollback(True)
    return answer


def is_refused(answer: Any) -> bool:
    """Refused for who asks, and not for what was sent."""
    refusal = answer.context.get("refusal") if answer.context else None
    return answer.status_code in {403, 404} or isinstance(refusal, UnknownProspect | NotYours | NotYourLine)
