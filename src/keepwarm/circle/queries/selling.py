"""What was said and written before a sale, and which of it may have been a promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from keepwarm.customers.models import Promise
from keepwarm.customers.queries.people import people_to_promise
from keepwarm.engine.promised import find_promises
from keepwarm.lib.days import today_in
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.selling.models import Opportunity
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Direction, Touch

MOST: Final = 12
READ: Final = 60
"""Touches in which promises are looked for, the newest. Our choice."""
OURS: Final = Q(channel__in=[Channel.PHONE, Channel.MEETING, Channel.NOTE]) | Q(channel=Channel.EMAIL, direction=Direction.OUT)


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a talk, a note or a letter of ours, the newest first."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposedPromise:
    """A sentence of ours that sounds like a promise. `source`: of which kind of record; `to`: the ref of whom it was said to."""

    what: str
    due_on: date | None
    source: str
    to: str
    said_at: datetime


def said_before(prospect_id: int) -> list[Said]:
    """What we noted in talks and wrote in letters: the rep reads it once more before saying what was promised."""
    rows = _ours([prospect_id])[:MOST].values_list("learned", "note", "happened_at")
    return [Said(" ".join((note or learned).split())[:300], at) for learned, note, at in rows]


def propose_promises(row: Opportunity, *, for_: User | None) -> list[ProposedPromise]:
    """What notes and letters to the people around it said that sounds like a promise: the newest first, each once, `MOST` at most."""
    people = people_to_promise(row.prospect, row)
    if for_ is not None:
        seen = set(visible_to(for_).filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True)) | {row.prospect_id}
        people = [one for one in people if one.pk in seen]
    refs = {one.pk: one.ref for one in people}
    found: dict[str, ProposedPromise] = {}
    for touch in _ours(refs).only("prospect_id", "channel", "learned", "note", "happened_at")[:READ]:
        for one in _proposed(touch, row.prospect, refs):
            found.setdefault(one.what.casefold(), one)
    return list(found.values())[:MOST]


def _ours(prospect_ids: Iterable[int]) -> QuerySet[Touch]:
    rows = Touch.objects.filter(OURS, prospect_id__in=list(prospect_ids), voided_at__isnull=True)
    return rows.exclude(note="", learned="").order_by("-happened_at", "-pk")


def _proposed(touch: Touch, buyer: Prospect, refs: dict[int, str]) -> list[ProposedPromise]:
    source = Promise.Source.LETTER if touch.channel == Channel.EMAIL else Promise.Source.NOTE
    text = "\n".join(part for part in (touch.note, touch.learned) if part)
    said_on = today_in(buyer.zone or "UTC", touch.happened_at)
    return [
        ProposedPromise(one.what, one.due_on, source.value, refs[touch.prospect_id], touch.happened_at)
        for one in find_promises(text, said_on)
    ]
