"""Who gets an inquiry: named in the list, by territory, by product, by former relationship, then in turn among those present.

`choose_owner` is pure; `gather_staffing` reads what it needs. Every inquiry has an owner from the first second, and the reason
is kept in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import REPS, Role, RoleGrant, Seat, Territory
from keepwarm.staff.queries import absent_at, at_work, persons_seats


class NobodyToOwn(Refusal):
    """The house has no seat at all, so no inquiry could have an owner."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What decides about the owner of one inquiry. `former_id`: the seat that owns others of the firm, newest first."""

    named: str = ""  # a name or an email, as the list writes it
    place: str = ""
    topic: str = ""
    source: str = ""
    former_id: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The owner, and why in words."""

    seat_id: int
    because: str


@dataclass(slots=True)
class Staffing:
    """Who is there. `turn`: those who take inquiries in turn, whose turn is next first; it moves on with each choice."""

    names: Mapping[str, int]  # folded name or email to seat
    titles: Mapping[int, str]  # seat to its name
    territories: Mapping[tuple[str, str], Sequence[int]]  # by, folded value
    present: frozenset[int]
    turn: list[int]
    fallback: int
    taken: dict[int, int] = field(default_factory=dict)
    said: dict[tuple[str, int], str] = field(default_factory=dict)


def choose_owner(wanted: Wanted, staffing: Staffing) -> Chosen:
    """The first that applies: the list's own word, territory, product, source, former relationship, then the turn."""
    if wanted.named and (seat := staffing.names.get(fold(wanted.named))):
        return Chosen(seat, _("the list names %s") % staffing.titles[seat])
    for by, value, words in _territories(wanted, staffing):
        if seats := _present(staffing.territories.get((by, fold(value)), ()), staffing):
            seat = min(seats, key=lambda one: (staffing.taken.get(one, 0), one))
            staffing.taken[seat] = staffing.taken.get(seat, 0) + 1
            return Chosen(seat, words % {"name": staffing.titles[seat], "value": value})
    if wanted.former_id in staffing.present:
        return Chosen(wanted.former_id, _because(_FORMER, wanted.former_id, staffing))
    if staffing.turn:
        seat = staffing.turn.pop(0)
        staffing.turn.append(seat)
        return Chosen(seat, _because(_TURN, seat, staffing))
    return Chosen(staffing.fallback, _("nobody is present; %s keeps it until somebody is") % staffing.titles[staffing.fallback])


_FORMER: Final = gettext_noop("%s knows others of the firm")
_TURN: Final = gettext_noop("the turn of %s among those present")


def _because(words: str, seat: int, staffing: Staffing) -> str:
    """Said once of each seat: a list has a hundred thousand rows."""
    if (words, seat) not in staffing.said:
        staffing.said[words, seat] = _(words) % staffing.titles[seat]
    return staffing.said[words, seat]


def _territories(wanted: Wanted, staffing: Staffing) -> list[tuple[str, str, str]]:
    """What to look up, in the order in which it counts: a state before its country."""
    if not staffing.territories:
        return []
    place = _("%(name)s has the territory %(value)s")
    told = [("place", wanted.place, place)] if wanted.place else []
    if "-" in wanted.place:
        told.append(("place", wanted.place.partition("-")[0], place))
    if wanted.topic:
        told.append(("topic", wanted.topic, _("%(name)s has the product %(value)s")))
    if wanted.source:
        told.append(("source", wanted.source, _("%(name)s has the source %(value)s")))
    return told


def _present(seats: Sequence[int], staffing: Staffing) -> list[int]:
    return [seat for seat in seats if seat in staffing.present]


def gather_staffing(*, now: datetime) -> Staffing:
    """Who works here, who is present, whose turn it is. Raises NobodyToOwn when there is no seat."""
    seats = list(Seat.objects.filter(left_at__isnull=True).select_related("user").order_by("pk"))
    if not seats:
        raise NobodyToOwn(_("Nobody works here yet who could own an inquiry. Add a person or a team first."))
    people = persons_seats()
    present = frozenset(people.exclude(absent_at(now)).values_list("pk", flat=True))
    pools = [seat.pk for seat in seats if seat.kind == Seat.Kind.TEAM]
    territories: dict[tuple[str, str], list[int]] = {}
    for seat_id, by, value in Territory.objects.order_by("pk").values_list("seat_id", "by", "value"):
        territories.setdefault((by, fold(value)), []).append(seat_id)
    return Staffing(
        names=_names(seats),
        titles={seat.pk: seat.name for seat in seats},
        territories=territories,
        present=present | frozenset(pools),
        turn=_in_turn([seat for seat in seats if seat.pk in present], now=now),
        fallback=(pools or [seat.pk for seat in seats])[0],
    )


def _names(seats: Sequence[Seat]) -> dict[str, int]:
    """Seats by name and email; a name that two have names nobody."""
    found: dict[str, int] = {}
    for seat in seats:
        for text in {seat.name, *([seat.user.name, seat.user.email] if seat.user else [])}:
            found[fold(text)] = 0 if found.get(fold(text), seat.pk) != seat.pk else seat.pk
    return found


def _in_turn(present: Sequence[Seat], *, now: datetime) -> list[int]:
    """Inside reps who are present, else closing reps; who is at work now before who is not, then who got a prospect longest ago."""
    grants = RoleGrant.objects.filter(role__in=REPS, user__seat__in=present).values_list("user__seat", "role")
    inside = {seat for seat, role in grants if role == Role.INSIDE_REP}
    closing = {seat for seat, role in grants if role == Role.CLOSING_REP}
    working = {seat.pk for seat in at_work(present, now)}
    return sorted(inside or closing, key=lambda seat: (seat not in working, _newest_of(seat), seat))


def _newest_of(seat_id: int) -> int:
    return Prospect.objects.filter(owner_id=seat_id).order_by("-pk").values_list("pk", flat=True).first() or 0
