"""Nightly: for everyone whose keep-warm date comes, what comes next, by which way and when. Set-based, and resumed where it ended.

Whoever has a turn that is planned is not looked at again; so a run that was killed goes on by running again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from keepwarm.decisions.actions import PutOff, end, put_off
from keepwarm.engine import turns
from keepwarm.engine.conversation import choose
from keepwarm.engine.turns import Choices
from keepwarm.engine.words import NextStep
from keepwarm.facts.pacing import read_calendar
from keepwarm.facts.scope import Scope
from keepwarm.lib.ids import new_refs
from keepwarm.programs.actions.enrolling import Enrolling, enrol_people
from keepwarm.programs.actions.turn_rows import KIND, NAMES, moved_row, planned_rows
from keepwarm.programs.carried import CARRIED
from keepwarm.programs.models import Turn
from keepwarm.programs.queries.people import Seen, read_people
from keepwarm.programs.queries.shelf import Offer, read_offer
from keepwarm.prospects.actions.inserting import insert_rows
from keepwarm.prospects.models import Prospect

AHEAD = timedelta(days=2)
"""From two in the morning of any zone until the end of its tomorrow."""
READ_AT_ONCE = 20_000  # people: their columns are a few tens of megabytes
WRITE_AT_ONCE = 400  # rows of one insert: well under 100 ms of SQLite's one write lock
MOVE_AT_ONCE = 150
DENSE = 0.25  # of a range of ids: reading all of it is quicker than naming them
NO_SIGN = "no_sign_of_life"
"""The end reason of who gave no answer to an honest last question."""
Progress = Callable[[int], None]


@dataclass(slots=True)
class Chosen:
    """What a run did: turns planned, dates moved, conversations ended."""

    planned: int = 0
    moved: int = 0
    ended: int = 0


@dataclass(slots=True)
class _Made:
    """What became of a batch, before it is written."""

    turns: list[tuple[Any, ...]] = field(default_factory=list)
    moves: list[tuple[PutOff, tuple[Any, ...]]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def choose_turns(*, now: datetime, progress: Progress | None = None) -> Chosen:
    """Plan the turns of all whose keep-warm date comes within two days. Returns what was done; again at once does nothing."""
    offer, total = read_offer(now=now), Chosen()
    for ids in _due(now=now):
        done = _choose_for(ids, offer, now=now)
        total.planned, total.moved, total.ended = total.planned + done.planned, total.moved + done.moved, total.ended + done.ended
        if progress is not None:
            progress(total.planned)
    return total


def due_to_choose(*, now: datetime) -> Any:
    """Whose date comes, and who has no turn planned for it."""
    planned = Turn.objects.planned().filter(prospect=OuterRef("pk"))
    due = Prospect.objects.filter(
        ended_at__isnull=True, next_step=NextStep.KEEP_WARM, next_touch_at__lt=now + AHEAD, because_rule__in=CARRIED
    )
    return due.exclude(wake_at__lte=now).exclude(Exists(planned))


def _due(*, now: datetime) -> Iterator[list[int]]:
    last = 0
    while ids := list(due_to_choose(now=now).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:READ_AT_ONCE]):
        last = ids[-1]
        yield ids


def _choose_for(ids: list[int], offer: Offer, *, now: datetime) -> Chosen:
    seen = _read(ids, offer, now=now)
    if seen is None:
        return Chosen()
    rows = np.flatnonzero(np.isin(seen.ids, ids))
    choices = choose(seen.people, offer.shelf, seen.calendar.policy)
    made = _make(seen, choices, rows, offer, now=now)
    enrol_people(_enrolling(seen, choices, rows, offer), now=now)
    return Chosen(planned=_write(made.turns), moved=_move(made.moves, now=now), ended=_end(made.ends, now=now))


def _read(ids: list[int], offer: Offer, *, now: datetime) -> Seen | None:
    span = ids[-1] - ids[0] + 1
    scope = Scope(low=ids[0], high=ids[-1] + 1) if len(ids) > DENSE * span else Scope(ids=ids)
    calendar = read_calendar(scope, now=now)
    if not len(calendar.ids):
        return None
    return read_people(scope, calendar, offer, wanted=calendar.standing.due, now=now)


def _make(seen: Seen, choices: Choices, rows: NDArray[np.intp], offer: Offer, *, now: datetime) -> _Made:
    turn = choices.turn[rows]
    planned, never = np.isin(turn, list(KIND)), turn == turns.Turn.NEVER
    moved = rows[~planned & ~never]
    refs = new_refs(len(moved))
    return _Made(
        turns=planned_rows(seen, choices, rows[planned], offer, now=now),
        moves=[moved_row(seen, choices, int(row), ref, now=now) for row, ref in zip(moved, refs, strict=True)],
        ends=seen.ids[rows[never]].tolist(),
    )


def _enrolling(seen: Seen, choices: Choices, rows: NDArray[np.intp], offer: Offer) -> list[Enrolling]:
    """Whose stream or count of items left is another than what is kept."""
    left = np.minimum(choices.left, LEFT_AT_MOST)
    changed = (seen.stream[rows] != seen.was_in[rows]) | ((seen.stream[rows] >= 0) & (left[rows] != seen.left_items[rows]))
    return [
        Enrolling(
            prospect_id=int(seen.ids[row]),
            program=offer.programs[seen.stream[row]] if seen.stream[row] >= 0 else None,
            left_items=int(left[row]),
            points=_points(seen, row, offer),
            enrollment_id=int(seen.enrollments[row]),
            moves=bool(seen.stream[row] != seen.was_in[row]),
        )
        for row in rows[changed].tolist()
    ]


LEFT_AT_MOST = 9
"""More items than these are not told apart: a count that changes with each turn would be written with each turn."""


def _points(seen: Seen, row: int, offer: Offer) -> float:
    place = int(offer.streams.topic[seen.stream[row]]) if seen.stream[row] >= 0 else -1
    return float(seen.strength[row, place]) if place >= 0 else 0.0


def _write(turns: Sequence[tuple[Any, ...]]) -> int:
    written = 0
    for start in range(0, len(turns), WRITE_AT_ONCE):
        piece = turns[start : start + WRITE_AT_ONCE]
        with transaction.atomic():
            have = set(Turn.objects.planned().filter(prospect_id__in=[row[1] for row in piece]).values_list("prospect_id", flat=True))
            fresh = [row for row in piece if row[1] not in have]
            insert_rows(Turn, NAMES, fresh)
        written += len(fresh)
    return written


def _move(moves: Sequence[tuple[PutOff, tuple[Any, ...]]], *, now: datetime) -> int:
    """The date and the turn that says why, together."""
    moved = 0
    for start in range(0, len(moves), MOVE_AT_ONCE):
        piece = moves[start : start + MOVE_AT_ONCE]
        with transaction.atomic():
            done = put_off([one for one, _ in piece], by=None, now=now)
            insert_rows(Turn, NAMES, [row for one, row in piece if one.prospect_id in done])
        moved += len(done)
    return moved


def _end(ids: Sequence[int], *, now: datetime) -> int:
    """One by one: each is looked at within its lock, and few end in a night."""
    return sum(_end_one(pk, now=now) for pk in ids)


def _end_one(prospect_id: int, *, now: datetime) -> int:
    stands = Prospect.objects.filter(pk=prospect_id, ended_at__isnull=True, next_step=NextStep.KEEP_WARM)
    with transaction.atomic():
        if not stands.select_for_update(of=("self",)).exists():
            return 0
        end(prospect_id, NO_SIGN, because=_("no answer to the last question"), by=None, now=now)
    return 1
