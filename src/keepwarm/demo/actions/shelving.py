"""The demo's library: what it has to offer, how its mail looks, and what its people had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from keepwarm.answers.models import Question
from keepwarm.content.actions import NewItem, NewReceived, make_item, record_received
from keepwarm.content.actions.look import NewLook, set_look
from keepwarm.content.models import HouseLook, Item, State
from keepwarm.demo.story.library import HOUSE, INTERESTS, OFFERS, Offer
from keepwarm.staff.models import Seat, User

GROUP = "topic"


def fill_shelf(owner: Seat, *, by: User, begun_at: datetime, now: datetime) -> dict[str, Sequence[int]]:
    """Interests, items and look; what was made, by kind, so that it can be taken away. The caller holds the transaction."""
    known = set(Question.objects.values_list("key", flat=True))
    new = [
        Question(key=key, label=label, kind=Question.Kind.YES_NO, group=GROUP, position=50 + place)
        for place, (key, label) in enumerate(INTERESTS)
        if key not in known
    ]
    topics = Question.objects.bulk_create(new)
    items = [make_item(_item(offer, owner, now), by=by, now=begun_at) for offer in OFFERS]
    look = [] if HouseLook.objects.exists() else [set_look(NewLook(HOUSE[0], HOUSE[1], accent=HOUSE[2]), by=by, now=begun_at)]
    return {"topics": [one.pk for one in topics], "items": [one.pk for one in items], "looks": [one.pk for one in look]}


def note_received(title: str, prospect_ids: Iterable[int], *, now: datetime) -> None:
    """Who had the article of that day."""
    item = Item.objects.filter(title=title, state=State.IN_USE).first()
    if item is not None:
        record_received([NewReceived(pk, item.pk) for pk in prospect_ids], now=now)


def _item(offer: Offer, owner: Seat, now: datetime) -> NewItem:
    fresh = (now + timedelta(days=offer.fresh_days)).date() if offer.fresh_days else None
    return NewItem(
        offer.kind,
        offer.title,
        teaser=offer.teaser,
        body=offer.body,
        url="https://demo.example/read",
        interests=offer.interests,
        stages=offer.stages,
        language="en",
        minutes=offer.minutes,
        worth=offer.worth,
        fresh_until_on=fresh,
        owner_id=owner.pk,
        state=State.IN_USE,
    )
