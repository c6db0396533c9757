"""How the opportunities of a list come in and go again: asked for by a row, carried out by whoever holds its lease, stopped by a wish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext

from keepwarm.circle.models import Pipeline
from keepwarm.intake.actions.leasing import LEASE, idle, me
from keepwarm.intake.actions.starting import MAY_IMPORT, NotThatWay
from keepwarm.intake.models import Import
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role

State = Pipeline.State


def ask_for(imported: Import, state: str, *, by: User | None, now: datetime, anew: bool = True) -> Pipeline:
    """It is to come in, or to be taken back: said in a row, so that a lost wake-up loses nothing. Raises NotThatWay while it runs.

    `anew`: from the first line on, else behind the last that is in.
    """
    require_role(by, *MAY_IMPORT)
    begun: dict[str, Any] = {"state": state, "by": by, "asked_at": now, "stop_wanted": False, "problem": "", "ended_at": None}
    begun |= {"next_line": 0, "done": 0, "total": imported.rows or imported.total} if anew else {}
    row, made = Pipeline.objects.get_or_create(imported=imported, defaults=begun)
    if not made:
        if not Pipeline.objects.filter(idle(now, row.runner), pk=row.pk).update(**begun):
            raise NotThatWay(gettext("The opportunities of import %s are on their way already. Stop that first.") % imported.ref)
        row.refresh_from_db()
    return row


def ask_to_stop(imported: Import, *, by: User | None, now: datetime) -> None:
    """Whoever runs it stops after the rows in hand. What nobody runs is stopped at once. What is in stays in."""
    require_role(by, *MAY_IMPORT)
    coming = Pipeline.objects.filter(imported=imported, state=State.RUNNING)
    coming.update(stop_wanted=True)
    for row in coming:
        Pipeline.objects.filter(idle(now, row.runner), pk=row.pk).update(state=State.STOPPED, ended_at=now, stop_wanted=False)


def ask_to_go_on(imported: Import, *, by: User | None, now: datetime) -> None:
    """What was stopped or failed goes on behind the last row that is in. Raises NotThatWay when there is nothing to go on with."""
    row = Pipeline.objects.filter(imported=imported).first()
    if row is None or row.state not in {State.STOPPED, State.FAILED, State.RUNNING}:
        raise NotThatWay(gettext("There is nothing of import %s to go on with.") % imported.ref)
    if row.state != State.RUNNING:
        ask_for(imported, State.RUNNING, by=by, now=now, anew=False)


def check_still(imported: Import, *, now: datetime) -> None:
    """Raises NotThatWay while its opportunities are on their way: the people they belong to are not taken back then."""
    row = Pipeline.objects.filter(imported=imported).first()
    if row is not None and row.is_at_work and not Pipeline.objects.filter(idle(now, row.runner), pk=row.pk).exists():
        raise NotThatWay(gettext("The opportunities of import %s are on their way already. Stop that first.") % imported.ref)


@contextmanager
def at_work(row: Pipeline, *, clock: Callable[[], datetime]) -> Iterator[Pipeline]:
    """Hold its lease. It ends as done or taken back, as stopped when that was wished or by Ctrl-C, else as failed with its problem."""
    mine = me()
    if not Pipeline.objects.filter(idle(clock(), row.runner), pk=row.pk, state=row.state).update(runner=mine, lease_until=clock() + LEASE):
        raise NotThatWay(gettext("The opportunities of import %s are on their way already. Stop that first.") % row.imported.ref)
    row.refresh_from_db()
    try:
        yield row
    except Refusal as problem:
        _end(row, State.FAILED, clock(), problem.sentence)
        raise
    except BaseException as problem:
        stopped = isinstance(problem, KeyboardInterrupt)
        _end(
            row,
            State.STOPPED if stopped else State.FAILED,
            clock(),
            "" if stopped else f"A fault of the program: {type(problem).__name__}.",
        )
        raise
    done = State.DONE if row.state == State.RUNNING else State.UNDONE
    _end(row, State.STOPPED if row.stop_wanted and row.state == State.RUNNING else done, clock(), "")


def give_up(row: Pipeline, sentence: str, *, now: datetime) -> None:
    """What nobody can carry out is not tried for ever; whoever runs it is left alone."""
    waits = Pipeline.objects.filter(idle(now, row.runner), pk=row.pk, state=row.state)
    waits.update(state=State.FAILED, problem=sentence[:300], ended_at=now, lease_until=None, runner="")


def go_further(row: Pipeline, count: int, *, now: datetime, **more: Any) -> None:
    """So many more are done; within the transaction that did them. Raises NotThatWay when another process took it over."""
    mine = Pipeline.objects.filter(pk=row.pk, runner=row.runner)
    if not mine.update(done=F("done") + count, lease_until=now + LEASE, **more):
        raise NotThatWay(gettext("Another process went on with the opportunities of import %s.") % row.imported.ref)
    row.done += count


def is_to_stop(row: Pipeline) -> bool:
    """Whether somebody asked it to stop."""
    row.refresh_from_db(fields=["stop_wanted"])
    return row.stop_wanted


def _end(row: Pipeline, state: str, now: datetime, problem: str) -> None:
    """The lease is given back; one that another process holds by now is left alone."""
    Pipeline.objects.filter(pk=row.pk, runner=row.runner).update(
        state=state, problem=problem[:300], ended_at=now, lease_until=None, runner="", stop_wanted=False
    )
