"""Every report page in a large house: ten touches a person, one in a hundred bought, one in three moved on."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._filling import Table
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
TOUCHES = 10
"""A person; two of them stand already."""
BOUGHT, MOVED = 100, 3
"""Of so many people one."""
AIM = 300.0  # ms at p95, on the clock; processor time is what is measured, since other work on the machine lengthens the clock
ROUNDS = int(os.environ.get("KEEPWARM_BENCH_ROUNDS", "20"))
ROWS = (
    "money/touches/",
    "money/touches/?channel=phone",
    "money/touches/?phase=nurturing",
    "money/sales/",
    "money/late/",
    "money/owed/?kind=article",
    "money/came/",
    "money/compared/?kind=call&got=1",
    "money/compared/?kind=call&got=0",
    "flow/there/?stage=2",
    "flow/stuck/?stage=1",
    "flow/moved/?from=1&to=2",
)
YEARS = ("", "?since=2020-01-01")


def run() -> Iterator[Result]:
    """Processor time of each page as the manager and the director read it, and of what the background counts for them."""
    from bench._million import fill
    from keepwarm.cli.migrate import prepare_house
    from keepwarm.ledger.actions import count_up, look_at_everyone

    prepare_house()
    fill(PEOPLE)
    _live()
    now = datetime.now(UTC)
    yield from _background(now, count_up, look_at_everyone)
    client = _client()
    took = {address: _times(client, f"/reports/{address}") for address in (*_pages(), *ROWS)}
    everything = [ms for some in took.values() for ms in some]
    note = f"{PEOPLE:,} people, {TOUCHES * PEOPLE:,} touches; {len(took)} pages, {ROUNDS} times each; milliseconds of processor"
    yield Result("reports p95", round(_percentile(everything), 1), "ms", AIM, None, note)
    for address, some in took.items():
        yield Result(
            f"reports p95: {address}", round(_percentile(some), 1), "ms", AIM, None, f"half within {statistics.median(some):.0f} ms"
        )


def _background(now: datetime, count_up: Callable[..., Any], look: Callable[..., Any]) -> Iterator[Result]:
    days, spent = 0, 0.0
    left = 1
    while left:
        seconds, counted = _seconds(lambda: count_up(now=now))
        days, spent, left = days + counted.days, spent + seconds, counted.left
    yield Result(
        "reports: counting all days", round(spent, 1), "s", None, None, f"{days} days, the first time; {1000 * spent / days:.0f} ms a day"
    )
    quiet = [_seconds(lambda at=at: count_up(now=now + timedelta(minutes=3 * at)))[0] for at in range(1, 6)]  # type: ignore[misc]
    yield Result("reports: counting when nothing happened", round(statistics.median(quiet), 3), "s", None, None, "two days in turn")
    whole, done = 0.0, False
    while not done:
        seconds, passed = _seconds(lambda: look(now=now))
        whole, done = whole + seconds, passed.done
    yield Result("reports: looking at everyone", round(whole, 1), "s", None, None, "every six hours in a large house")


def _live() -> None:
    """What `_million` leaves out: inquiries as old as the person, eight more touches each, moves and sales."""
    from django.db import connection, transaction

    from bench._filling import insert
    from bench._million import TOUCH, _touches
    from keepwarm.selling.models import Offering
    from keepwarm.staff.models import Role, RoleGrant, Seat, User

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE touches_inquiry SET happened_at ="
            " (SELECT created_at FROM prospects_prospect p WHERE p.id = touches_inquiry.prospect_id)"
        )
        seats = list(Seat.objects.filter(user__isnull=False).order_by("pk").values_list("pk", flat=True))
        RoleGrant.objects.bulk_create([RoleGrant(user=User.objects.get(email="mona@house.example"), role=Role.DIRECTOR)])
        Seat.objects.filter(pk__in=seats).update(hour_minor=5_000)
        offerings = [
            Offering.objects.create(name=name, currency="EUR", made_at=datetime.now(UTC)).pk for name in ("Pumps", "Valves", "Care")
        ]
    chance = random.Random(3)
    more = (row for part in range(TOUCHES // 2 - 1) for row in _touches(PEOPLE, PEOPLE // 3, seats, random.Random(20 + part)))
    tables: list[Table] = [("touches_touch", TOUCH, more)]
    tables.append(("prospects_standingchange", "prospect_id what old new because reason at".split(), _moves(chance)))
    columns = (
        "ref prospect_id offering_id amount_minor currency rate sold_at made_at seat_id fit unfit_because nothing_beyond undone_because"
    )
    tables.append(("selling_sale", columns.split(), _sales(chance, offerings, seats)))
    insert(tables, say=False, lines=False)


def _moves(chance: random.Random) -> Iterator[tuple[Any, ...]]:
    from bench._million import ago

    for number in range(MOVED, PEOPLE + 1, MOVED):
        since = int(chance.random() * 300 * 1440) + 10
        yield number, "stage", "1", "2", "first conversation", "", ago(since)
        if number % (5 * MOVED) == 0:
            yield number, "stage", "2", str(chance.choice((3, 4, 5))), "a bench", "", ago(since // 2)


def _sales(chance: random.Random, offerings: list[int], seats: list[int]) -> Iterator[tuple[Any, ...]]:
    from bench._million import ago, ref

    for number in range(BOUGHT, PEOPLE + 1, BOUGHT):
        at = ago(int(chance.random() * 200 * 1440) + 10)
        minor = 10_000 + int(chance.random() * 1_000_000)
        yield ref(chance), number, chance.choice(offerings), minor, "EUR", 1, at, at, seats[number % len(seats)], "{}", "", True, ""


def _pages() -> Iterator[str]:
    """All pages of the reports without a key in their address; those of money also over all years."""
    from keepwarm.reports.urls import urlpatterns

    for one in urlpatterns:
        address = str(one.pattern)
        if "<" in address or address in {"mail/", "money/outlay/"}:
            continue
        yield from (f"{address}{years}" for years in (YEARS if address in {"money/", "late/", "flow/"} else ("",)))


def _client() -> Any:
    from django.conf import settings
    from django.test import Client

    from keepwarm.staff.models import User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(email="mona@house.example"), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _times(client: Any, address: str) -> list[float]:
    took = []
    for turn in range(ROUNDS + 1):
        seconds, answer = _seconds(lambda: client.get(address))
        assert answer.status_code == 200, (address, answer.status_code)
        if turn:  # the first loads templates
            took.append(1000 * seconds)
    return took


def _percentile(took: list[float]) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[94] if len(took) > 1 else sum(took)


def _seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found
