"""Who takes over a prospect: whoever spoke with them before, else whose territory it is, else who has the most room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.utils.translation import gettext

from keepwarm.engine.words import LIVE
from keepwarm.handoff.queries.candidates import present_closing_seats
from keepwarm.lib.working_time import is_at_work
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import REPS, Role, RoleGrant, Seat, Territory
from keepwarm.staff.queries import pool_of, present_seats, week_of
from keepwarm.touches.models import Channel, Inquiry, Touch

AHEAD = timedelta(days=14)
"""A seat's load is what falls due within two weeks, for each minute a day that it has for calls. Our choice."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Needing:
    """A prospect that needs somebody. `at`: the promised moment, None when there is none. `in_sales`: sales accepted them."""

    prospect_id: int
    place: str = ""
    at: datetime | None = None
    in_sales: bool = False


@dataclass(frozen=True, slots=True)
class Heir:
    """Who takes over, and why in words. `is_stopgap`: sales accepted the lead, and this one does not sell; the managers are told."""

    seat_id: int
    because: str
    is_stopgap: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What speaks for whom: newest conversations by prospect and seat, territories by kind and value, prospects' inquiries."""

    talks: Mapping[int, Mapping[int, datetime]]
    territories: Mapping[tuple[str, str], frozenset[int]]
    inquiries: Mapping[int, tuple[str, str]]


def colleagues_of(seat: Seat, now: datetime) -> list[Seat]:
    """Who may stand in for `seat`: present reps of another seat; those with a role in common when there are any."""
    present = present_seats(now).exclude(pk=seat.pk).filter(user__grants__role__in=REPS).distinct()
    own = set(RoleGrant.objects.filter(user__seat=seat, role__in=REPS).values_list("role", flat=True))
    alike = list(present.filter(user__grants__role__in=own)) if own else []
    return alike or list(present)


def house_heir(home: Seat, *, now: datetime) -> Seat:
    """Who looks after what the house says (programs, items, seminars) once `home` is left: whoever may change it.

    A marketer before a manager before an admin, of the own team first, the lower number first; nobody here: the team's pool.
    """
    for role in (Role.MARKETER, Role.MANAGER, Role.ADMIN):
        able = list(present_seats(now).exclude(pk=home.pk).filter(user__grants__role=role))
        if able:
            return min(able, key=lambda seat: (seat.team_id != home.team_id, seat.pk))
    return pool_of(home.team)


def choose_heirs(needing: Sequence[Needing], home: Seat, *, now: datetime) -> dict[int, Heir]:
    """An heir for each, in the order given. Nobody present: the pool of the team.

    Whom sales accepted goes to a closing rep; while none is here, to a manager who has a place, else to the pool.
    Who is at work at a promised moment comes before everyone else; conversations, territory, the own team, and room decide
    in this order; equal ones go to the lower number, so that the same state gives the same answer.
    """
    in_sales = [one for one in needing if one.in_sales]
    others = [one for one in needing if not one.in_sales]
    sellers = list(present_closing_seats(now).exclude(pk=home.pk)) if in_sales else []
    found = _share_out(in_sales, sellers, home, now=now) if sellers else _look_after(in_sales, home, now=now)
    return found | _share_out(others, colleagues_of(home, now), home, now=now)


def _share_out(needing: Sequence[Needing], seats: Sequence[Seat], home: Seat, *, now: datetime) -> dict[int, Heir]:
    if not needing:
        return {}
    if not seats:
        pool = pool_of(home.team)
        return {one.prospect_id: Heir(pool.pk, gettext("nobody else is here; the team's pool has it")) for one in needing}
    known = _gather(needing, seats)
    load = _loads(seats, now)
    chosen: dict[int, Heir] = {}
    for one in needing:
        seat = min(_at_work(seats, one.at), key=lambda seat: _rank(seat, one, home, known, load))
        load[seat.pk] += 1 / max(seat.call_minutes, 1)
        chosen[one.prospect_id] = Heir(seat.pk, _explain(seat, one, known))
    return chosen


