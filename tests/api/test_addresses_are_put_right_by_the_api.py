"""How somebody is reached, over JSON: an address added, wrong, no longer used, in use after all, or the firm's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from keepwarm.circle.actions.suppressing import suppress_address
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.actions import NewPerson, Scope, create_user, make_key
from keepwarm.staff.models import Role, User

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


def hire(name: str, role: Role) -> User:
    fay = User.objects.get(name="Fay")
    return create_user(NewPerson(name, f"{name}@example.com"), [role], by=fay, now=timezone.now())


def own(person: Prospect) -> str:
    return f"/prospects/{person.ref}/addresses/{person.addresses.get(kind='phone').ref}"


def test_an_address_is_added_once_and_may_come_first(ask: Ask, paula: Prospect) -> None:
    body = {"kind": "phone", "value": "020 7946 0958", "label": "desk", "first": True}
    added = ask("POST", f"/prospects/{paula.ref}/addresses", body, once="add")
    assert (added.status_code, added.json()["addresses"][0]["value"]) == (201, "020 7946 0958")
    assert ask("POST", f"/prospects/{paula.ref}/addresses", body, once="add").json() == added.json()
    assert paula.addresses.get(label="desk").normalized == "+442079460958"
    again = ask("POST", f"/prospects/{paula.ref}/addresses", body)
    assert (again.status_code, "known already" in again.json()["error"]) == (422, True)
    assert paula.addresses.count() == 2


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "phone", "value": "twelve"},
        {"kind": "email", "value": "not an address"},
        {"kind": "post", "value": "  "},
        {"kind": "pigeon", "value": "x"},
        {"kind": "email", "value": "a@" + "b" * 320},
        {},
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(ask: Ask, paula: Prospect, body: dict[str, Any]) -> None:
    refused = ask("POST", f"/prospects/{paula.ref}/addresses", body)
    assert (refused.status_code, bool(refused.json()["error"])) == (422, True)
    assert paula.addresses.count() == 1


def test_a_wrong_number_closes_calls_and_comes_back_when_it_was_right(ask: Ask, paula: Prospect) -> None:
    assert paula.next_step == "call"
    wrong = ask("PATCH", own(paula), {"state": "wrong"})
    assert (wrong.status_code, wrong.json()["addresses"][0]["state"], wrong.json()["next_step"] == "call") == (200, "wrong", False)
    right = ask("PATCH", own(paula), {"state": "ok"})
    assert (right.status_code, right.json()["addresses"][0]["state"], right.json()["next_step"]) == (200, "ok", "call")
    retired = ask("PATCH", own(paula), {"state": "retired"})
    assert (retired.status_code, retired.json()["addresses"][0]["state"]) == (200, "retired")
    assert ask("PATCH", own(paula), {"state": "blocked"}).status_code == 422


def test_a_number_of_several_is_the_firms(ask: Ask, paula: Prospect) -> None:
    shared = ask("PATCH", own(paula), {"state": "shared"})
    assert (shared.status_code, shared.json()["addresses"][0]["shared"], shared.json()["addresses"][0]["state"]) == (200, True, "ok")


def test_what_nobody_is_to_use_does_not_come_back(ask: Ask, paula: Prospect) -> None:
    number = paula.addresses.get()
    suppress_address("phone", number.normalized, scope="all", reason="asked", source="test", by=None, now=timezone.now())
    refused = ask("PATCH", own(paula), {"state": "ok"})
    assert (refused.status_code, "not to be used" in refused.json()["error"]) == (422, True)
    assert Address.objects.get().state == "blocked"


def test_the_address_of_another_is_not_there(ask: Ask, rep: User, paula: Prospect, comes_in: Callable[[str, User], Prospect]) -> None:
    other = comes_in("Quentin Jones", rep)
    for strange in (other.addresses.get().ref, "nothing"):
        refused = ask("PATCH", f"/prospects/{paula.ref}/addresses/{strange}", {"state": "wrong"})
        assert (refused.status_code, refused.json()["error"]) == (404, "There is no such address at Paula Smith.")
    assert not Address.objects.exclude(state="ok").exists()


def test_nobody_mends_the_address_of_somebody_elses_person(ask: Ask, rep: User, comes_in: Callable[[str, User], Prospect]) -> None:
    quentin = comes_in("Quentin Jones", hire("Bob", Role.INSIDE_REP))
    dora = hire("Dora", Role.DIRECTOR)
    directors, _ = make_key(dora, name="own", scopes=[Scope.PROSPECTS_WRITE], by=dora, now=timezone.now())
    for more in ({}, {"bearer": directors}):
        assert ask("PATCH", own(quentin), {"state": "wrong"}, **more).status_code in {403, 404}
        new = {"kind": "email", "value": "q@example.com"}
        assert ask("POST", f"/prospects/{quentin.ref}/addresses", new, **more).status_code in {403, 404}
    assert (quentin.addresses.count(), quentin.addresses.get().state) == (1, "ok")
    assert ask("POST", "/prospects/nobody/addresses", {"kind": "email", "value": "q@example.com"}).status_code == 404
