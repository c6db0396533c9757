"""What happened since, as events; and who hears of them. A few rows behind the mark are read again: some were committed late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Manager, Max, Q
from django.utils.translation import gettext as _

from keepwarm.answers.models import Answer
from keepwarm.consent.models import Wish
from keepwarm.courier.models import Endpoint, Parcel
from keepwarm.courier.queries import Told, tell
from keepwarm.customers.models import Case
from keepwarm.events.models import Kind, Subscription
from keepwarm.handoff.models import HandOff
from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.models import Mailing
from keepwarm.prospects.models import Stage, StandingChange
from keepwarm.selling.models import Sale
from keepwarm.signs.models import Sign
from keepwarm.touches.models import Inquiry


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are written once and read by their key, and what they tell of; `more`: what is read along with them."""

    rows: Manager[Any]
    kinds: frozenset[str]
    more: tuple[str, ...] = ("prospect",)


READ: Mapping[str, Table] = {
    "inquiry": Table(Inquiry.objects, frozenset({Kind.INQUIRED}), ("prospect", "source")),
    "answer": Table(Answer.objects, frozenset({Kind.ANSWERED}), ("prospect", "question")),
    "sign": Table(Sign.objects, frozenset({Kind.SIGN})),
    "change": Table(StandingChange.objects, frozenset({Kind.LEAD, Kind.ENDED, Kind.REOPENED})),
    "sale": Table(Sale.objects, frozenset({Kind.SOLD})),
    "case": Table(Case.objects, frozenset({Kind.CASE})),
    "wish": Table(Wish.objects, frozenset({Kind.OPTED_OUT})),
}
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
    return {name: _newest(table) for name, table in READ.items()}


@dataclass(frozen=True, slots=True)
class News:
    """What was read: events that were perhaps told already, how far the tables are read then, and whether more waits."""

    events: list[Event]
    first: dict[str, int]
    read_to: dict[str, int]
    is_more: bool


def happened(one: Subscription) -> News:
    """Of the kinds that this subscription asked for. A table that nobody asked for is passed over, as what was there before it was."""
    wanted = set(one.events)
    missing = {name: _newest(table) for name, table in READ.items() if name not in one.first}
    first: dict[str, int] = {**missing, **one.first}
    read_to: dict[str, int] = {**first, **one.read_to}
    events, is_more = list[Event](), False
    for name, table in READ.items():
        if not table.kinds & wanted:
            first[name] = read_to[name] = _newest(table)
            continue
        rows = table.rows.filter(pk__gt=max(read_to[name] - AGAIN, first[name])).select_related(*table.more).order_by("pk")
        found = list(rows[: AT_ONCE + AGAIN])
        events += [event for row in found if (event := _event(name, row)) is not None]
        read_to[name] = max([read_to[name], *(row.pk for row in found)])
        is_more = is_more or len(found) == AT_ONCE + AGAIN
    since = max(one.read_at - LATE, one.since_at)
    events += [*_of_handoffs(since), *_of_mailings(since)]
    return News([event for event in events if event.kind in wanted], first, read_to, is_more)


def _newest(table: Table) -> int:
    return table.rows.aggregate(newest=Max("pk"))["newest"] or 0


def _event(name: str, row: Any) -> Event | None:
    """What a row tells; None where it tells nothing."""
    kind, at, more = _TELL[name](row)
    return Event(kind, f"{name}:{row.pk}", at, {"prospect": row.prospect.ref, **more}) if kind else None


Found = tuple[str, datetime, Mapping[str, Any]]


def _inquiry(row: Inquiry) -> Found:
    about = {"inquiry": row.ref, "source": row.source.ref, "wants_contact": row.wants_contact}
    return ("" if row.voided_at else Kind.INQUIRED), row.happened_at or row.received_at, about


def _answer(row: Answer) -> Found:
    return ("" if row.voided_at else Kind.ANSWERED), row.learned_at, {"question": row.question.key}


def _sign(row: Sign) -> Found:
    return ("" if row.is_robot else Kind.SIGN), row.at, {"sign": row.kind, "source": row.source}


def _change(row: StandingChange) -> Found:
    kind = _kind_of(row)
    return kind, row.at, {"because": row.new} if kind == Kind.ENDED else {}


def _sale(row: Sale) -> Found:
    return Kind.SOLD, row.sold_at, {"sale": row.ref, "amount_minor": row.amount_minor, "currency": row.currency}


def _case(row: Case) -> Found:
    return Kind.CASE, row.opened_at, {"case": row.ref}


def _wish(row: Wish) -> Found:
    closes = row.kind in {Wish.Kind.STOP, Wish.Kind.NO_CHANNEL}
    return (Kind.OPTED_OUT if closes else ""), row.said_at, {"channel": row.channel or "all"}


_TELL: Mapping[str, Callable[[Any], Found]] = {
    "inquiry": _inquiry,
    "answer": _answer,
    "sign": _sign,
    "change": _change,
    "sale": _sale,
    "case": _case,
    "wish": _wish,
}


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


def _of_mailings(since: datetime) -> Iterator[Event]:
    """A mailing that stopped, by itself or by somebody; it may go on and stop again."""
    for row in Mailing.objects.filter(state=Mailing.State.PAUSED, paused_at__gte=since).order_by("pk")[:AT_ONCE]:
        at = cast("datetime", row.paused_at)
        yield Event(Kind.PAUSED, f"paused-{int(at.timestamp())}:{row.pk}", at, {"mailing": row.ref})


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
