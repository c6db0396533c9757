"""An import runs: chunk after chunk, none holding SQLite's one write lock for long, until the file's end or a wish to stop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from keepwarm.decisions.long_work import long_work
from keepwarm.intake import files
from keepwarm.intake.actions.history import Pace, land_history, open_history
from keepwarm.intake.actions.landing import land
from keepwarm.intake.actions.leasing import take_lease
from keepwarm.intake.actions.opening import open_landing
from keepwarm.intake.actions.starting import plan_of
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.models import Import
from keepwarm.intake.shaping.jobs import Job, shape
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.search import Merger

AIM: Final = 0.06  # seconds that a chunk of a history may hold the write lock; the limit is 0.1
FEWEST: Final = 400  # fewer rows would hardly hold it shorter: most of what is left then is the same for any number
MOST: Final = 1_000
FIRST: Final = 400
IN_PIECES: Final = 2_000  # rows of a chunk of a list: its transactions are shorter than it, and what is read once for it is read seldom

Clock = Callable[[], datetime]
Progress = Callable[[Import], None]
Lands = Callable[[list[Any], datetime], object]


def run_import(ref: str, *, clock: Clock, progress: Progress | None = None, again: bool = True) -> Import:
    """Run an import from where it stands to its end. Raises NotThatWay when it cannot; other problems leave it as failed.

    `again`: also one that was stopped or failed; see `take_lease`.

    `clock` gives the moment of each chunk. A kill at any time leaves whole chunks; `run_import` goes on behind them.
    """
    imported = take_lease(ref, now=clock(), again=again)
    try:
        _run(imported, clock=clock, progress=progress)
    except Refusal as problem:
        _end(imported, Import.State.FAILED, clock(), problem.sentence)
        raise
    except BaseException as problem:
        stopped = isinstance(problem, KeyboardInterrupt)
        state = Import.State.STOPPED if stopped else Import.State.FAILED
        _end(imported, state, clock(), "" if stopped else f"Stopped by a fault of the program: {type(problem).__name__}.")
        raise
    imported.refresh_from_db()
    return imported


def _run(imported: Import, *, clock: Clock, progress: Progress | None) -> None:
    now = clock()
    if _stop_is_wanted(imported):
        _end(imported, Import.State.STOPPED, now, "")
        return
    called = str(imported.map.get("called", "the map"))
    plan = plan_of(imported, imported.map, called=called)
    land_rows, pace = _lander(imported, plan, now=now)
    job = Job(
        path=str(files.path_of(imported.file_hash)),
        called=imported.file_name,
        plan=plan,
        latest=now + timedelta(days=1),
        from_line=imported.next_line,
    )
    size, state = FIRST, Import.State.DONE
    with long_work(), closing(shape(job)) as rows:
        while chunk := list(islice(rows, size)):
            land_rows(chunk, clock())
            size = _next_size(size, pace)
            if progress is not None:
                imported.refresh_from_db()
                progress(imported)
            if _stop_is_wanted(imported):
                state = Import.State.STOPPED
                break
        Merger().go_on()
    _end(imported, state, clock(), "")  # waits for the disk, and takes all before it along


def _next_size(size: int, pace: Pace | None) -> int:
    """How many rows the next chunk has."""
    if pace is None:
        return IN_PIECES
    return max(FEWEST, min(MOST, int(size * (1.25 if pace.held < AIM else 0.8))))


def _lander(imported: Import, plan: Plan, *, now: datetime) -> tuple[Lands, Pace | None]:
    """What lands a chunk of this kind of file; of a history, also where it says how long it held the lock."""
    if plan.kind == "history":
        history = open_history(imported, plan, now=now)
        return lambda rows, at: land_history(history, rows, now=at), history.house
    landing = open_landing(imported, plan, now=now)
    return lambda rows, at: land(landing, rows, now=at), None


def _stop_is_wanted(imported: Import) -> bool:
    return bool(Import.objects.filter(pk=imported.pk).values_list("stop_wanted", flat=True).first())


def _end(imported: Import, state: str, now: datetime, problem: str) -> None:
    """The lease is given back; one that another process holds by now is left alone."""
    Import.objects.filter(pk=imported.pk, runner=imported.runner).update(
        state=state, problem=problem[:300], done_at=now, lease_until=None, runner="", stop_wanted=False
    )
