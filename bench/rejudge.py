"""Everyone judged anew by another version of the definition."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
AIM = 120.0  # seconds of processor for a million, in the background


def run() -> Iterator[Result]:
    """After a plan, so that dates stand: once with a version that changes little, once with one that changes leads. Processor time."""
    from django.core.management import call_command

    from bench._million import fill
    from keepwarm.decisions.actions import plan

    call_command("migrate", verbosity=0)
    fill(PEOPLE)
    now = datetime.now(UTC)
    plan(now=now)
    limit = _seconds(_bare_pass)
    scale = PEOPLE / 1_000_000
    for number, condition in ((1, "answer.need is known"), (2, "answer.need is known and answer.authority is known")):
        _agree(number, condition, now + timedelta(minutes=number))
        taken, judged = _rejudge(number)
        note = f"{judged.became_leads:,} became leads, {judged.no_longer:,} are none any more"
        yield Result(f"rejudge {PEOPLE:,}, version {number}", round(taken, 2), "s", AIM * scale, round(limit, 2), note=note)


def _rejudge(number: int) -> tuple[float, Any]:
    """Seconds of processor, and the rejudging as it stands afterwards."""
    from keepwarm.decisions.actions.rejudging import rejudge
    from keepwarm.qualification.models import Rejudging

    taken = _seconds(lambda: rejudge(number, clock=lambda: datetime.now(UTC)))
    return taken, Rejudging.objects.get(definition=number)


def _agree(number: int, condition: str, at: datetime) -> None:
    """A version in force, and its rejudging asked for."""
    from keepwarm.engine.conditions.text import parse
    from keepwarm.engine.lead import ANY, Criterion, Group
    from keepwarm.policy.definitions import write_criteria
    from keepwarm.policy.models import DefinitionVersion
    from keepwarm.qualification.models import Rejudging

    one = Criterion("known", "Known", Group.NEED, parse(condition), ANY, required=True)
    DefinitionVersion.objects.create(number=number, criteria=write_criteria([one]), supporting_needed=0, in_force_at=at)
    Rejudging.objects.create(definition=number, was=number - 1, asked_at=at)


def _bare_pass() -> None:
    """Fetch every column of every prospect and every answer, which judging must at least do."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("prospects_prospect", "answers_answer"):
            cursor.execute(f"SELECT * FROM {table}")
            while cursor.fetchmany(10_000):
                pass


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
