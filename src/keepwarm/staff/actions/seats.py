"""Seats: hours, minutes, teams and territories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions.audit import note_in_audit
from keepwarm.staff.actions.people import check_zone
from keepwarm.staff.models import Seat, Team, Territory, User
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

DAY_MINUTES = 24 * 60
ALL_DAYS = 0b1111111
DEAREST = 100_000_00
"""Minor units an hour; more is a slip of the keyboard."""


class SeatRefused(Refusal):
    """Hours, a team or a territory that cannot be."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a seat works: local minutes of the day, a bit mask of days (Monday = 1), minutes a day for calls."""

    zone: str
    work_days: int
    opens_minute: int
    closes_minute: int
    call_minutes: int
    place: str = ""


def change_hours(seat: Seat, hours: Hours, *, by: User | None, now: datetime) -> Seat:
    """The hours, zone and call minutes of a seat: the holder's own, or anybody's by whoever runs the team."""
    if by is not None and by.pk != seat.user_id:
        require_role(by, *RUNS_THE_TEAM)
    _check_hours(hours)
    for name in ("zone", "work_days", "opens_minute", "closes_minute", "call_minutes", "place"):
        setattr(seat, name, getattr(hours, name))
    with transaction.atomic():
        seat.save(update_fields=["zone", "work_days", "opens_minute", "closes_minute", "call_minutes", "place"])
        note_in_audit("hours_changed", {"seat": seat.ref, "call_minutes": hours.call_minutes}, by=by, now=now)
    return seat


def set_rate(seat: Seat, hour_minor: int, currency: str, *, by: User | None, now: datetime) -> None:
    """What an hour of a seat costs, in minor units of a currency (three letters); 0 when its minutes are not to be counted."""
    require_role(by, *RUNS_THE_TEAM)
    wanted = currency.strip().upper()
    if not (0 <= hour_minor < DEAREST and len(wanted) == 3 and wanted.isalpha()):
        raise SeatRefused(gettext("An hour costs an amount in a currency such as EUR."))
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(hour_minor=hour_minor, currency=wanted)
        note_in_audit("rate_set", {"seat": seat.ref, "hour_minor": hour_minor, "currency": wanted}, by=by, now=now)
    seat.hour_minor, seat.currency = hour_minor, wanted


def rename_team(team: Team, name: str, *, by: User | None, now: datetime) -> None:
    """Another name for a team and its pool; what the pool owns stays there."""
    require_role(by, *RUNS_THE_TEAM)
    wanted = _team_name(name)
    try:
        with transaction.atomic():
            Team.objects.filter(pk=team.pk).update(name=wanted)
            Seat.objects.filter(team=team, kind=Seat.Kind.TEAM).update(name=wanted)
            note_in_audit("team_renamed", {"team": team.ref, "old": team.name, "name": wanted}, by=by, now=now)
    except IntegrityError:
        raise _name_taken(wanted) from None
    team.name = wanted


def make_team(name: str, *, by: User | None, now: datetime) -> Team:
    """A new team with its pool, the seat that owns what nobody owns yet."""
    require_role(by, *RUNS_THE_TEAM)
    wanted = _team_name(name)
    try:
        with transaction.atomic():
            team = Team.objects.create(name=wanted)
            Seat.objects.create(kind=Seat.Kind.TEAM, team=team, name=wanted)
            note_in_audit("team_made", {"team": team.ref, "name": wanted}, by=by, now=now)
    except IntegrityError:
        raise _name_taken(wanted) from None
    return team


def _team_name(name: str) -> str:
    wanted = " ".join(name.split())[:120]
    if not wanted:
        raise SeatRefused(gettext("A team needs a name."))
    return wanted


def _name_taken(name: str) -> SeatRefused:
    return SeatRefused(gettext("There is a team “%(name)s” already.") % {"name": name})


def join_team(seat: Seat, team: Team, *, by: User | None, now: datetime) -> None:
    """A person works with another team from now on; what they own stays theirs."""
    require_role(by, *RUNS_THE_TEAM)
    if seat.kind != Seat.Kind.PERSON:
        raise SeatRefused(gettext("A pool stays with its team."))
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(team=team)
        note_in_audit("team_joined", {"seat": seat.ref, "team": team.ref}, by=by, now=now)
    seat.team = team


def set_territories(seat: Seat, wanted: Iterable[tuple[str, str]], *, by: User | None, now: datetime) -> None:
    """What comes to this seat first, in place of what did before: pairs of kind (place, topic, source) and value."""
    require_role(by, *RUNS_THE_TEAM)
    pairs = sorted({(kind, value.strip()) for kind, value in wanted if value.strip()})
    for kind, value in pairs:
        if kind not in Territory.By.values or len(value) > 120:
            raise SeatRefused(gettext("A territory is a place, a topic or a source, of at most 120 characters."))
    with transaction.atomic():
        seat.territories.all().delete()
        Territory.objects.bulk_create([Territory(seat=seat, by=kind, value=value) for kind, value in pairs])
        note_in_audit("territories", {"seat": seat.ref, "territories": pairs}, by=by, now=now)


def keep_seated(ids: Iterable[int]) -> set[int]:
    """Those of these seats where somebody still sits; until the transaction ends nobody leaves them. Before any prospect is locked."""
    seats = Seat.objects.filter(pk__in=sorted(set(ids))).order_by("pk").select_for_update(no_key=True)
    return {pk for pk, left_at in seats.values_list("pk", "left_at") if left_at is None}


def _check_hours(hours: Hours) -> None:
    check_zone(hours.zone)
    if not 0 <= hours.opens_minute < hours.closes_minute <= DAY_MINUTES:
        raise SeatRefused(gettext("The working day must begin before it ends."))
    if not 0 < hours.work_days <= ALL_DAYS:
        raise SeatRefused(gettext("Choose at least one working day."))
    if not 0 <= hours.call_minutes <= hours.closes_minute - hours.opens_minute:
        raise SeatRefused(gettext("The minutes for calls must fit into the working day."))
    if len(hours.place) > 8:
        raise SeatRefused(gettext("A place is a code such as DE or US-CA."))
