"""Finding anyone among a million, as one types: beginnings, common and rare names, firms, pieces of numbers and mailboxes."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice

from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
AIM = 200.0  # ms for 95 of 100 questions
ASKED = 300
WORST_SHOWN = 3


def run() -> Iterator[Result]:
    """p95 of `find` for a manager and for a rep; against asking the index alone. And what keeping the index costs an arrival."""
    from django.core.management import call_command

    from keepwarm.prospects.search.finding import _candidates
    from keepwarm.prospects.search.words import read_question
    from keepwarm.staff.models import User

    call_command("migrate", verbosity=0)
    per_row = _fill(PEOPLE)
    questions = list(islice(_questions(random.Random(3)), ASKED))
    bare, _ = _p95(questions, lambda text: (question := read_question(text)) and _candidates(question))
    for who, email in (("a manager", "mona@house.example"), ("a rep", "rep1@house.example")):
        user = User.objects.get(email=email)
        p95, worst = _p95(questions, _ask(user))
        note = f"of {PEOPLE:,} people and {ASKED} questions; slowest: {worst}; limit: the index alone, without ranking"
        yield Result(f"find p95, {who}", p95, "ms", AIM, bare, note)
    yield Result("find: writing one line", per_row, "µs", None, None, "on average over all people, in chunks of 1,000")


def _ask(user: object) -> Callable[[str], object]:
    from keepwarm.prospects.search import find

    return lambda text: find(text, for_=user)  # type: ignore[arg-type]


def _p95(questions: list[str], ask: Callable[[str], object]) -> tuple[float, str]:
    """Milliseconds that 95 of 100 questions stay under, and the slowest questions."""
    for text in questions[:5]:
        ask(text)
    took = []
    for text in questions:
        began = time.perf_counter()
        ask(text)
        took.append((1000 * (time.perf_counter() - began), text))
    slowest = ", ".join(f"“{text}” {ms:.0f} ms" for ms, text in sorted(took, reverse=True)[:WORST_SHOWN])
    return statistics.quantiles([ms for ms, _ in took], n=20)[-1], slowest


def _questions(chance: random.Random) -> Iterator[str]:
    """What people type, at any moment of their typing."""
    from bench._million import FAMILY, GIVEN, PLACES, TRADES

    while True:
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        number = chance.randrange(1, PEOPLE + 1)
        full = f"{given} {family}"
        prefix = PLACES[number % 3][2]
        yield full
        yield full[: chance.randrange(1, len(full))]
        yield f"{family[:3]} {given[:2]}"
        yield f"{chance.choice(FAMILY)} {chance.choice(TRADES)} {chance.randrange(1, PEOPLE // 3)}"
        yield chance.choice(TRADES)
        yield f"p{number}@firm{number % 9973}.example"
        yield f"firm{number % 9973}"
        yield f"{prefix}{number:07d}"
        yield f"0{number:07d}"[-chance.randrange(3, 8) :]
        yield f"{given} {chance.choice(TRADES)}"


def _fill(people: int) -> float:
    """Firms, people, addresses and their lines; gives microseconds for each line."""
    from django.db import connection, transaction

    from bench import _million as million
    from tests.cast import hire, seat

    chance = random.Random(7)
    with transaction.atomic():
        seats = million._staff(8, hire, seat)
    wanted = ("prospects_organization", "prospects_prospect", "prospects_address")
    tables = (table for table in million._tables(people, people // 3, seats, chance) if table[0] in wanted)
    for table, columns, rows in tables:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            else:
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
    took = _index(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return took / people * 1_000_000


def _index(people: int) -> float:
    """Write every line as arrivals do; gives the seconds that the writing itself took."""
    from django.db import transaction

    from keepwarm.prospects.search.indexing import _lines, index_words

    took, chunk = 0.0, 1000
    for start in range(1, people + 1, chunk):
        lines = list(_lines(range(start, start + chunk)))
        began = time.perf_counter()
        with transaction.atomic():
            index_words(lines)
        took += time.perf_counter() - began
    return took
