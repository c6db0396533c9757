"""A seminar as an item of what we have to offer, kept up to date: programs offer it while there is a seat, and nobody afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from keepwarm.content.actions import NewItem, keep_item_of
from keepwarm.content.models import Item
from keepwarm.content.models import Kind as ItemKind
from keepwarm.content.models import State as ItemState
from keepwarm.seminars.links import page_url
from keepwarm.seminars.models import Seminar, Standing, State
from keepwarm.staff.models import User

MOST_MINUTES = 10_000


def keep_item(row: Seminar, *, by: User | None, now: datetime, seated: int | None = None) -> Item:
    """The item as the seminar stands. Not offered while it is full. Raises ItemRefused."""
    if seated is None:
        seated = row.guests.filter(standing=Standing.SEATED).count()
    new = NewItem(
        kind=ItemKind.SEMINAR,
        title=row.title,
        teaser=row.teaser,
        url=page_url(row.ref),
        interests=tuple(row.interests),
        stages=tuple(row.stages),
        language=row.language,
        minutes=min(row.minutes, MOST_MINUTES),
        fresh_until_on=row.starts_at.date(),
        owner_id=row.owner_id,
        state=_state(row, seated, now),
    )
    return keep_item_of(row.source, new, by=by, now=now)


def keep_items(*, now: datetime) -> None:
    """Items of seminars that are not over, where the item says something else than the seminar; reading alone writes nothing."""
    items = Item.objects.filter(kind=ItemKind.SEMINAR, source__startswith="seminar:").exclude(state=ItemState.RETIRED)
    stands = {source.partition(":")[2]: state for source, state in items.values_list("source", "state")}
    seated = Count("guests", filter=Q(guests__standing=Standing.SEATED))
    for row in Seminar.objects.filter(ref__in=stands).annotate(seated=seated):
        if _state(row, row.seated, now) != stands[row.ref]:
            keep_item(row, by=None, now=now, seated=row.seated)


def _state(row: Seminar, seated: int, now: datetime) -> str:
    if row.takes_guests(now):
        return ItemState.IN_USE if seated < row.seats else ItemState.DRAFT
    return ItemState.DRAFT if row.state == State.DRAFT and row.starts_at > now else ItemState.RETIRED
