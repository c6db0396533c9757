"""What happened since, as events; and who hears of them. A few rows behind the mark are read again: some were committed late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Manager, Max, Q
from django.utils.translation import gettext as _

from keepwarm.consent.models import Wish
from keepwarm.courier.models import Endpoint, Parcel
from keepwarm.courier.queries import Told, tell
from keepwarm.events.models import Kind, Subscription
from keepwarm.handoff.models import HandOff
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Stage, StandingChange
from keepwarm.selling.models import Sale

READ: Mapping[str, Manager[Any]] = {"change": StandingChange.objects, "sale": Sale.objects, "wish": Wish.objects}
"""Tables whose rows are written once, and read by their key."""
AGAIN = 1_000
"""Rows behind the mark that are read again: a transaction takes its keys before it commits. What went is known by its parcel."""
AT_ONCE = 2_000
LATE = timedelta(minutes=10)
OPEN_FOR = timedelta(days=400)
"""A hand-off that is answered was offered within it; by that its index finds it."""


class UnknownSubscription(Refusal):
    """There is no such address."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `source` names the row, so that it is told once. `about`: references, never names or words."""

    kind: str
    source: str
    at: datetime
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """An address, what it hears of, and how that goes."""

    told: Told
    events: tuple[str, ...]
    labels: tuple[str, ...]


def newest_keys() -> dict[str, int]:
    """The newest key of each that is read by its key."""
    return {name: rows.aggregate(newest=Max("pk"))["newest"] or 0 for name, rows in READ.items()}


def happened(one: Subscription) -> tuple[list[Event], dict[str, int]]:
    """Events that this subscription has perhaps not heard of, and how far the tables are read then."""
    read_to: dict[str, int] = dict(one.read_to)
    events: list[Event] = []
    for name, table in READ.items():
        mark, first = int(read_to.get(name, 0)), int(one.first.get(name, 0))
        rows = table.filter(pk__gt=max(mark - AGAIN, first)).select_related("prospect").order_by("pk")
        found = list(rows[: AT_ONCE + AGAIN])
        events += [event for row in found if (event := _event(row)) is not None]
        read_to[name] = max([mark, *(row.pk for row in found)])
    events += _of_handoffs(max(one.read_at - LATE, one.since_at))
    return [event for event in events if event.kind in one.events], read_to


def _event(row: Any) -> Event | None:
    if isinstance(row, StandingChange):
        kind = _kind_of(row)
        told = {"because": row.new} if kind == Kind.ENDED else {}
        return Event(kind, f"change:{row.pk}", row.at, {"prospect": row.prospect.ref, **told}) if kind else None
    if isinstance(row, Sale):
        about = {"prospect": row.prospect.ref, "sale": row.ref, "amount_minor": row.amount_minor, "currency": row.currency}
        return Event(Kind.SOLD, f"sale:{row.pk}", row.sold_at, about)
    if isinstance(row, Wish) and row.kind in {Wish.Kind.STOP, Wish.Kind.NO_CHANNEL}:
        return Event(Kind.OPTED_OUT, f"wish:{row.pk}", row.said_at, {"prospect": row.prospect.ref, "channel": row.channel or "all"})
    return None


def _kind_of(row: StandingChange) -> str:
    if row.what == StandingChange.What.STAGE:
        return Kind.LEAD if row.new == str(int(Stage.LEAD)) else ""
    if row.what == StandingChange.What.END:
        return Kind.ENDED if row.new else Kind.REOPENED
    return ""


def _of_handoffs(since: datetime) -> Iterator[Event]:
    """A hand-off changes in place: by the moments that it keeps."""
    rows = HandOff.objects.filter(offered_at__gte=since - OPEN_FOR).filter(Q(offered_at__gte=since) | Q(answered_at__gte=since))
    for row in rows.select_related("prospect").order_by("pk")[:AT_ONCE]:
        about = {"prospect": row.prospect.ref, "handoff": row.ref}
        if row.offered_at >= since:
            yield Event(Kind.OFFERED, f"offered:{row.pk}", row.offered_at, about)
        if row.answered_at is not None and row.answered_at >= since and row.state in _ANSWERS:
            yield Event(_ANSWERS[row.state], f"{row.state}:{row.pk}", row.answered_at, about)


_ANSWERS: Mapping[str, str] = {HandOff.State.ACCEPTED: Kind.ACCEPTED, HandOff.State.RETURNED: Kind.RETURNED}


def is_read_again(one: Subscription, parcel: Parcel) -> bool:
    """Whether `happened` would still come upon what this parcel told."""
    if one.endpoint.retired_at is not None:
        return False
    name, key = parcel.once_key.split(":")[-2:]
    if name in READ:
        return int(key) > int(one.read_to.get(name, 0)) - AGAIN
    return parcel.queued_at >= one.read_at - LATE  # a hand-off: it happened before it was queued


def list_subscriptions() -> list[SubscriptionLine]:
    """Those in use, the oldest first."""
    rows = Subscription.objects.filter(endpoint__retired_at__isnull=True, endpoint__kind=Endpoint.Kind.EVENTS)
    return [line_of(one) for one in rows.select_related("endpoint").order_by("pk")]


def line_of(one: Subscription) -> SubscriptionLine:
    """One of them."""
    return SubscriptionLine(tell(one.endpoint), tuple(one.events), tuple(str(Kind(key).label) for key in one.events if key in Kind))


def find_subscription(ref: str) -> Subscription:
    """By the reference of its address. Raises UnknownSubscription."""
    one = Subscription.objects.select_related("endpoint").filter(endpoint__ref=ref, endpoint__retired_at__isnull=True).first()
    if one is None:
        raise UnknownSubscription(_("There is no such address."))
    return one


def newest_parcels(one: Subscription, *, limit: int = 20) -> list[Parcel]:
    """What went there lately."""
    return list(Parcel.objects.filter(endpoint=one.endpoint).order_by("-pk")[:limit])
