"""The longest time that anything holds SQLite's one write lock: whoever logs a call meanwhile waits for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "200000"))
ROWS = int(os.environ.get("KEEPWARM_BENCH_ROWS", "20000"))
AIM = 100.0  # ms
CALLS = 100
MERGES = 20
SEAT = 212  # prospects of the seat that is left: journey 7


def run() -> Iterator[Result]:
    """The worst transaction of each kind of work; the limit is the worst of as many bare commits of one small row."""
    from django.conf import settings
    from django.db import connection

    from bench._lists import write_list
    from bench._million import fill
    from keepwarm.cli.migrate import prepare_house

    prepare_house()
    if connection.vendor != "sqlite":
        return
    fill(PEOPLE)
    lists = write_list(Path(settings.HOME), ROWS, wide=False)
    imported: list[str] = []
    bare = _worst(_bare_commits).ms
    works: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("calls logged", _log_calls),
        ("a seat left", _leave),
        ("merges", _merge),
        (f"import of {ROWS:,} rows", lambda: imported.append(_import(*lists))),
        ("undo of that import", lambda: _undo(imported[0])),
        (f"plan of {PEOPLE:,}, everything changes", _plan),
    )
    for name, work in works:
        yield _told(name, work, bare)


def _told(name: str, work: Callable[[], Any], bare: float) -> Result:
    from bench._holding import watching

    with watching() as watch:
        work()
    worst = watch.worst
    over = sum(one.ms > AIM for one in watch.held)
    usual = sorted(one.ms for one in watch.held)[int(0.95 * (len(watch.held) - 1))] if watch.held else 0.0
    seen = f"{len(watch.held):,} transactions, 95 of 100 under {usual:.0f} ms ({watch.usual_cpu():.0f} ms processor), {over} over the aim"
    note = f"{seen}; in the worst ({worst.cpu:.0f} ms processor) {worst.told()}"
    return Result(f"lock: {name}", worst.ms, "ms", AIM, bare, note)


def _worst(work: Callable[[], Any]) -> Any:
    from bench._holding import watching

    with watching() as watch:
        work()
    return watch.worst


def _bare_commits() -> None:
    from django.db import transaction

    from keepwarm.staff.models import Team

    for number in range(CALLS):
        with transaction.atomic():
            Team.objects.filter(name__startswith="Partners").update(name=f"Partners {number % 2}")


def _log_calls() -> None:
    """A rep's calls, each with what was learned and an answer."""
    from keepwarm.decisions.actions import log_touch
    from keepwarm.decisions.batch import NewAnswer, NewTouch
    from keepwarm.prospects.models import Prospect
    from keepwarm.staff.models import Seat

    seat = Seat.objects.select_related("user").get(user__email="rep1@house.example")
    for pk in Prospect.objects.filter(owner=seat, next_step="call").order_by("pk").values_list("pk", flat=True)[:CALLS]:
        now = datetime.now(UTC)
        answers = (NewAnswer("need", "a new mill", 5),)
        log_touch(NewTouch(pk, "phone", "out", "reached", now, seat.pk, learned="a new mill", answers=answers), by=seat.user, now=now)


def _leave() -> None:
    """A rep with 212 open prospects leaves."""
    from keepwarm.circle.actions import leave
    from keepwarm.prospects.models import Prospect
    from keepwarm.staff.models import Role, Seat, Team
    from tests.cast import hire, seat

    team = Team.objects.get(name="Inside")
    theirs = seat(hire("Lea", Role.INSIDE_REP), team)
    colleague = Seat.objects.filter(team=team, user__isnull=False).exclude(pk=theirs.pk).order_by("pk").first()
    ids = Prospect.objects.filter(owner=colleague).order_by("pk").values_list("pk", flat=True)[:SEAT]
    Prospect.objects.filter(pk__in=list(ids)).update(owner=theirs)
    leave(theirs, by=None, now=datetime.now(UTC), because="a new job")


def _merge() -> None:
    from keepwarm.circle.actions import merge
    from keepwarm.prospects.models import Prospect

    ids = list(
        Prospect.objects.filter(ended_at__isnull=True, merged_into__isnull=True).order_by("-pk").values_list("pk", flat=True)[: 2 * MERGES]
    )
    for winner, loser in zip(ids[::2], ids[1::2], strict=True):
        merge(winner, loser, because="the same person", by=None, now=datetime.now(UTC))


def _import(path: Path, map_: Path) -> str:
    """As `keepwarm import` does, in this process so that its transactions are seen."""
    from django.utils import timezone

    from keepwarm.intake import files
    from keepwarm.intake.actions import begin, draft_import, run_import
    from keepwarm.intake.mapping.read import load_map

    imported = draft_import(files.pieces_of(path), name=path.name, by=None, now=timezone.now())
    begin(imported, load_map(map_), called=map_.name, source="Bench", by=None, now=timezone.now())
    return str(run_import(imported.ref, clock=timezone.now).ref)


def _undo(ref: str) -> None:
    from django.utils import timezone

    from keepwarm.circle.actions.undo_import import undo_import

    undo_import(ref, by=None, clock=timezone.now)


def _plan() -> None:
    from keepwarm.decisions.actions import plan

    plan(now=datetime.now(UTC))
