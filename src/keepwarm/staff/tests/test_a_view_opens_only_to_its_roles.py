from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from keepwarm.staff.access import access_of, needs, public
from keepwarm.staff.models import REPS, Role, RoleGrant, User


@needs(*REPS, Role.MANAGER, about="prospect")
def show_desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the desk")


@public("a form for the world")
def show_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the form")


def person(*roles: str) -> User:
    user = User.objects.create(email=f"{'-'.join(roles) or 'nobody'}@example.com", name="Pat", joined_at=timezone.now())
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
    return user


def ask(user: User | AnonymousUser, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/desk/?day=1", headers=headers)
    request.user = user
    return request


def test_a_stranger_is_sent_to_sign_in_and_back() -> None:
    response = show_desk(ask(AnonymousUser()))
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/desk/%3Fday%3D1"


def test_a_stranger_with_htmx_is_told_to_load_the_sign_in_page() -> None:
    assert show_desk(ask(AnonymousUser(), **{"HX-Request": "true"}))["HX-Redirect"].startswith("/account/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.INSIDE_REP, Role.CLOSING_REP, Role.MANAGER])
def test_each_named_role_opens_it(role: Role) -> None:
    assert show_desk(ask(person(role))).content == b"the desk"


@pytest.mark.django_db
@pytest.mark.parametrize("roles", [(), (Role.MARKETER,), (Role.DIRECTOR, Role.SERVICE)])
def test_another_role_is_refused_with_a_sentence(roles: tuple[Role, ...]) -> None:
    with pytest.raises(PermissionDenied, match="closing rep, inside rep, sales manager"):
        show_desk(ask(person(*roles)))


def test_a_view_tells_what_it_declared() -> None:
    assert access_of(show_desk) is not None
    assert access_of(show_desk).about == "prospect"  # type: ignore[union-attr]
    assert access_of(show_form).public == "a form for the world"  # type: ignore[union-attr]
    assert access_of(ask) is None
