"""The nightly plan: every open prospect is looked at, in chunks; only what changed is written, in short transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import Count, F, Max, Min, QuerySet
from django.utils.translation import gettext
from numpy.typing import NDArray

from keepwarm.decisions.actions.fitting import fit_days
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.saving import Outcome, prepare, save
from keepwarm.decisions.actions.settling import consider, lock, ready_hours, settle
from keepwarm.decisions.long_work import long_work
from keepwarm.facts.said import letters_left
from keepwarm.facts.scope import Scope
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat

READ_AT_ONCE = 25_000  # ids: a few tens of megabytes of columns
WRITE_AT_ONCE = 120  # rows: keeps the one write lock of SQLite well under 100 ms (bin/bench lock)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """How the open prospects are shared among the three ways, and how many next touches the plan changed."""

    call: int
    write: int
    keep_warm: int
    changed: int


def plan(*, now: datetime, progress: Progress | None = None) -> Planned:
    """Decide for every open prospect and write what changed. A person's choice and a date that was set stay.

    A prospect that someone else wrote to meanwhile is left as they decided. `progress(done, of)` counts ids. In the end each
    seat's day is fitted to its minutes.
    """
    with long_work():
        changed = _plan_everyone(progress, now=now)
    fit_days(now=now)
    counts = dict(Prospect.objects.filter(ended_at__isnull=True).values_list("next_step").annotate(count=Count("pk")).order_by())
    return Planned(counts.get("call", 0), counts.get("write", 0), counts.get("keep_warm", 0), changed)


def _plan_everyone(progress: Progress | None, *, now: datetime) -> int:
    """Returns how many next touches changed. Broken off, the next plan finds what is left."""
    changed = 0
    _begin_all_rounds(now=now)
    seats = Seat.objects.filter(left_at__isnull=True).values_list("pk", flat=True)
    letters = letters_left(seats, policy_in_force(), now=now)
    for scope, done, of in scopes():
        outcome = consider(scope, now=now, keep_dates=True, letters=letters)
        changed += write_in_pieces(outcome, now=now)
        if progress is not None:
            progress(done, of)
    return changed


def wake(*, now: datetime) -> int:
    """Settle those whose wake-up moment has passed since the last plan. Called every few minutes; cheap when there are none.

    Where a new round of attempts begins with that, the standing is told anew in the same transaction. Returns how many next
    touches changed.
    """
    due = Prospect.objects.filter(ended_at__isnull=True, next_step="keep_warm", next_touch_at__lte=now, wake_at__lte=now)
    woken = set(due.order_by("next_touch_at").values_list("pk", flat=True)[:WRITE_AT_ONCE])
    begun = list(rounds_begun(now=now).values_list("pk", flat=True)[:WRITE_AT_ONCE])
    ids = sorted(woken | set(begun))
    if not ids:
        return 0
    ready_hours(ids, now=now)
    with transaction.atomic():
        begin_rounds(begun, now=now)
        return settle(ids, by=None, now=now, because=gettext("the wake-up date has come"))


def begin_rounds(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """The round of these begins anew: what was tried before counts no more. The caller holds the transaction, and settles."""
    lock(prospect_ids)
    retell(list(rounds_begun(now=now).filter(pk__in=prospect_ids).order_by("pk")), now=now)


def rounds_begun(*, now: datetime) -> QuerySet[Prospect]:
    """Whose new round has begun by its date while attempts of the round before still stand."""
    return Prospect.objects.filter(attempts__gt=0, last_attempt_at__lte=F("round_started_at"), round_started_at__lte=now)


def scopes() -> Iterator[tuple[Scope, int, int]]:
    """All prospects in ranges of ids, with how far that is and of how many."""
    span = Prospect.objects.aggregate(low=Min("pk"), high=Max("pk"))
    if span["low"] is None:
        return
    low, high = span["low"], span["high"] + 1
    for start in range(low, high, READ_AT_ONCE):
        stop = min(start + READ_AT_ONCE, high)
        yield Scope(low=start, high=stop), stop - low, high - low


def _begin_all_rounds(*, now: datetime) -> None:
    """Before everyone is looked at: the engine reads how many attempts the round has."""
    while ids := list(rounds_begun(now=now).values_list("pk", flat=True)[:WRITE_AT_ONCE]):
        with transaction.atomic():
            begin_rounds(sorted(ids), now=now)


def write_in_pieces(outcome: Outcome, *, now: datetime) -> int:
    """Rows are made before each transaction: the lock is held only for writing them."""
    at = np.flatnonzero(outcome.changed)
    written = 0
    for start in range(0, len(at), WRITE_AT_ONCE):
        piece = at[start : start + WRITE_AT_ONCE]
        prepared = prepare(outcome, piece, by=None, because="", now=now)
        with transaction.atomic():
            written += save(prepared, only=_untouched(outcome, piece))
    return written


def _untouched(outcome: Outcome, piece: NDArray[np.intp]) -> set[int]:
    """Those of the piece that nobody wrote to since they were read."""
    was = outcome.gathered.standing
    read = {int(was.ids[i]): int(was.versions[i]) for i in piece}
    lock(sorted(read))
    stand = Prospect.objects.filter(pk__in=read).values_list("pk", "version")
    return {pk for pk, version in stand if read[pk] == version}
