"""What programs queued as short messages is taken up: written out, and put to the parcels, or held back with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from keepwarm.content.models import Item
from keepwarm.content.queries.fields import values_of
from keepwarm.courier.queries import gateway
from keepwarm.decisions.actions import LetterResult, settle_letters
from keepwarm.decisions.actions.letters import CANCELLED
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.engine.merging import Values
from keepwarm.engine.words import Disposition
from keepwarm.messaging.actions.queueing import NewMessage, queue_messages
from keepwarm.messaging.queries.composing import compose_turn
from keepwarm.messaging.queries.holding import Standing, standings
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Channel, Direction, Touch

AT_ONCE = 40  # touches of one transaction: their messages and next touches stay under 100 ms of the write lock


def take_up(*, now: datetime, rounds: int = 250) -> int:
    """A message for each touch that waits for one. Returns how many; again changes nothing."""
    taken = 0
    for _round in range(rounds):
        touches = list(_untaken()[:AT_ONCE])
        if not touches:
            break
        taken += _take(touches, now=now)
    return taken


def _untaken() -> Sequence[Touch]:
    waiting = Touch.objects.filter(channel=Channel.MESSAGE, direction=Direction.OUT, disposition=Disposition.QUEUED, voided_at__isnull=True)
    return waiting.filter(short_messages__isnull=True).order_by("happened_at", "pk")  # type: ignore[return-value]


def _take(touches: Sequence[Touch], *, now: datetime) -> int:
    """Message, parcel and, of who may not get it, the next touch: in one transaction."""
    ids = [touch.prospect_id for touch in touches]
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(set(ids)))
        rows = list(_untaken_among([touch.pk for touch in touches]))
        news = _written(rows, now=now)
        queue_messages(news, gateway(), now=now)
        held = [LetterResult(new.touch.pk, CANCELLED, now, new.held) for new in news if new.held]
        settle_letters(held, now=now)
    return len(rows)


def _untaken_among(pks: Sequence[int]) -> Sequence[Touch]:
    return Touch.objects.filter(pk__in=pks, voided_at__isnull=True, short_messages__isnull=True).order_by("pk")  # type: ignore[return-value]


def _written(touches: Sequence[Touch], *, now: datetime) -> list[NewMessage]:
    ids = [touch.prospect_id for touch in touches]
    people = Prospect.objects.in_bulk(ids)
    items = Item.objects.in_bulk([_item_id(touch) for touch in touches])
    values, stands = values_of(ids, now=now), standings(ids, now=now, is_paced=False)
    return [_new(touch, people[touch.prospect_id], items, values, stands[touch.prospect_id]) for touch in touches]


def _new(touch: Touch, person: Prospect, items: Mapping[int, Item], values: Mapping[int, Values], stand: Standing) -> NewMessage:
    """What is only too early waits as a parcel; what may not go at all is held."""
    item = items.get(_item_id(touch))
    made = compose_turn(person, item, str(_args(touch).get("kind", "")), values)
    held = made.held or (stand.held if stand.until_at is None else "")
    if not held and gateway() is None:
        held = "no_gateway"
    return NewMessage(touch, person, stand.address, made.text, held, item_id=item.pk if item else None)


def _args(touch: Touch) -> dict[str, object]:
    return touch.args if isinstance(touch.args, dict) else {}


def _item_id(touch: Touch) -> int:
    found = _args(touch).get("item")
    return found if isinstance(found, int) else 0
