"""Every report page in a large house at work: ten touches a person, and whatever else the reports count (`_million_busy`)."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench._report_pages import report_pages
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
AIM = 300.0  # ms at p95, on the clock; processor time is what is measured, since other work on the machine lengthens the clock
ROUNDS = int(os.environ.get("KEEPWARM_BENCH_ROUNDS", "20"))


def run() -> Iterator[Result]:
    """Processor time of each page as the manager and director reads it, and of what the background counts for them."""
    from bench._million import REPS
    from bench._million_busy import fill_busy
    from keepwarm.cli.migrate import prepare_house

    prepare_house()
    fill_busy(PEOPLE, reps=REPS)
    yield from count_behind(datetime.now(UTC))
    yield from read_pages()


def count_behind(now: datetime) -> Iterator[Result]:
    """What the background counts before the pages can be read: days, everyone, weeks and lists."""
    from keepwarm.ledger.actions import count_up, look_at_everyone
    from keepwarm.reports.tasks import recount_sources, recount_weeks

    days, spent, left = 0, 0.0, 1
    while left:
        seconds, counted = _seconds(lambda: count_up(now=now))
        days, spent, left = days + counted.days, spent + seconds, counted.left
    note = f"{days} days, the first time; {1000 * spent / max(days, 1):.0f} ms a day"
    yield Result("reports: counting all days", round(spent, 1), "s", None, None, note)
    quiet = [_seconds(lambda at=at: count_up(now=now + timedelta(minutes=3 * at)))[0] for at in range(1, 6)]  # type: ignore[misc]
    yield Result("reports: counting when nothing happened", round(statistics.median(quiet), 3), "s", None, None, "two days in turn")
    whole, done = 0.0, False
    while not done:
        seconds, passed = _seconds(lambda: look_at_everyone(now=now))
        whole, done = whole + seconds, passed.done
    yield Result("reports: looking at everyone", round(whole, 1), "s", None, None, "every six hours in a large house")
    weeks, spent, last = 0, 0.0, 1
    while last:
        seconds, last = _seconds(lambda: recount_weeks(now=now))
        weeks, spent = weeks + last, spent + seconds
    note = f"{weeks} weeks; {1000 * spent / max(weeks, 1):.0f} ms a week"
    yield Result("reports: counting a year of weeks", round(spent, 1), "s", None, None, note)
    yield Result("reports: counting the lists", round(_seconds(lambda: recount_sources(now=now))[0], 1), "s", None, None, "every six hours")


def read_pages() -> Iterator[Result]:
    """Each page so many times; all together first."""
    client, addresses = _client(), list(report_pages())
    for address in addresses:
        client.get(f"/reports/{address}")  # loads templates
    gc.collect()
    gc.freeze()  # as the server does before it divides (site/warming.py)
    took = {address: _times(client, f"/reports/{address}") for address in addresses}
    everything = [ms for some in took.values() for ms in some]
    note = f"{PEOPLE:,} people, {10 * PEOPLE:,} touches; {len(took)} pages, {ROUNDS} times each; milliseconds of processor"
    yield Result("reports p95", round(_percentile(everything), 1), "ms", AIM, None, note)
    for address, some in took.items():
        yield Result(
            f"reports p95: {address}", round(_percentile(some), 1), "ms", AIM, None, f"half within {statistics.median(some):.0f} ms"
        )


def _client() -> Any:
    """A reader who sees all; the database keeps to one process a page, so that all its work is in the figure."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from keepwarm.staff.models import User

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(email="mona@house.example"), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _times(client: Any, address: str) -> list[float]:
    took = []
    for turn in range(ROUNDS + 1):
        seconds, answer = _seconds(lambda: client.get(address))
        assert answer.status_code == 200, (address, answer.status_code)
        if turn:
            took.append(1000 * seconds)
    return took


def _percentile(took: list[float]) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[94] if len(took) > 1 else sum(took)


def _seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    began = _spent()
    found = work()
    return _spent() - began, found


def _spent() -> float:
    """Processor time of ours, and of PostgreSQL's process that answers us, where it runs on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()
    connection.ensure_connection()
    its = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + (int(its.read_text(encoding="ascii").split()[0]) / 1e9 if its.exists() else 0.0)
