"""Who hears of what is set, and what happened is put to the courier and handed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.courier.actions import add_endpoint, change_endpoint, claim, deliver, hand_over, mark_told, queue_parcels, sweep
from keepwarm.courier.actions.endpoints import SETTERS, EndpointRefused
from keepwarm.courier.models import Endpoint, Parcel, State
from keepwarm.courier.new import NewEndpoint, NewParcel
from keepwarm.courier.posting import SECONDS
from keepwarm.courier.queries import untold
from keepwarm.events.models import Kind, Subscription
from keepwarm.events.queries import Event, find_subscription, happened, is_read_again, newest_keys
from keepwarm.policy.queries import policy_in_force
from keepwarm.staff.models import User

__all__ = ("SETTERS", "add_subscription", "change_subscription", "clear_told", "collect", "send_due")
CLEARED_AT_ONCE = 400
ROUNDS = 10


def add_subscription(new: NewEndpoint, events: Iterable[str], *, by: User | None, now: datetime) -> tuple[Subscription, str]:
    """From now on this address hears of these events; and its secret, shown this once. Raises EndpointRefused, NotYours."""
    wanted = _known(events)
    with transaction.atomic():
        endpoint, secret = add_endpoint(Endpoint.Kind.EVENTS, new, by=by, now=now)
        one = Subscription.objects.create(endpoint=endpoint, events=wanted, first=newest_keys(), read_at=now, since_at=now)
    return one, secret


def change_subscription(ref: str, new: NewEndpoint, events: Iterable[str], *, by: User | None, now: datetime) -> Subscription:
    """Another address or other events. Raises EndpointRefused, UnknownSubscription, NotYours."""
    wanted, one = _known(events), find_subscription(ref)
    with transaction.atomic():
        change_endpoint(ref, new, by=by, now=now)
        one.events = wanted
        one.save(update_fields=["events"])
    return find_subscription(ref)


def _known(events: Iterable[str]) -> list[str]:
    wanted = sorted(set(events))
    if not wanted or any(one not in Kind for one in wanted):
        raise EndpointRefused(_("Choose one or more of these events: %(events)s.") % {"events": ", ".join(Kind.values)})
    return wanted


def collect(*, now: datetime) -> int:
    """A parcel for each event that an address has not heard of. Returns how many are new; again changes nothing.

    Mark and parcels stand in one transaction: a crash leaves both as they were.
    """
    every = Subscription.objects.filter(endpoint__retired_at__isnull=True).select_related("endpoint").order_by("pk")
    return sum(_collect(one, now=now) for one in every)


def _collect(one: Subscription, *, now: datetime) -> int:
    """Of a large import some thousand rows at a time; what is left waits for the next minute."""
    made = 0
    for _round in range(ROUNDS):
        news = happened(one)
        with transaction.atomic():
            parcels = [_parcel(event, one) for event in news.events]
            known = Parcel.objects.filter(once_key__in=[new.once_key for new in parcels]).count()
            made += len(queue_parcels(parcels, now=now)) - known
            one.first, one.read_to, one.read_at = news.first, news.read_to, now
            one.save(update_fields=["first", "read_to", "read_at"])
        if not news.is_more:
            break
    return made


def _parcel(event: Event, one: Subscription) -> NewParcel:
    about = {**event.about, "happened_at": event.at.isoformat()}
    return NewParcel(one.endpoint_id, f"event:{one.endpoint_id}:{event.source}", event.kind, about)


def send_due(*, now: datetime, rounds: int = 20, seconds: float = SECONDS) -> int:
    """Hand over what is due; how many were tried. Other software does nothing twice under one key, so what perhaps arrived goes again."""
    sweep(now=now)
    sent = 0
    for _round in range(rounds):
        claims = claim(Endpoint.Kind.EVENTS, now=now)
        if not claims:
            break
        with transaction.atomic():
            going = hand_over(claims, {}, now=now)
        sent += len(deliver(going, now=now, seconds=seconds))
    mark_told(untold(Endpoint.Kind.EVENTS, limit=2_000), now=now)
    return sent


def clear_told(*, now: datetime) -> int:
    """Drop what other software took long ago; how many. What is read again stays: by its parcel it is known, and not told twice."""
    before = now - timedelta(days=policy_in_force().parcels_kept_days)
    return sum(_clear_of(one, before) for one in Subscription.objects.select_related("endpoint").order_by("pk"))


def _clear_of(one: Subscription, before: datetime) -> int:
    """From the oldest on, piece by piece, to the first piece in which none is old."""
    taken, cleared, after = Parcel.objects.filter(endpoint=one.endpoint_id, state=State.ACCEPTED).order_by("pk"), 0, 0
    while piece := list(taken.filter(pk__gt=after).defer("body")[:CLEARED_AT_ONCE]):
        after = piece[-1].pk
        old = [row for row in piece if row.settled_at and row.settled_at < before and row.told_at]
        if not old:
            break
        over = [row.pk for row in old if not is_read_again(one, row)]
        cleared += len(over)
        Parcel.objects.filter(pk__in=over).delete()
    return cleared
