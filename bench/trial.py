"""The trial of a definition on history: 100,000 prospects, each with an inquiry or two and what they answered over time."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from bench._filling import Table
from bench._processor import spent
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "100000"))
AIM = 5.0  # seconds for 100,000
QUESTIONS = 5
VALUES = ("yes", "no", "this year", "not yet decided", "the head of production", "about 40 people", "next spring")


def run() -> Iterator[Result]:
    """The trial beside the barest pass over the same rows; the chart, which the background draws afterwards, by itself."""
    from django.core.management import call_command

    from bench._million import fill
    from keepwarm.qualification.actions.trial import draw_trial, run_trial, try_version
    from keepwarm.qualification.models import Trial

    call_command("migrate", verbosity=0)
    fill(PEOPLE)
    _fill_history()
    limit = min(_seconds(_bare_pass) for _ in range(3))
    trial = try_version(0, by=None, now=datetime.now(UTC))
    taken = _seconds(lambda: run_trial(trial.ref, clock=lambda: datetime.now(UTC)))
    trial = Trial.objects.get(pk=trial.pk)
    kept = len(bytes(trial.rows)) / 1024
    note = f"{trial.total:,} inquiries, processor time; {kept:,.0f} KB kept, so that every figure opens to its rows"
    yield Result(f"trial of {PEOPLE:,}", round(taken, 3), "s", AIM * PEOPLE / 100_000, round(limit, 3), note=note)
    yield Result("trial, its chart", round(_seconds(lambda: draw_trial(trial)), 3), "s", note="in the background, the first of a process")


def _fill_history() -> None:
    """Instead of the house's few answers and inquiries a past as a house has it: answers that were corrected, sales, ends."""
    from django.db import connection

    from bench._filling import insert

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM answers_answer")
        cursor.execute(
            "UPDATE touches_inquiry SET happened_at = datetime(happened_at, '-400 days')"
            if _is_sqlite()
            else "UPDATE touches_inquiry SET happened_at = happened_at - interval '400 days'"
        )
    insert(_tables(random.Random(3)), say=False, lines=False)


def _tables(chance: random.Random) -> Iterator[Table]:
    columns = "id prospect_id question_id value value_folded evidence source learned_at superseded_by_id".split()
    yield "answers_answer", columns, _answers(chance)
    columns = "ref prospect_id source_id happened_at received_at wants_contact topic text fingerprint".split()
    yield "touches_inquiry", columns, _again(chance)
    yield "prospects_standingchange", "prospect_id what old new because reason at".split(), _changes(chance)


def _answers(chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """Three of five questions answered; one answer in four was corrected later."""
    from bench._million import ago

    key = 0
    for number in range(1, PEOPLE + 1):
        for question in chance.sample(range(1, QUESTIONS + 1), 3):
            key += 1
            value, since = chance.choice(VALUES), int(chance.random() * 300 * 1440) + 10
            corrected = chance.random() < 0.25
            yield key, number, question, value, value, chance.randint(1, 5), "", ago(since), key + 1 if corrected else None
            if corrected:
                key += 1
                yield key, number, question, "yes", "yes", 5, "", ago(since // 2), None


def _again(chance: random.Random) -> Iterator[tuple[Any, ...]]:
    from bench._million import SOURCES, ago

    for number in range(3, PEOPLE + 1, 3):
        at = ago(int(chance.random() * 300 * 1440))
        yield f"again{number}", number, number % SOURCES + 1, at, at, False, "", "", f"again{number}"


def _changes(chance: random.Random) -> Iterator[tuple[Any, ...]]:
    from bench._million import ago

    for number in range(1, PEOPLE + 1):
        since = int(chance.random() * 300 * 1440)
        yield number, "owner", "", "1", "came in", "", ago(since)
        if number % 4 == 0:
            yield number, "stage", "2", "4", "accepted", "", ago(since)
        if number % 8 == 0:
            yield number, "stage", "4", "5", "bought", "", ago(since // 2)


def _bare_pass() -> None:
    """Fetch the columns that a trial must at least read, and one comparison of each: no dates, no joining."""
    import numpy as np
    from django.db import connection

    with connection.cursor() as cursor:
        for table, wanted in (
            ("answers_answer", "question_id, prospect_id, value_folded, evidence, learned_at, superseded_by_id"),
            ("touches_inquiry", "id, prospect_id, source_id, happened_at"),
            ("prospects_standingchange", "prospect_id, what, new, at"),
        ):
            cursor.execute(f"SELECT {wanted} FROM {table}")
            for column in zip(*cursor.fetchall(), strict=True):
                np.count_nonzero(np.array(column, dtype=object) == column[0])


def _is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _seconds(work: Callable[[], object]) -> float:
    """Processor time, PostgreSQL's too: other work on the machine does not lengthen it."""
    began = spent()
    work()
    return spent() - began
