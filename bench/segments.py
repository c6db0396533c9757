"""Segments over a million people: the count, the first page, and how soon a change of one person is seen."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from bench._processor import spent
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
AIM = 300.0  # ms, each
SEEN = 1000.0  # ms
TIMES = 3
ASKED = (
    'answer.need = "yes"',
    'answer.need = "yes" and answer.fit = "yes"',
    'answer.need = "yes" and not touch.any.out >= 60 days ago',
    'answer.need = "yes" and stage = "conversing" and wishes = no',
    'source = "list 3" and answer.need = "yes"',
    'source = "list 3" and (answer.fit = "yes" or answer.budget = "yes") and last_reached_at >= 90 days ago',
    'stage = "new" and owner = "rep3"',
    'language = "en" and place = "de" and answer.timing = "yes"',
    "touch.phone.reached >= 30 days ago",
    "touch.mailing.out >= 30 days ago and inquired_at >= 200 days ago",
    'place = "us-ny" and touch.email.out >= 90 days ago',
    'firm contains "mill 12"',
    "inquired_at >= 10 days ago",
    "last_touch_at < 380 days ago",
    "wishes = yes and inquired_at >= 30 days ago",
    "may_mail = yes",
    "sign.click >= 30 days ago",
    'language = "fr"',
    "always",
)
"""As marketers ask: common and rare answers, together and against each other, touches, sources, firms, dates, wishes."""
HARD = "touch.mailing.out.30d >= 2"
"""Touches counted for everyone: no index knows it. Told, not hidden."""


def run() -> Iterator[Result]:
    """The slowest of all segments asked, each the median of three; processor time beside it."""
    from django.core.management import call_command

    from bench._million import fill
    from keepwarm.engine.conditions.text import parse
    from keepwarm.facts.conditions.reading import count, page

    call_command("migrate", verbosity=0)
    fill(PEOPLE)
    now = datetime.now(UTC)
    for name, ask in (("count", count), ("first page", page)):
        took = {text: _median(partial(ask, parse(text), now=now)) for text in ASKED}
        slow = sorted(ASKED, key=lambda text: -took[text][0])
        told = "; ".join(f"{text}: {took[text][0]:.0f} ms, processor {took[text][1]:.0f}" for text in slow[:4])
        middle = statistics.median(clock for clock, _processor in took.values())
        processor = max(processor for _clock, processor in took.values())
        note = f"{len(ASKED)} segments over {PEOPLE:,} people, median {middle:.0f} ms; most processor {processor:.0f} ms; slowest: {told}"
        yield Result(f"segments: {name}, the slowest", took[slow[0]][0], "ms", AIM, _bare(), note)
    clock, processor = _median(partial(count, parse(HARD), now=now))
    yield Result("segments: count of counted touches", clock, "ms", None, None, f"{HARD}; processor {processor:.0f} ms")
    yield Result("segments: a change of one person seen", _change(now), "ms", SEEN, None, "answered, and counted anew in a segment of few")


def _median(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor; the first asking, which warms the pages of the file, is not counted."""
    ask()
    took = []
    for _ in range(TIMES):
        began, before = time.perf_counter(), spent()
        ask()
        took.append((1000 * (time.perf_counter() - began), 1000 * (spent() - before)))
    return statistics.median(clock for clock, _ in took), statistics.median(processor for _, processor in took)


def _bare() -> float:
    """Counting 10,000 entries of an index, and nothing else."""
    from django.db import connection

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM (SELECT prospect_id FROM answers_answer WHERE question_id = 1 LIMIT 10001) AS few")
            return cursor.fetchone()

    return _median(ask)[0]


def _change(now: datetime) -> float:
    """From the moment a person is changed, with its commit, to the moment the segment counts one more."""
    from keepwarm.answers.actions import Learned, keep_answers
    from keepwarm.answers.models import Question
    from keepwarm.engine.conditions.text import parse
    from keepwarm.engine.words import Evidence
    from keepwarm.facts.conditions.reading import count
    from keepwarm.prospects.models import Prospect

    segment, key = parse('answer.need = "a new roof"'), Question.objects.get(key="need").key
    person = Prospect.objects.filter(ended_at__isnull=True).order_by("-pk")[0]
    before = count(segment, now=now).number
    began = time.perf_counter()
    keep_answers([Learned(person.pk, key, "A new roof", Evidence.CONVERSATION, now + timedelta(seconds=1))], by=None)
    found = count(segment, now=now).number
    took = 1000 * (time.perf_counter() - began)
    assert found == before + 1
    return took
