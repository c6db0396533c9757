"""Whose weeks a reader sees: all reps', or one's own."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.staff.models import Seat, User


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom a page is about: one seat, or the house. `choices`: the seats that this reader may choose from, those who left at the end."""

    seat: Seat | None
    choices: tuple[Seat, ...]
    sees_all: bool

    @property
    def seat_id(self) -> int | None:
        """Under which the figures are kept; None is the house, and 0 nobody: who sees only their own, and has no seat."""
        return self.seat.pk if self.seat else (None if self.sees_all else 0)

    @property
    def seats(self) -> tuple[int, ...] | None:
        """What to read: of the chosen seat, or of the house."""
        return None if self.seat_id is None else (self.seat_id,)


def whose(rep: str, *, for_: User | None) -> Whose:
    """The seat with that reference where the reader may see it. A rep sees their own; `for_` None is the house itself."""
    people = Seat.objects.filter(kind=Seat.Kind.PERSON).order_by("left_at", "name", "pk")
    sees_all = for_ is None or for_.has_role(*SEES_EVERY_REP)
    if not sees_all:
        own = people.filter(user=for_).first()
        return Whose(own, (own,) if own else (), sees_all)
    choices = tuple(sorted(people, key=lambda seat: (seat.left_at is not None, seat.name, seat.pk)))
    return Whose(next((seat for seat in choices if seat.ref == rep), None), choices, sees_all)
