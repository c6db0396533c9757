from __future__ import annotations

from datetime import UTC, datetime

import pytest

from keepwarm.staff.actions import NewPerson, PersonRefused, change_profile, create_user, found_house, grant_role, revoke_role
from keepwarm.staff.models import AuditRow, Role, Seat, Team, User
from keepwarm.staff.queries import NotYours, may_change_owned_by, may_see_owned_by, reach_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GOOD = "a long enough phrase"


@pytest.fixture
def founder() -> User:
    return found_house(NewPerson("Fay", "Fay@Example.com", "Europe/Berlin", password=GOOD), now=NOW)


def join(founder: User, name: str, *roles: str, team: Team | None = None) -> User:
    return create_user(NewPerson(name, f"{name}@example.com", team=team), roles, by=founder, now=NOW)


def test_the_first_user_gets_all_that_a_small_house_needs(founder: User) -> None:
    assert founder.has_role(Role.ADMIN)
    assert founder.has_role(Role.MANAGER)
    assert (founder.email, founder.seat.zone, founder.seat.team) == ("fay@example.com", "Europe/Berlin", Team.objects.get())
    assert Seat.objects.filter(kind=Seat.Kind.TEAM).count() == 1
    assert founder.check_password(GOOD)


def test_a_house_is_founded_once(founder: User) -> None:
    with pytest.raises(PersonRefused, match="first user already"):
        found_house(NewPerson("Eve", "eve@example.com", password=GOOD), now=NOW)


def test_who_calls_gets_a_seat_and_who_does_not_gets_none(founder: User) -> None:
    assert join(founder, "Ann", Role.INSIDE_REP).seat.team == Team.objects.get()
    assert not Seat.objects.filter(user=join(founder, "Max", Role.MARKETER)).exists()


def test_a_role_given_later_brings_the_seat(founder: User) -> None:
    max_ = join(founder, "Max", Role.MARKETER)
    grant_role(max_, Role.CLOSING_REP, by=founder, now=NOW)
    assert Seat.objects.filter(user=max_).exists()
    assert max_.has_role(Role.CLOSING_REP)
    assert AuditRow.objects.filter(what="role_granted").count() == 1


def test_without_a_password_nobody_signs_in_by_one(founder: User) -> None:
    assert not join(founder, "Ann", Role.INSIDE_REP).has_usable_password()


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (NewPerson("", "x@example.com"), "needs a name"),
        (NewPerson("X", "nonsense"), "no email address"),
        (NewPerson("X", "FAY@example.com"), "is here already"),
        (NewPerson("X", "x@example.com", zone="Mars/Base"), "no time zone"),
        (NewPerson("X", "x@example.com", language="tlh"), "does not speak"),
        (NewPerson("X", "x@example.com", password="short"), "too short"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(founder: User, person: NewPerson, sentence: str) -> None:
    with pytest.raises(PersonRefused, match=sentence):
        create_user(person, [Role.MARKETER], by=founder, now=NOW)
    assert User.objects.count() == 1


def test_an_unknown_role_is_refused(founder: User) -> None:
    with pytest.raises(PersonRefused, match="one or more of these roles"):
        join(founder, "Ann", "emperor")


def test_a_manager_gives_every_role_but_admin(founder: User) -> None:
    manager = join(founder, "Mo", Role.MANAGER)
    assert create_user(NewPerson("Ann", "ann@example.com"), [Role.INSIDE_REP], by=manager, now=NOW).has_role(Role.INSIDE_REP)
    with pytest.raises(NotYours, match="Only an admin"):
        create_user(NewPerson("Eve", "eve@example.com"), [Role.ADMIN], by=manager, now=NOW)


def test_a_rep_adds_nobody(founder: User) -> None:
    with pytest.raises(NotYours):
        create_user(NewPerson("Eve", "eve@example.com"), [Role.MARKETER], by=join(founder, "Ann", Role.INSIDE_REP), now=NOW)


def test_the_last_admin_stays_admin(founder: User) -> None:
    with pytest.raises(PersonRefused, match="last admin"):
        revoke_role(founder, Role.ADMIN, by=founder, now=NOW)
    join(founder, "Eve", Role.ADMIN)
    revoke_role(founder, Role.ADMIN, by=founder, now=NOW)
    assert not founder.has_role(Role.ADMIN)


def test_a_profile_is_ones_own(founder: User) -> None:
    ann = join(founder, "Ann", Role.INSIDE_REP)
    change_profile(ann, name="Ann B", zone="Europe/Paris", language="en", by=ann, now=NOW)
    assert (ann.name, Seat.objects.get(user=ann).zone) == ("Ann B", "Europe/Paris")
    with pytest.raises(NotYours):
        change_profile(founder, name="Fool", zone="UTC", language="en", by=ann, now=NOW)


def test_a_rep_reaches_the_own_seat_and_the_pool_of_the_own_team(founder: User) -> None:
    other = Team.objects.create(name="Other")
    other_pool = Seat.objects.create(kind=Seat.Kind.TEAM, team=other, name="Other")
    pool = Seat.objects.get(kind=Seat.Kind.TEAM, team=founder.seat.team)
    ann, ben = join(founder, "Ann", Role.INSIDE_REP), join(founder, "Ben", Role.INSIDE_REP, team=other)
    assert reach_of(ann).seat_ids == {ann.seat.pk, pool.pk}
    assert may_see_owned_by(ann, pool.pk)
    assert not may_change_owned_by(ann, ben.seat.pk)
    assert not may_see_owned_by(ann, other_pool.pk)


def test_a_director_sees_all_and_changes_nothing(founder: User) -> None:
    director = join(founder, "Dan", Role.DIRECTOR)
    assert may_see_owned_by(director, founder.seat.pk)
    assert not may_change_owned_by(director, founder.seat.pk)