def _look_after(needing: Sequence[Needing], home: Seat, *, now: datetime) -> dict[int, Heir]:
    """Nobody who sells is here: a manager with a place of their own, else the pool; and why is said."""
    if not needing:
        return {}
    manager = present_seats(now).exclude(pk=home.pk).filter(user__grants__role=Role.MANAGER).first()
    if manager is not None:
        because = gettext("no closing rep is here; %(name)s, who manages, looks after them") % {"name": manager.name}
    else:
        because = gettext("no closing rep is here; the team's pool has it, and the manager knows")
    heir = Heir((manager or pool_of(home.team)).pk, because, is_stopgap=True)
    return {one.prospect_id: heir for one in needing}


def _at_work(seats: Sequence[Seat], at: datetime | None) -> Sequence[Seat]:
    return ([seat for seat in seats if is_at_work(at, week_of(seat))] if at else []) or seats


def _rank(seat: Seat, one: Needing, home: Seat, known: _Known, load: Mapping[int, float]) -> tuple[float, bool, bool, float, int]:
    talked = known.talks.get(one.prospect_id, {}).get(seat.pk)
    return (
        -talked.timestamp() if talked else 0.0,
        not _territory(seat, one, known),
        seat.team_id != home.team_id,
        load[seat.pk],
        seat.pk,
    )


def _territory(seat: Seat, one: Needing, known: _Known) -> str:
    """The territory of `seat` that the prospect lies in, the most specific first; "" when none."""
    topic, source = known.inquiries.get(one.prospect_id, ("", ""))
    region = one.place.split("-")[0]
    for kind, value in (("topic", topic), ("place", one.place), ("place", region), ("source", source)):
        if value and seat.pk in known.territories.get((kind, value), frozenset()):
            return value
    return ""


def _explain(seat: Seat, one: Needing, known: _Known) -> str:
    talked = known.talks.get(one.prospect_id, {}).get(seat.pk)
    if talked:
        return gettext("%(name)s spoke with them on %(day)s") % {"name": seat.name, "day": talked.date().isoformat()}
    if territory := _territory(seat, one, known):
        return gettext("%(territory)s is the territory of %(name)s") % {"territory": territory, "name": seat.name}
    return gettext("%(name)s has the most room") % {"name": seat.name}


def _gather(needing: Sequence[Needing], seats: Sequence[Seat]) -> _Known:
    ids, seat_ids = [one.prospect_id for one in needing], [seat.pk for seat in seats]
    territories: dict[tuple[str, str], set[int]] = defaultdict(set)
    for seat_id, kind, value in Territory.objects.filter(seat__in=seat_ids).values_list("seat_id", "by", "value"):
        territories[kind, value].add(seat_id)
    by_inquiry = any(kind != Territory.By.PLACE for kind, _ in territories)
    return _Known(
        _talks(ids, seat_ids),
        {key: frozenset(value) for key, value in territories.items()},
        _inquiries(ids) if by_inquiry else {},
    )


def _talks(ids: Sequence[int], seat_ids: Sequence[int]) -> dict[int, dict[int, datetime]]:
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    for piece in _pieces(ids):
        live = Touch.objects.filter(
            prospect_id__in=piece,
            seat_id__in=seat_ids,
            disposition__in=LIVE,
            channel__in=[Channel.PHONE, Channel.MEETING],
            voided_at__isnull=True,
        )
        for prospect_id, seat_id, at in live.values_list("prospect_id", "seat_id").annotate(at=Max("happened_at")):
            found[prospect_id][seat_id] = at
    return found


def _inquiries(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Topic and source of the newest inquiry of each."""
    found: dict[int, tuple[str, str]] = {}
    for piece in _pieces(ids):
        rows = Inquiry.objects.filter(prospect_id__in=piece, voided_at__isnull=True).order_by("received_at", "pk")
        found |= {pk: (topic, source) for pk, topic, source in rows.values_list("prospect_id", "topic", "source__name")}
    return found


def _loads(seats: Sequence[Seat], now: datetime) -> dict[int, float]:
    due = Prospect.objects.filter(owner__in=seats, ended_at__isnull=True, next_step__in=["call", "write"], next_touch_at__lt=now + AHEAD)
    counts = dict(due.values_list("owner_id").annotate(count=Count("pk")).order_by())
    return {seat.pk: counts.get(seat.pk, 0) / max(seat.call_minutes, 1) for seat in seats}


def _pieces(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
