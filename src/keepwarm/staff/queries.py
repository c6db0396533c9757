"""Reads about the people of the house: who may do what, who is here, whose seat is whose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.lib.working_time import NeverAtWork, WorkWeek, is_at_work, shifts
from keepwarm.staff.free_days import HolidaysOf
from keepwarm.staff.models import SEES_ALL, Absence, ApiKey, Role, Seat, Team, User

RUNS_THE_TEAM = frozenset({Role.MANAGER, Role.ADMIN})


class NotYours(Refusal):
    """Somebody asked for what their roles do not allow."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose prospects a person works with: everybody's, or those of these seats (their own and their team's pool)."""

    sees_all: bool
    seat_ids: frozenset[int]


def reach_of(user: User) -> Reach:
    """What `user` reaches; prospect lists start from it. Kept on the object, so that a page asks once."""
    cached: Reach | None = user.__dict__.get("_reach")
    if cached is None:
        cached = user.__dict__["_reach"] = Reach(may_see_everyone(user), frozenset(seat.pk for seat in seats_of(user)))
    return cached


def seats_of(user: User) -> tuple[Seat, ...]:
    """The seats whose prospects are their work: their own first, then their team's pools. Kept on the object, as their reach."""
    cached: tuple[Seat, ...] | None = user.__dict__.get("_seats")
    if cached is None:
        pool = Q(kind=Seat.Kind.TEAM, team__in=Seat.objects.filter(user=user, left_at__isnull=True).values("team"))
        found = Seat.objects.filter(Q(user=user) | pool, left_at__isnull=True)
        cached = user.__dict__["_seats"] = tuple(sorted(found, key=lambda seat: (seat.user_id != user.pk, seat.pk)))
    return cached


def may_see_everyone(user: User) -> bool:
    """Marketers, managers, directors and admins see every prospect."""
    return user.has_role(*SEES_ALL)


def may_see_owned_by(user: User, seat_id: int) -> bool:
    """Whether `user` works with what this seat owns."""
    reach = reach_of(user)
    return reach.sees_all or seat_id in reach.seat_ids


def may_change_owned_by(user: User, seat_id: int) -> bool:
    """Whether `user` may log, choose and correct for what this seat owns: its holder, its team, or who runs the house.

    A director reads everything and changes nothing.
    """
    return seat_id in reach_of(user).seat_ids or user.has_role(Role.MARKETER, *RUNS_THE_TEAM)


def may_run_team(user: User) -> bool:
    """Roles, minutes, territories, anybody's absence, the policy."""
    return user.has_role(*RUNS_THE_TEAM)


def may_mark_absence(user: User, seat: Seat) -> bool:
    """A rep their own, whoever runs the team anybody's."""
    return seat.user_id == user.pk or may_run_team(user)


def may_grant(user: User, role: str) -> bool:
    """An admin any role, a manager any but admin."""
    return user.has_role(Role.ADMIN) or (user.has_role(Role.MANAGER) and role != Role.ADMIN)


def require_role(by: User | None, *roles: str) -> None:
    """Refuses with a sentence unless `by` has one of the roles. None is the house itself: the command line, the background."""
    if by is not None and not by.has_role(*roles):
        names = ", ".join(sorted(str(Role(role).label) for role in roles))
        raise NotYours(gettext("Only these roles may do this: %(roles)s.") % {"roles": names})


def persons_seats() -> QuerySet[Seat]:
    """The seats of people who still work here."""
    return Seat.objects.filter(kind=Seat.Kind.PERSON, left_at__isnull=True, user__is_active=True)


def house_zone() -> str:
    """Where the house is: the zone in which most people sit; UTC in a house without any."""
    zones = list(persons_seats().order_by("pk").values_list("zone", flat=True))
    return max(zones, key=zones.count, default="UTC")


def absent_at(at: datetime) -> Q:
    """The condition that a seat's holder is away or ill at `at`."""
    running = Absence.objects.filter(seat=OuterRef("pk"), starts_at__lte=at, returned_at__isnull=True)
    return Q(Exists(running.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))))


def present_seats(now: datetime) -> QuerySet[Seat]:
    """People's seats whose holders are not away, in a fixed order. Whether they are at work this hour is another question."""
    return persons_seats().exclude(absent_at(now)).order_by("pk")


def at_work(seats: Iterable[Seat], now: datetime) -> list[Seat]:
    """Of these seats those whose working time it is. Whether their holders are away is another question."""
    return [seat for seat in seats if _is_here(seat, now)]


def _is_here(seat: Seat, now: datetime) -> bool:
    try:
        return is_at_work(now, week_of(seat))
    except NeverAtWork:
        return False


def absence_of(seat: Seat, at: datetime) -> Absence | None:
    """The absence that `seat` is in at `at`."""
    running = seat.absences.filter(starts_at__lte=at, returned_at__isnull=True)
    return running.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).order_by("starts_at").first()


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with the names of who works in it now."""

    team: Team
    people: tuple[str, ...]


def list_teams() -> list[TeamRow]:
    """All teams by name. Two queries."""
    people: dict[int, list[str]] = {}
    for team_id, name in persons_seats().filter(team__isnull=False).order_by("user__name").values_list("team_id", "user__name"):
        people.setdefault(team_id or 0, []).append(str(name))
    return [TeamRow(team, tuple(people.get(team.pk, ()))) for team in Team.objects.order_by("name")]


def pool_of(team: Team | None) -> Seat:
    """The pool of a team; of a seat without a team, the first pool of the house."""
    pools = Seat.objects.filter(kind=Seat.Kind.TEAM, left_at__isnull=True)
    own = pools.filter(team=team).order_by("pk").first() if team is not None else None
    found = own or pools.order_by("pk").first()
    if found is None:
        raise NotYours(gettext("The house has no team yet, so nobody can take this over. Make a team first."))
    return found


def is_house_empty() -> bool:
    """Whether nobody ever signed in here: the first-run guide shows."""
    return not User.objects.exists()


def find_by_key(text: str) -> ApiKey | None:
    """The key that `text` is, when it was not revoked and its person may sign in."""
    hashed = hash_of_key(text)
    return ApiKey.objects.select_related("user").filter(hashed=hashed, revoked_at__isnull=True, user__is_active=True).first()


def hash_of_key(text: str) -> str:
    """SHA-256: a key is 190 random bits, so that no slow hash is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


def week_of(seat: Seat) -> WorkWeek:
    """When `seat` works, in the form that working time is counted in; public holidays of its place are off. Absences are not in it."""
    return WorkWeek(
        zone=seat.zone,
        opens_minute=seat.opens_minute,
        closes_minute=seat.closes_minute,
        days=seat.work_days,
        off=HolidaysOf(seat.place),
    )


def end_of_day(seat: Seat, at: datetime) -> datetime:
    """When the working day of `seat` in which `at` lies ends; after hours and on a day off, when the next one does."""
    return next(closes for _, closes in shifts(week_of(seat), at))


def back_at_work(seat: Seat, at: datetime) -> datetime:
    """The first working moment of `seat` from `at` on."""
    return next(opens for opens, _ in shifts(week_of(seat), at))
