"""Every address x every role x whose it is: opened or refused as the view declares beside itself (`staff.access`).

An address without a declaration fails. What sign-in itself brings (`account/`) and the API, whose scopes have tests of
their own in `tests/api`, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from huey.contrib.djhuey import HUEY

from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.queries import UnknownProspect
from keepwarm.reports.queries.remarks import NotYourLine
from keepwarm.staff.access import Access, access_of
from keepwarm.staff.models import REPS, SEES_ALL, Role, Seat, Team, User
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.once
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


@pytest.fixture(autouse=True)
def only_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a question sets off in the background is not done within it: the whole demo, for one."""
    monkeypatch.setattr(HUEY, "immediate", False)


PARTS = 4
"""The walk is divided, so that processes share it; each part is one house, since a house takes longer to build than a page."""


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_each_opens_to_whom_it_declares_and_to_nobody_else(part: int) -> None:
    clients = {role: signed_in(user) for role, user in people(open_house()).items()}
    wrong = [said for address in DECLARED[part::PARTS] for said in misopened(address, clients)]
    assert not wrong


def misopened(address: Address, clients: dict[str, Client]) -> Iterator[str]:
    """Roles that find this address open or closed against what it declares."""
    access = access_of(address.view)
    assert access is not None
    if access.public:
        if ask(Client(), address.path()).status_code in {401, 403}:
            yield f"{address.route}: closed, and declared public"
        return
    if not ask(Client(), address.path()).get("Location", "").startswith("/account/login/"):
        yield f"{address.route}: open without signing in"
    for role, client in clients.items():
        answer = ask(client, address.path())
        status, leads_to = answer.status_code, answer.get("Location", "")
        if role not in access.roles:
            is_right = status == 403
        else:
            is_right = status != 500 and "/account/login/" not in leads_to and (status != 403 or "ref" in address.names)
        if not is_right:
            yield f"{address.route}: {status} {leads_to} for {role}"


def signed_in(user: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(user)
    return client


ABOUT_PROSPECTS = [one for one in DECLARED if (access_of(one.view) or Access(frozenset())).about in {"prospect", "touch"}]


@pytest.mark.django_db
@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_person_is_opened_to_whose_they_are(part: int) -> None:
    assert not wrongly_opened(ABOUT_PROSPECTS[part::PARTS], lambda _place: OWNERSHIPS)


@pytest.mark.django_db
def test_a_person_is_opened_to_whose_they_are_each_address_asked_once_by_each_role() -> None:
    """A quarter of the whole walk: whose the person is changes from address to address and from role to role."""
    assert not wrongly_opened(ABOUT_PROSPECTS, lambda place: (OWNERSHIPS[place % len(OWNERSHIPS)],))


def wrongly_opened(addresses: Sequence[Address], ownerships: Callable[[int], Sequence[str]]) -> list[str]:
    """What is wrong at these addresses; `ownerships` says by a number whose the people are who are asked for."""
    house = open_house()
    Seat.objects.create(kind=Seat.Kind.TEAM, name="Sales pool", team=Team.objects.get(name="Sales"))
    users = people(house)
    theirs = {(role, ownership): somebody_tried(house, role, ownership) for role in users for ownership in OWNERSHIPS}
    clients = {role: signed_in(user) for role, user in users.items()}
    return [
        said
        for at, address in enumerate(addresses)
        for order, role in enumerate(users)
        if role in (access_of(address.view) or Access(frozenset())).roles
        for ownership in ownerships(at + order)
        for said in misopened_person(address, clients[role], role, ownership, theirs[role, ownership])
    ]


def misopened_person(address: Address, client: Client, role: str, ownership: str, touch: Touch) -> Iterator[str]:
    """Whether somebody reads of a person who is not theirs, or cannot read of one who is."""
    access = access_of(address.view)
    assert access is not None
    answer = ask(client, address.path(ref=touch.ref if access.about == "touch" else touch.prospect.ref))
    said = f"{address.route}: {answer.status_code} for {role}, {ownership}"
    if not may(role, ownership):
        if not is_refused(answer):
            yield said
        if touch.prospect.name in answer.content.decode():
            yield f"{said}, and names them"
    elif not is_narrower(access, address) and is_refused(answer):
        yield said


def somebody_tried(house: House, role: str, ownership: str) -> Touch:
    """A touch of somebody, who comes with it."""
    prospect = somebody(house, role, ownership)
    return Touch.objects.create(
        prospect=prospect,
        seat=prospect.owner,
        by=prospect.owner.user,
        channel="phone",
        disposition="no_answer",
        happened_at=NOW,
        logged_at=NOW,
    )


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
    return role in SEES_ALL or ownership in ({"own", "pool"} if role in REPS else {"customer"})


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
