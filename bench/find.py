"""Finding anyone among a million, as one types: beginnings, common and rare names, firms, pieces of numbers and mailboxes."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

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
    _fill(PEOPLE)
    questions = list(islice(_questions(random.Random(3)), ASKED))
    bare, _ = _p95(questions, lambda text: (question := read_question(text)) and _candidates(question))
    for who, email in (("a manager", "mona@house.example"), ("a rep", "rep1@house.example")):
        user = User.objects.get(email=email)
        p95, worst = _p95(questions, _ask(user))
        note = f"of {PEOPLE:,} people and {ASKED} questions; slowest: {worst}; limit: the index alone, without ranking"
        yield Result(f"find p95, {who}", p95, "ms", AIM, bare, note)
    yield Result("find: writing one line", _cost_of_a_line(PEOPLE), "µs", None, None, "added to all the others in chunks of 1,000")


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


def _fill(people: int) -> None:
    """Firms, people, addresses and their lines."""
    from django.db import connection, transaction

    from bench import _million as million
    from tests.cast import hire, seat

    chance = random.Random(7)
    with transaction.atomic():
        seats = million._staff(8, hire, seat)  # noqa: SLF001 - the million's own helpers
    for table, columns, rows in million._tables(people, people // 3, seats, chance):  # noqa: SLF001
        if table.startswith("prospects_"):
            with transaction.atomic(), connection.cursor() as cursor:
                _insert(cursor, table, columns, rows)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LINES[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(columns)
    if hasattr(cursor, "copy"):
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", rows)


_LINE = """
SELECT p.id, '  ' || p.name_folded || {nl} || coalesce('  ' || o.name_folded || {nl}, '') || coalesce((
    SELECT {join}(' ' || ltrim(a.normalized, '+') || {nl}, '') FROM prospects_address a WHERE a.prospect_id = p.id), '')
FROM prospects_prospect p LEFT JOIN prospects_organization o ON o.id = p.organization_id
"""
LINES = {
    "sqlite": "INSERT INTO prospects_search (rowid, words)" + _LINE.format(nl="char(10)", join="group_concat"),
    "postgresql": "INSERT INTO prospects_search (prospect_id, words)" + _LINE.format(nl="chr(10)", join="string_agg"),
}
"""The lines of everyone at once, as `words_of` makes them."""


def _cost_of_a_line(people: int) -> float:
    """Microseconds to add one more line as arrivals do, in chunks of 1,000 with a transaction each."""
    from django.db import transaction

    from keepwarm.prospects.search import index_words, words_of

    chance, chunks = random.Random(5), 10
    took = 0.0
    for chunk in range(chunks):
        first = people + chunk * 1000 + 1
        keys = range(first, first + 1000)
        lines = [(pk, words_of(f"ada {chance.random()}", f"lovelace {pk}", (f"p{pk}@firm.example", f"+4930{pk}"))) for pk in keys]
        began = time.perf_counter()
        with transaction.atomic():
            index_words(lines)
        took += time.perf_counter() - began
    return took / chunks / 1000 * 1_000_000
