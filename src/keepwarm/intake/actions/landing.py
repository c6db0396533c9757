"""A chunk of rows lands: recognized, given an owner and a first date, and written in transactions that each hold the lock briefly.

First the new people, piece by piece, each with what its lines became. Last whoever is known, with the import's cursor. Broken off
between two pieces, the chunk begins again: the lines that stand are known by their fingerprint and by `ImportedRow`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from time import perf_counter
from typing import Final

from django.db import transaction
from django.db.models import Max

from keepwarm.decisions.actions.arrive import Arrived, Coming, people_rows, prepare, write_known
from keepwarm.decisions.actions.newcomers import write_newcomers
from keepwarm.intake.actions.keeping import Counted, hold_on, move_on, write_rejects, write_rows, written_before
from keepwarm.intake.actions.listed import list_arrivals
from keepwarm.intake.actions.opening import Landing
from keepwarm.intake.actions.recognized import share_addresses, write_doubts
from keepwarm.intake.recognizing.recognizer import Chunk, Recognized
from keepwarm.intake.shaping.shapes import Flawed, Shaped
from keepwarm.prospects.models import Address

AIM: Final = 0.04  # seconds that a piece may hold the write lock; the limit is 0.1
FEWEST: Final = 100
MOST: Final = 1_000


Pairs = Sequence[tuple[Recognized, Arrived]]


def land(landing: Landing, rows: Sequence[Shaped | Flawed], *, now: datetime) -> Counted:
    """Land these rows, and move the cursor behind the last."""
    shaped = [row for row in rows if isinstance(row, Shaped)]
    flawed = [row for row in rows if isinstance(row, Flawed)]
    landing.firms.find(shaped)
    chunk = landing.recognizer.recognize(shaped)
    coming = prepare(list_arrivals(landing, chunk, now=now), landing.house, now=now)
    pairs = list(zip(chunk.rows, coming.arrived, strict=True))
    resumed = _resumed(landing, pairs)
    counted = Counted(len(coming.new) + len(resumed), len(coming.old), rejected=len(flawed))
    counted.already = len(pairs) - counted.created - counted.matched
    _lay_ground(landing, chunk, now=now)
    _write_people(landing, coming, pairs, now=now)
    newest_address = Address.objects.aggregate(newest=Max("pk"))["newest"] or 0
    with transaction.atomic():
        write_known(coming, landing.house, by=landing.by, now=now, resumed=resumed)
        known = [pairs[place] for place in coming.old]
        counted.doubts = write_doubts(known, coming.arrived, now=now)
        write_rows(landing.imported, known, above=newest_address)
        write_rejects(landing.imported, flawed)
        move_on(landing.imported, rows[-1].line + 1, len(rows), counted, now=now)
    return counted


def _resumed(landing: Landing, pairs: Pairs) -> list[int]:
    """Places of the lines that stand because this chunk broke off before: they are no repetition, and their colleagues are untold."""
    here = [(place, one.shaped.line) for place, (one, it) in enumerate(pairs) if it.already]
    lines = written_before(landing.imported, [line for _, line in here])
    return [place for place, line in here if line in lines]


def _lay_ground(landing: Landing, chunk: Chunk, *, now: datetime) -> None:
    """What the people refer to, before them: firms, and addresses found to be the organization's."""
    try:
        with transaction.atomic():
            landing.firms.write(now=now)
            share_addresses(chunk.shared)
    except BaseException:
        landing.firms.forget_new()
        raise
    landing.firms.written()


def _write_people(landing: Landing, coming: Coming, pairs: Pairs, *, now: datetime) -> None:
    """The new ones, in pieces that grow and shrink with the time that they hold the lock. Their rows are made before it is taken."""
    start = 0
    while start < len(coming.new):
        piece = range(start, min(start + landing.piece, len(coming.new)))
        rows = people_rows(coming, piece)
        began = perf_counter()
        with transaction.atomic():
            write_newcomers(rows, by=landing.by, now=now)
            mine = [pairs[place] for place in coming.new[piece.start : piece.stop]]
            doubts = write_doubts(mine, coming.arrived, now=now)
            write_rows(landing.imported, mine)
            hold_on(landing.imported, doubts, now=now)
        start = piece.stop
        factor = 1.25 if perf_counter() - began < AIM else 0.7
        landing.piece = max(FEWEST, min(MOST, int(landing.piece * factor)))
        landing.merger.step()
