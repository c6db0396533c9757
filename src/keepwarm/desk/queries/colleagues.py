"""Who else is at the firm, and who of us spoke with whom: the common calendar per organization."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.engine.words import ATTEMPTS
from keepwarm.lib.text import joined
from keepwarm.prospects.models import Organization, Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Touch
from keepwarm.touches.words import describe_touch, say_when

MOST = 50
LATELY = 300
"""Touches of a firm that are looked through for the last word with each person."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person at the firm. `ref` is "" for whom the reader may not open. `talked` says who of us, how and when."""

    ref: str
    name: str
    title: str
    step: str
    owner: str
    talked: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with its people, those spoken to last first. `more` when there are more than are shown."""

    row: Organization
    people: tuple[Colleague, ...]
    more: bool


def show_firm(organization: Organization, *, for_: User, now: datetime) -> Firm:
    """The firm's page: everyone there, with names only for those the reader may open. Four queries."""
    rows = list(_people(organization)[: MOST + 1])
    people = _shape(rows[:MOST], organization, for_=for_, now=now)
    return Firm(organization, tuple(people), len(rows) > MOST)


def colleagues_of(prospect: Prospect, *, for_: User, now: datetime) -> tuple[Colleague, ...]:
    """The others at the firm of a prospect; none for somebody on their own."""
    if prospect.organization is None:
        return ()
    rows = list(_people(prospect.organization).exclude(pk=prospect.pk)[:MOST])
    return tuple(_shape(rows, prospect.organization, for_=for_, now=now))


def _people(organization: Organization):  # type: ignore[no-untyped-def]  # a queryset of prospects
    rows = Prospect.objects.filter(organization=organization, merged_into__isnull=True)
    return rows.select_related("owner").order_by("name", "pk")


def _shape(rows: Sequence[Prospect], organization: Organization, *, for_: User, now: datetime) -> list[Colleague]:
    open_to_reader = set(visible_to(for_).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    last = last_words(organization)
    lines = [
        Colleague(
            ref=row.ref if row.pk in open_to_reader else "",
            name=row.name,
            title=row.title,
            step=row.next_step or "ended",
            owner=row.owner.name,
            talked=say_touch(last[row.pk], for_=for_, now=now) if row.pk in last else "",
        )
        for row in rows
    ]
    order = {row.pk: last[row.pk].happened_at.timestamp() if row.pk in last else 0.0 for row in rows}
    return [line for _row, line in sorted(zip(rows, lines, strict=True), key=lambda pair: -order[pair[0].pk])]


def last_words(organization: Organization) -> dict[int, Touch]:
    """The newest call or meeting with each person of the firm, on the index by firm."""
    found: dict[int, Touch] = {}
    rows = Touch.objects.filter(organization=organization, voided_at__isnull=True).select_related("seat")
    for touch in rows.order_by("-happened_at")[:LATELY]:
        if touch.channel == Channel.MEETING or touch.disposition in ATTEMPTS:
            found.setdefault(touch.prospect_id, touch)
    return found


def say_touch(touch: Touch, *, for_: User, now: datetime) -> str:
    """Who of us, what and when, in one line."""
    who = _("you") if touch.seat and touch.seat.user_id == for_.pk else touch.seat.name if touch.seat else ""
    return joined(describe_touch(touch), who, say_when(touch.happened_at, zone=for_.zone, now=now))
