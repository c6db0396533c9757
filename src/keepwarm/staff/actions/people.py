"""People: who signs in and which roles they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.lib.zone_table import country_of_zone
from keepwarm.staff.actions.audit import note_in_audit
from keepwarm.staff.models import REPS, Role, RoleGrant, Seat, Team, User
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours, is_house_empty, may_grant, require_role

FOUNDER_ROLES = (Role.ADMIN, Role.MANAGER, Role.MARKETER, Role.INSIDE_REP, Role.CLOSING_REP)
"""A one-person house can do everything that is done every day; whoever joins takes roles over."""


class PersonRefused(Refusal):
    """A person cannot be written down like this, or a role cannot be given or taken."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A colleague to come. Without a password they sign in by a one-time link first."""

    name: str
    email: str
    zone: str = "UTC"
    language: str = "en"
    password: str = ""
    team: Team | None = None


def found_house(person: NewPerson, *, now: datetime) -> User:
    """The first user of an empty house, with a first team and its pool; refuses once somebody is there."""
    with transaction.atomic():
        if not is_house_empty():
            raise PersonRefused(gettext("This house has its first user already. Sign in, or ask them to add you."))
        team = Team.objects.create(name=gettext("Sales"))
        Seat.objects.create(kind=Seat.Kind.TEAM, team=team, name=team.name, zone=person.zone)
        user = _write_person(person, now=now)
        _write_grants(user, FOUNDER_ROLES, team)
        note_in_audit("house_founded", {"user": user.ref}, by=user, now=now)
    return user


def create_user(person: NewPerson, roles: Iterable[str], *, by: User | None, now: datetime) -> User:
    """A new colleague with roles, and with a seat when they call. The first of an empty house gets what its founder gets."""
    if is_house_empty():
        return found_house(person, now=now)
    wanted = _check_roles(roles)
    require_role(by, *RUNS_THE_TEAM)
    for role in wanted:
        _check_may_grant(by, role)
    with transaction.atomic():
        user = _write_person(person, now=now)
        _write_grants(user, wanted, person.team)
        note_in_audit("user_created", {"user": user.ref, "roles": sorted(wanted)}, by=by, now=now)
    return user


def grant_role(user: User, role: str, *, by: User | None, now: datetime, team: Team | None = None) -> None:
    """Gives a role; whoever calls gets a seat. Giving it again changes nothing."""
    (wanted,) = _check_roles([role])
    _check_may_grant(by, wanted)
    with transaction.atomic():
        if not user.grants.filter(role=wanted).exists():
            _write_grants(user, [wanted], team)
            note_in_audit("role_granted", {"user": user.ref, "role": wanted}, by=by, now=now)
    _forget_cached(user)


def revoke_role(user: User, role: str, *, by: User | None, now: datetime) -> None:
    """Takes a role away. The last admin keeps theirs; a rep with prospects leaves by `circle.leave` instead."""
    _check_may_grant(by, role)
    with transaction.atomic():
        if role == Role.ADMIN and not _other_admins(user):
            raise PersonRefused(gettext("%(name)s is the last admin. Make somebody else admin first.") % {"name": user.name})
        if role in REPS and not user.has_role(*(REPS - {role})) and Seat.objects.filter(user=user, prospects__ended_at=None).exists():
            raise PersonRefused(
                gettext("%(name)s still owns prospects. Let them leave on the team page, so that everyone gets a new owner.")
                % {"name": user.name}
            )
        if user.grants.filter(role=role).delete()[0]:
            note_in_audit("role_revoked", {"user": user.ref, "role": role}, by=by, now=now)
    _forget_cached(user)


def set_roles(user: User, roles: Iterable[str], *, by: User | None, now: datetime, team: Team | None = None) -> None:
    """Exactly these roles from now on: each difference is given or taken as by hand, all or none."""
    wanted = set(_check_roles(roles))
    with transaction.atomic():
        for role in sorted(wanted - user.roles):
            grant_role(user, role, by=by, now=now, team=team)
        for role in sorted(user.roles - wanted):
            revoke_role(user, role, by=by, now=now)


def change_password(user: User, password: str, *, by: User, now: datetime) -> None:
    """One's own new password; other sessions end with the old one."""
    if by.pk != user.pk or not password:
        raise PersonRefused(gettext("Everyone chooses their own password."))
    _set_password(user, password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        note_in_audit("password_changed", {"user": user.ref}, by=by, now=now)


def change_profile(user: User, *, name: str, zone: str, language: str, by: User, now: datetime) -> User:
    """One's own name, zone and language. The hours of one's seat follow the zone."""
    if by.pk != user.pk:
        require_role(by, *RUNS_THE_TEAM)
    user.name, user.zone, user.language = _check_name(name), check_zone(zone), _check_language(language)
    with transaction.atomic():
        user.save(update_fields=["name", "zone", "language"])
        Seat.objects.filter(user=user).update(name=user.name, zone=user.zone)
    return user


def check_zone(zone: str) -> str:
    """A zone of the tz database, such as Europe/Berlin."""
    if zone not in available_timezones():
        raise PersonRefused(gettext("“%(zone)s” is no time zone. Choose one such as Europe/Berlin.") % {"zone": zone[:64]})
    return zone


def _write_person(person: NewPerson, *, now: datetime) -> User:
    email = _check_email(person.email)
    user = User(
        email=email,
        name=_check_name(person.name),
        zone=check_zone(person.zone),
        language=_check_language(person.language),
        joined_at=now,
    )
    _set_password(user, person.password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise PersonRefused(gettext("Somebody with the address %(email)s is here already.") % {"email": email}) from None
    return user


def _set_password(user: User, password: str) -> None:
    if not password:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise PersonRefused(" ".join(problem.messages)) from None
    user.set_password(password)


def _write_grants(user: User, roles: Iterable[str], team: Team | None) -> None:
    wanted = list(roles)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in wanted])
    if REPS & set(wanted) and not Seat.objects.filter(user=user).exists():
        home = team or Team.objects.order_by("pk").first()
        place = country_of_zone(user.zone)  # a guess that the page of their hours can change
        Seat.objects.create(kind=Seat.Kind.PERSON, user=user, team=home, name=user.name, zone=user.zone, place=place)
    _forget_cached(user)


def _forget_cached(user: User) -> None:
    user.__dict__.pop("_roles", None)
    user.__dict__.pop("_reach", None)
    user.__dict__.pop("_seats", None)


def _check_roles(roles: Iterable[str]) -> list[str]:
    wanted = sorted({str(role) for role in roles})
    if not wanted or any(role not in Role.values for role in wanted):
        raise PersonRefused(gettext("Choose one or more of these roles: %(roles)s.") % {"roles": ", ".join(Role.values)})
    return wanted


def _check_may_grant(by: User | None, role: str) -> None:
    if by is not None and not may_grant(by, role):
        raise NotYours(gettext("Only an admin gives or takes the role admin; managers give and take the others."))


def _other_admins(user: User) -> bool:
    return RoleGrant.objects.filter(role=Role.ADMIN, user__is_active=True).exclude(user=user).exists()


def _check_name(name: str) -> str:
    if not name.strip():
        raise PersonRefused(gettext("A person needs a name."))
    return name.strip()[:120]


def _check_email(email: str) -> str:
    wanted = email.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError:
        raise PersonRefused(gettext("“%(email)s” is no email address.") % {"email": email[:120]}) from None
    return wanted


def _check_language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise PersonRefused(gettext("The house does not speak “%(language)s”.") % {"language": language[:12]})
    return language
