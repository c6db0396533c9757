"""The bar: only pages that stand, and only those of one's roles."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from keepwarm.site import context
from keepwarm.site.context import Door, find_path, frame, is_here, list_beside, list_doors
from keepwarm.staff.access import access_of
from keepwarm.staff.models import Role

REP, ADMIN = frozenset({Role.INSIDE_REP}), frozenset({Role.ADMIN})
TRUE_DOORS = context.DOORS


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


def beside(roles: frozenset[Role], path: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """The second row of the true house on a page, and what is marked in it."""
    monkeypatch.setattr(context, "DOORS", TRUE_DOORS)
    request = ask_as(roles=roles)
    request.path = path
    row = list_beside(request)
    return [item.label for item in row], [item.label for item in row if item.is_here]


def test_what_stands_behind_one_door_has_a_second_row_on_its_own_pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    marketer = frozenset({Role.MARKETER})
    assert beside(marketer, "/", monkeypatch) == ([], [])
    assert beside(marketer, "/programs/tomorrow/", monkeypatch)[1] == ["Tomorrow"]
    assert beside(REP, "/programs/tomorrow/", monkeypatch) == ([], [])
    assert beside(REP, "/letters/new/abc/", monkeypatch)[1] == ["Letters"]
    assert "Consent" not in beside(REP, "/letters/new/abc/", monkeypatch)[0]
    assert beside(ADMIN, "/policy/", monkeypatch)[1] == ["Setup"]


def test_no_row_is_shown_to_whoever_opens_but_one_of_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert beside(frozenset({Role.SERVICE}), "/circle/team/", monkeypatch) == ([], [])


@pytest.mark.parametrize("role", Role)
def test_nobody_of_one_role_has_more_than_eight_doors_and_each_leads_to_what_they_may_open(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "DOORS", TRUE_DOORS)
    doors = list_doors(ask_as(roles=frozenset({role})))
    assert 1 < len(doors) <= 8
    assert all(role in access.roles for item in doors if (access := access_of(resolve(item.url).func)))


def test_the_bar_offers_no_button_to_a_page_that_is_shut_to_the_reader() -> None:
    assert frame(ask_as(roles=REP))["they_called_url"]
    assert not frame(ask_as(roles=ADMIN))["they_called_url"]


def test_a_page_that_does_not_stand_has_no_path() -> None:
    assert find_path("no:such_page") == ""
    assert find_path("home") == "/"
