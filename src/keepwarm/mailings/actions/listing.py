"""The people of an approved mailing are written down as its recipients, in chunks; a crash goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from keepwarm.engine.conditions.json_form import from_json
from keepwarm.engine.conditions.tree import ConditionError
from keepwarm.facts.pacing import Pace, open_from
from keepwarm.mailings.actions.steering import pause_because
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.figures import has_two
from keepwarm.mailings.words import NOT_PERMITTED
from keepwarm.segments.queries import members
from keepwarm.touches.models import Channel

AT_ONCE = 500  # recipients of one transaction
SOON = timedelta(days=1)
"""Who goes ahead is taken from those whose date is not later: else the rest would wait for the few."""


def write_down(*, now: datetime) -> int:
    """The recipients of every mailing that was approved and is not written down yet. Returns how many."""
    found = Mailing.objects.filter(state__in=(Mailing.State.RUNNING, Mailing.State.PAUSED), listed_at__isnull=True)
    return sum(_write_down_or_pause(mailing, now=now) for mailing in found.order_by("approved_at", "pk"))


def _write_down_or_pause(mailing: Mailing, *, now: datetime) -> int:
    """A segment that cannot be read any more, such as on a question that is gone, holds its own mailing and no other."""
    try:
        return _write_down(mailing, now=now)
    except ConditionError as problem:
        pause_because(mailing, problem.sentence, now=now)
        return 0


def _write_down(mailing: Mailing, *, now: datetime) -> int:
    count = 0
    people = members(from_json(mailing.condition), now=mailing.approved_at or now).order_by("pk")
    while keys := list(people.filter(pk__gt=mailing.listed_to).values_list("pk", flat=True)[:AT_ONCE]):
        rows = _rows(mailing, keys, now=now)
        with transaction.atomic():
            Recipient.objects.bulk_create(rows, ignore_conflicts=True)
            Mailing.objects.filter(pk=mailing.pk, listed_to__lt=keys[-1]).update(listed_to=keys[-1])
        mailing.listed_to = keys[-1]
        count += len(rows)
    choose_who_goes_ahead(mailing)
    Mailing.objects.filter(pk=mailing.pk, listed_at__isnull=True).update(listed_at=now)
    return count


def _rows(mailing: Mailing, keys: Sequence[int], *, now: datetime) -> list[Recipient]:
    begins = max(mailing.begins_at or now, now)
    paces, two = open_from(keys, channel=Channel.MAILING, now=begins), has_two(mailing)
    return [_row(mailing, key, paces[key], begins, two=two, now=now) for key in keys if key in paces]


def _row(mailing: Mailing, key: int, pace: Pace, begins: datetime, *, two: bool, now: datetime) -> Recipient:
    """Who may never get one is kept too, with the reason: nobody vanishes."""
    arm = "b" if two and number_of(mailing.ref, key) % 2 else "a"
    row = Recipient(mailing=mailing, prospect_id=key, arm=arm, due_at=pace.at or begins)
    if pace.at is None:
        row.state, row.because, row.ended_at = Recipient.State.SKIPPED, NOT_PERMITTED, now
    elif pace.at > begins:
        row.moved, row.because = 1, pace.because
    return row


def choose_who_goes_ahead(mailing: Mailing) -> int:
    """The first share: by a stable number, so that a second run chooses the same; whoever can get it soon before all others.

    Of two texts one gets each by turns, so that as many get the one as the other.
    """
    waiting = mailing.recipients.filter(state=Recipient.State.WAITS)
    if not mailing.first or waiting.filter(ahead=True).count() >= mailing.first:
        return 0
    soon = (mailing.begins_at or mailing.made_at) + SOON
    rows = waiting.values_list("pk", "prospect_id", "due_at")
    order = sorted(rows, key=lambda row: (max(row[2], soon), number_of(f"{mailing.ref}:ahead", row[1])))
    chosen = [row[0] for row in order[: mailing.first]]
    arms = (("a", chosen[::2]), ("b", chosen[1::2])) if has_two(mailing) else (("a", chosen),)
    for arm, keys in arms:
        for start in range(0, len(keys), AT_ONCE):
            Recipient.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(ahead=True, arm=arm)
    return len(chosen)


def number_of(seed: str, key: int) -> int:
    """A number that is the same for the same mailing and person, and tells nothing of either."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{key}".encode()).digest()[:8], "big")
