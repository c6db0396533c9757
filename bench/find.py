"""Finding anyone among a million, as one types: beginnings, common and rare names, firms, pieces of numbers and mailboxes."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice

from bench._processor import spent
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
AIM = 200.0  # ms for 95 of 100 questions
ASKED = 300
WORST_SHOWN = 3


def run() -> Iterator[Result]:
    """p95 of `find` for a manager and for a rep; against asking the index alone. And what keeping the index costs an arrival."""
    from django.core.management import call_command

    from bench._million import fill
    from keepwarm.prospects.search.finding import _candidates
    from keepwarm.prospects.search.words import read_question
    from keepwarm.staff.models import User

    call_command("migrate", verbosity=0)
    fill(PEOPLE)
    questions = list(islice(_questions(random.Random(3)), ASKED))
    bare, _, _ = _p95(questions, lambda text: (question := read_question(text)) and _candidates(question))
    for who, email in (("a manager", "mona@house.example"), ("a rep", "rep1@house.example")):
        user = User.objects.get(email=email)
        p95, worst, processor = _p95(questions, _ask(user))
        asked = f"of {PEOPLE:,} people and {ASKED} questions, processor {processor:.1f} ms each"
        note = f"{asked}; slowest: {worst}; limit: the index alone, without ranking"
        yield Result(f"find p95, {who}", p95, "ms", AIM, bare, note)
    yield Result("find: writing one line", _cost_of_a_line(PEOPLE), "µs", None, None, "added to all the others in chunks of 1,000")


def _ask(user: object) -> Callable[[str], object]:
    from keepwarm.prospects.search import find

    return lambda text: find(text, for_=user)  # type: ignore[arg-type]


def _p95(questions: list[str], ask: Callable[[str], object]) -> tuple[float, str, float]:
    """Milliseconds that 95 of 100 questions stay under, the slowest questions, and the milliseconds of processor of one."""
    for text in questions[:5]:
        ask(text)
    took, before = [], spent()
    for text in questions:
        began = time.perf_counter()
        ask(text)
        took.append((1000 * (time.perf_counter() - began), text))
    processor = 1000 * (spent() - before) / len(questions)
    slowest = ", ".join(f"“{text}” {ms:.0f} ms" for ms, text in sorted(took, reverse=True)[:WORST_SHOWN])
    return statistics.quantiles([ms for ms, _ in took], n=20)[-1], slowest, processor


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
