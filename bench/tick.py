"""The clock of hand-offs in a large house: a minute in which nothing happened, one in which a few people were touched, and the first."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._filling import Table
from bench._processor import spent
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
EVERY = 20
"""Of so many people one is in sales by an accepted hand-off: 50,000 of a million. As many were put back, and their reps keep threads."""
TOUCHED = 20
"""People of sales who are called or write within a minute."""
AIM = 0.1  # seconds of processor in a quiet minute, which is the usual one


def run() -> Iterator[Result]:
    """Processor time, which other work on the machine does not lengthen."""
    from django.core.management import call_command

    from bench._million import fill
    from keepwarm.handoff.actions import tick

    call_command("migrate", verbosity=0)
    fill(PEOPLE)
    _hand_over()
    now = datetime.now(UTC)
    limit = min(_seconds(_bare_pass) for _ in range(3))
    first = _seconds(lambda: tick(now=now))
    yield Result("tick, the first of a house", round(first, 3), "s", None, round(limit, 3), note="looks at every hand-off once")
    quiet = [_seconds(lambda at=at: tick(now=now + timedelta(minutes=at))) for at in range(1, 8)]  # type: ignore[misc]
    count = f"{PEOPLE // EVERY:,} accepted, as many threads"
    yield Result("tick, nothing happened", round(sorted(quiet)[3], 4), "s", AIM, round(limit, 3), note=f"{count}; the middle of seven")
    _touch(now)
    busy = _seconds(lambda: tick(now=now + timedelta(minutes=9)))
    yield Result(f"tick, {TOUCHED} people touched", round(busy, 3), "s", None, round(limit, 3), note="first calls noted")


def _hand_over() -> None:
    """Rows past the actions: every twentieth is in sales, every other twentieth came back, and their rep keeps a thread."""
    from django.db import connection

    from bench._filling import insert
    from keepwarm.handoff.actions.following import note_first_calls
    from keepwarm.policy.models import DefinitionVersion
    from keepwarm.staff.models import Role, RoleGrant, User

    reps = User.objects.filter(seat__isnull=False).order_by("pk")
    RoleGrant.objects.bulk_create([RoleGrant(user=one, role=Role.CLOSING_REP) for one in reps[:12]], ignore_conflicts=True)
    seats = [one.seat.pk for one in reps[:12]]
    DefinitionVersion.objects.create(number=1, criteria=[], supporting_needed=0, in_force_at=datetime.now(UTC))
    insert(_tables(seats), say=False, lines=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE prospects_prospect SET stage = 4 WHERE id IN (SELECT prospect_id FROM handoff_handoff WHERE closed_at IS NULL)"
            " AND ended_at IS NULL"
        )
        cursor.execute("DELETE FROM handoff_handoff WHERE prospect_id IN (SELECT id FROM prospects_prospect WHERE ended_at IS NOT NULL)")
        cursor.execute("ANALYZE")
    while note_first_calls():
        pass


def _tables(seats: list[int]) -> Iterator[Table]:
    chance = random.Random(5)
    columns = (
        "id ref prospect_id definition signed_by_one offered_at from_seat_id why brief introduce introduction state answered_at"
        " return_words first_call_due_at first_called_at closed_at closed_as"
    ).split()
    yield "handoff_handoff", columns, _handoffs(seats, chance)
    yield "handoff_thread", "prospect_id seat_id since_at".split(), _threads(seats)


def _handoffs(seats: list[int], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    from bench._million import ago

    for number in range(EVERY, PEOPLE + 1, EVERY):
        since = int(chance.random() * 200 * 1440) + 3000
        offered, answered, called = ago(since), ago(since - 600), ago(since - 1500)
        seat = seats[number % len(seats)]
        common = (1, False, offered, seat, "", "{}", "not", "", "accepted", answered, "", called, called)
        yield 2 * number, f"open{number}", number, *common, None, ""
        if number + 1 <= PEOPLE:
            yield 2 * number + 1, f"back{number}", number + 1, *common, ago(since - 2000), "recycled"


def _threads(seats: list[int]) -> Iterator[tuple[Any, ...]]:
    from bench._million import ago

    now = ago(0)
    for number in range(EVERY, PEOPLE, EVERY):
        yield number + 1, seats[number % len(seats)], now


def _touch(now: datetime) -> None:
    from keepwarm.decisions.actions import log_touches
    from keepwarm.decisions.batch import NewTouch
    from keepwarm.handoff.models import HandOff

    at = now + timedelta(minutes=8)
    rows = HandOff.objects.filter(closed_at=None, prospect__ended_at=None).order_by("pk").values_list("prospect_id", "prospect__owner_id")
    log_touches([NewTouch(pk, "phone", "out", "no_answer", at, owner) for pk, owner in rows[:TOUCHED]], by=None, now=at)


def _bare_pass() -> None:
    """Fetch the open hand-offs beside their prospects, as looking at all of them each minute must at least do."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.id, p.stage, p.ended_at FROM handoff_handoff h JOIN prospects_prospect p ON p.id = h.prospect_id"
            " WHERE h.closed_at IS NULL"
        )
        cursor.fetchall()


def _seconds(work: Callable[[], object]) -> float:
    began = spent()
    work()
    return spent() - began
