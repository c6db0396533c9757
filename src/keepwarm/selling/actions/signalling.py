"""The signal by which an opportunity waits for its next touch, and the history of what changed in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from keepwarm.lib.days import begins_in
from keepwarm.selling.actions.absorbing import source_of
from keepwarm.selling.models import Opportunity, OpportunityChange
from keepwarm.staff.models import User
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal


def begins_at(on: date, zone: str) -> datetime:
    """When that day begins where they are, in UTC."""
    return begins_in(zone or "UTC", on)


def wait_for(row: Opportunity, on: date, what: str, *, now: datetime) -> None:
    """The prospect's next touch comes no later than that day. The caller holds the prospect, and settles it."""
    wait_no_more(row, now=now)
    due = begins_at(on, row.prospect.zone or row.seat.zone)
    words = {"what": what, "opportunity": row.ref}
    signal = Signal(prospect_id=row.prospect_id, kind=Signal.Kind.OPPORTUNITY, raised_at=now, due_at=due, source=source_of(row.ref))
    signal.seat_id, signal.args = row.seat_id, words
    raise_signals([signal])


def wait_no_more(row: Opportunity, *, now: datetime) -> None:
    """Nothing waits for this opportunity."""
    Signal.objects.open().filter(kind=Signal.Kind.OPPORTUNITY, prospect_id=row.prospect_id, source=source_of(row.ref)).update(
        settled_at=now
    )


def note(row: Opportunity, what: str, old: object, new: object, *, because: str = "", by: User | None, now: datetime) -> OpportunityChange:
    """A line of the history, for the caller to write."""
    words = [str("" if one is None else one)[:300] for one in (old, new, because.strip())]
    return OpportunityChange(opportunity=row, what=what, old=words[0], new=words[1], because=words[2], by=by, at=now)


def keep(changes: Iterable[OpportunityChange]) -> None:
    """Writes the lines."""
    OpportunityChange.objects.bulk_create(list(changes))
