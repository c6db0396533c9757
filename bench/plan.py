"""The nightly plan of a million prospects."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench._processor import spent
from bench.result import Result

if TYPE_CHECKING:
    from keepwarm.decisions.actions.planning import Planned

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
AIM = 60.0  # seconds for a million


def run() -> Iterator[Result]:
    """The first plan of a house whose dates were never decided, then an ordinary night; both against reading the rows bare."""
    from django.core.management import call_command
    from django.db import connection

    from bench._million import fill
    from keepwarm.decisions.actions import plan

    call_command("migrate", verbosity=0)
    fill(PEOPLE)
    limit = _bare_read(connection)
    scale = PEOPLE / 1_000_000
    first, processor, changed = _seconds(lambda: plan(now=datetime.now(UTC)))
    yield Result("plan of a night after an upheaval", first, "s", None, None, f"{changed:,} changed; processor {processor:.1f} s")
    night, processor, changed = _seconds(lambda: plan(now=datetime.now(UTC)))
    yield Result(f"plan of {PEOPLE:,}", night, "s", AIM * scale, limit, f"{changed:,} changed; processor {processor:.1f} s")


def _bare_read(connection) -> float:  # type: ignore[no-untyped-def]
    """Seconds to fetch every column of every prospect, which the plan must at least do."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM prospects_prospect")
        while cursor.fetchmany(10_000):
            pass
    return time.perf_counter() - began


def _seconds(work: Callable[[], Planned]) -> tuple[float, float, int]:
    """On the clock and of the processor, and how many next touches changed."""
    began, before = time.perf_counter(), spent()
    changed = work().changed
    return time.perf_counter() - began, spent() - before, changed
