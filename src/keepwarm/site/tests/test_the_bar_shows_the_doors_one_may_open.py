"""The bar: only pages that stand, and only those of one's roles."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from keepwarm.site import context
from keepwarm.site.context import Door, find_path, is_here, list_conversation, list_doors
from keepwarm.staff.models import Role

REP, ADMIN = frozenset({Role.INSIDE_REP}), frozenset({Role.ADMIN})


@pytest.fixture(autouse=True)
def three_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """One for reps, one for admins, one that is not built yet."""
    doors = (Door("Mine", "home", REP), Door("Theirs", "appearance", ADMIN), Door("Not yet", "no:such_page", REP | ADMIN))
    monkeypatch.setattr(context, "DOORS", doors)


def ask_as(*, roles: frozenset[Role], signed_in: bool = True) -> HttpRequest:
    """A request for the front page by someone with these roles."""
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=signed_in, roles=roles)  # type: ignore[assignment]
    return request


def test_one_sees_the_doors_of_ones_own_roles() -> None:
    assert [item.label for item in list_doors(ask_as(roles=REP))] == ["Mine"]
    assert [item.label for item in list_doors(ask_as(roles=REP | ADMIN))] == ["Mine", "Theirs"]


def test_a_stranger_sees_no_door() -> None:
    assert list_doors(ask_as(roles=REP, signed_in=False)) == []
    assert list_doors(RequestFactory().get("/")) == []


def test_the_page_one_is_on_is_marked() -> None:
    assert [item.is_here for item in list_doors(ask_as(roles=REP | ADMIN))] == [True, False]


def test_a_page_below_a_door_belongs_to_it_but_not_everything_to_the_front_page() -> None:
    assert is_here("/reports/", "/reports/morning/")
    assert not is_here("/", "/reports/")


def test_the_conversation_has_a_second_row_on_its_own_pages_only() -> None:
    marketer = frozenset({Role.MARKETER})
    request = ask_as(roles=marketer)
    assert list_conversation(request) == []
    request.path = "/programs/tomorrow/"
    assert [item.label for item in list_conversation(request) if item.is_here] == ["Tomorrow"]
    request.user = SimpleNamespace(is_authenticated=True, roles=REP)  # type: ignore[assignment]
    assert list_conversation(request) == []


def test_a_page_that_does_not_stand_has_no_path() -> None:
    assert find_path("no:such_page") == ""
    assert find_path("home") == "/"
