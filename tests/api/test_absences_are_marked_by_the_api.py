"""Who is here, ill, away and back again, over JSON: what was promised moves and returns as by the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from keepwarm.decisions.actions import arrive
from keepwarm.decisions.batch import Arrival
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import NewPerson, Scope, create_user, make_key
from keepwarm.staff.models import Absence, Role, User
from keepwarm.touches.actions import find_or_create_source

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


@pytest.fixture
def bob(rep: User) -> User:
    """A colleague of Ann, who is the only one to stand in: Fay answers no inquiries here."""
    fay = User.objects.get(name="Fay")
    bob = create_user(NewPerson("Bob", "bob@example.com"), [Role.INSIDE_REP], by=fay, now=rep.joined_at)
    fay.grants.filter(role__in=[Role.INSIDE_REP, Role.CLOSING_REP]).delete()
    return bob


def key_of(user: User) -> str:
    text, _ = make_key(user, name="team", scopes=[Scope.TEAM_READ, Scope.TEAM_WRITE], by=user, now=timezone.now())
    return text


def asks_for_a_call(owner: User) -> Prospect:
    """Somebody new who wants contact at once: what cannot wait for a return."""
    now = timezone.now()
    source = find_or_create_source("Fair")
    arrival = Arrival(
        name="Una Urgent", owner_id=owner.seat.pk, source_id=source.pk, fingerprint="una", inquired_at=now, wants_contact=True
    )
    return Prospect.objects.get(pk=arrive([arrival], by=None, now=now)[0].prospect_id)


def line_of(ask: Ask, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in ask("GET", "/team").json()["people"] if one["name"] == name)
    return found


def test_ill_today_lends_what_cannot_wait_and_back_returns_it(ask: Ask, rep: User, bob: User, paula: Prospect) -> None:
    assert (line_of(ask, "Ann")["is_here"], line_of(ask, "Ann")["seat"]) == (True, rep.seat.ref)
    una = asks_for_a_call(rep)
    ill = ask("POST", f"/seats/{rep.seat.ref}/ill-today", once="ill")
    assert (ill.status_code, ill.json()["kind"], ill.json()["name"]) == (200, "ill", "Ann")
    assert ask("POST", f"/seats/{rep.seat.ref}/ill-today", once="ill").json() == ill.json()
    assert Absence.objects.count() == 1
    stands = line_of(ask, "Ann")
    assert (stands["is_here"], stands["absence"], stands["ends_at"]) == (False, "ill", ill.json()["ends_at"])
    lent = Prospect.objects.filter(owner=bob.seat).count()
    assert Prospect.objects.get(pk=una.pk).owner == bob.seat
    assert stands["lent"] == [{"to": "Bob", "count": lent}]
    back = ask("POST", f"/seats/{rep.seat.ref}/back")
    assert (back.status_code, back.json()) == (200, {"seat": rep.seat.ref, "name": "Ann", "came_back": lent})
    assert Prospect.objects.get(pk=una.pk).owner == rep.seat
    assert ask("POST", f"/seats/{rep.seat.ref}/back").json()["came_back"] == 0
    assert line_of(ask, "Ann")["is_here"]


def test_days_away_are_whole_days_where_the_seat_is(ask: Ask, rep: User) -> None:
    rep.seat.zone = "Europe/Berlin"
    rep.seat.save()
    away = ask("POST", f"/seats/{rep.seat.ref}/away", {"first": "2026-03-09", "last": "2026-03-13", "because": "skiing"})
    assert (away.status_code, away.json()["kind"]) == (200, "away")
    row = Absence.objects.get()
    assert (row.starts_at, row.ends_at) == (datetime(2026, 3, 8, 23, tzinfo=UTC), datetime(2026, 3, 13, 23, tzinfo=UTC))
    assert (row.because, row.by, row.covered_at) == ("skiing", rep, None)
    assert line_of(ask, "Ann")["is_here"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"first": "2026-03-09", "last": "2026-03-05"}, "must end after it begins"),
        ({"first": "2026-01-05", "last": "2026-01-09"}, "not in the past"),
        ({"first": "2026-03-09", "last": "9999-12-31"}, "Look at the year once more"),
        ({"first": "0001-01-01"}, "Look at the year once more"),
        ({"first": "soon"}, "could not be read"),
    ],
)
def test_days_that_cannot_be_are_refused_in_a_sentence(ask: Ask, rep: User, body: dict[str, Any], said: str) -> None:
    refused = ask("POST", f"/seats/{rep.seat.ref}/away", body)
    assert (refused.status_code, said in refused.json()["error"]) == (422, True)
    assert not Absence.objects.exists()


def test_nobody_is_away_twice_at_a_time(ask: Ask, rep: User) -> None:
    assert ask("POST", f"/seats/{rep.seat.ref}/away", {"first": "2026-03-02"}).status_code == 200
    again = ask("POST", f"/seats/{rep.seat.ref}/ill-today")
    assert (again.status_code, "marked absent for that time already" in again.json()["error"]) == (422, True)


def test_a_rep_marks_themselves_and_a_manager_anybody(ask: Ask, rep: User, bob: User) -> None:
    for what, body in (("ill-today", None), ("away", {"first": "2026-03-09"}), ("back", None)):
        assert ask("POST", f"/seats/{bob.seat.ref}/{what}", body).status_code == 403
        assert ask("POST", f"/seats/nobody/{what}", body).status_code == 404
    assert not Absence.objects.exists()
    fay = User.objects.get(name="Fay")
    assert ask("POST", f"/seats/{bob.seat.ref}/ill-today", bearer=key_of(fay)).status_code == 200
    assert Absence.objects.get().by == fay
    assert [one["may_mark"] for one in ask("GET", "/team").json()["people"] if one["name"] in ("Ann", "Bob")] == [True, False]


def test_who_owns_nobody_marks_no_absence_as_on_the_page(ask: Ask, rep: User) -> None:
    fay = User.objects.get(name="Fay")
    max_ = create_user(NewPerson("Max", "max@example.com"), [Role.MARKETER], by=fay, now=rep.joined_at)
    assert ask("GET", "/team", bearer=key_of(max_)).status_code == 200
    refused = ask("POST", f"/seats/{rep.seat.ref}/ill-today", bearer=key_of(max_))
    assert (refused.status_code, "Only these roles" in refused.json()["error"]) == (403, True)
