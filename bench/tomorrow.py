"""How long tomorrow's touches take to be chosen for 1,000,000 people in keep warm, all of whose dates come."""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from bench._processor import spent
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
ITEMS = 300
TOPICS = 12
HAD = 3  # items that each had already
KINDS = ("article", "white_paper", "post", "podcast", "video", "letter")


def run() -> Iterable[Result]:
    """Everybody is due, in a stream, with interests and things they had: the largest night there can be."""
    from bench._million import fill
    from keepwarm.cli.migrate import prepare_house

    prepare_house()
    fill(PEOPLE)
    _furnish()
    yield from _measure()


def _measure() -> Iterator[Result]:
    from django.utils import timezone

    from keepwarm.programs.actions.choosing import choose_turns, due_to_choose
    from keepwarm.programs.models import Turn

    now = timezone.now()
    due = due_to_choose(now=now).count()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, processor = time.perf_counter(), spent()
    done = choose_turns(now=now)
    wall, used = time.perf_counter() - start, spent() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    choose_turns(now=now)
    again = time.perf_counter() - start
    note = (
        f"{due:,} people due, {ITEMS} items, {TOPICS} interests; {done.planned:,} planned, {done.moved:,} moved; "
        f"processor {used:.1f} s; {Turn.objects.planned().count():,} rows"
    )
    yield Result("tomorrow", round(wall, 1), "s", aim=120 * PEOPLE / 1_000_000, limit=_bare(), note=note)
    yield Result(
        "tomorrow_memory", round(peak / 1024), "MB", note=f"the whole process at its largest; {before / 1024:.0f} MB before it began"
    )
    yield Result("tomorrow_again", round(again, 2), "s", note="the same asked again, when everybody has a turn planned")


def _bare() -> float:
    """A plain insert of as many rows of the same columns into a table with the same indexes, in the same database file."""
    from django.db import connection, transaction

    names = "ref, prospect_id, kind, channel, due_at, state, because, args, made_at, ended_because, said"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare AS SELECT * FROM programs_turn LIMIT 0")
        for column in ("prospect_id", "due_at", "item_id"):
            cursor.execute(f"CREATE INDEX bare_{column} ON bare ({column}, due_at)")
    at = str(datetime.now())[:19]  # noqa: DTZ005 - only its length matters
    rows = [(f"b{number}", number, "item", "mailing", at, "planned", "stream", "{}", at, "", "") for number in range(PEOPLE)]
    marks = ", ".join(["%s"] * len(names.split(", ")))
    start = time.perf_counter()
    for first in range(0, PEOPLE, 400):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO bare ({names}) VALUES ({marks})", rows[first : first + 400])
    return round(time.perf_counter() - start, 1)


def _furnish() -> None:
    """Interests, items, programs and a permission for everybody, past the actions."""
    from django.db import transaction

    from bench._filling import insert
    from bench._million import NOW, ago
    from keepwarm.answers.models import Question
    from keepwarm.content.models import Item
    from keepwarm.programs.models import Program
    from keepwarm.prospects.models import Prospect
    from keepwarm.staff.models import Seat

    chance, owner = random.Random(3), Seat.objects.order_by("pk")[0]
    with transaction.atomic():
        topics = [Question.objects.create(key=f"t{n}", label=f"Topic {n}", kind="yes_no", group="topic").pk for n in range(TOPICS)]
        Item.objects.bulk_create(_items(chance, NOW))
        for number in range(TOPICS):
            Program.objects.create(name=f"Stream {number}", topic=f"t{number}", owner=owner, made_at=NOW)
        Program.objects.create(name="Everyone", owner=owner, made_at=NOW)
        due = NOW + timedelta(hours=20)
        Prospect.objects.update(next_step="keep_warm", because_rule="keep_warm", next_touch_at=due, last_touch_at=due - timedelta(days=21))
        Prospect.objects.update(last_ours_at=due - timedelta(days=21))
    items = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    insert(
        [
            ("consent_permission", "ref prospect_id channel kind given_at proof source".split(), _permissions(ago)),
            ("answers_answer", "prospect_id question_id value value_folded evidence source learned_at".split(), _answers(topics, ago)),
            ("content_received", ("prospect_id", "item_id", "at"), _had(items, ago)),
            ("programs_enrollment", "prospect_id program_id since_at why points left_items".split(), _enrolled(ago)),
        ],
        say=False,
        lines=False,
    )


def _items(chance: random.Random, now: datetime) -> list[Any]:
    from keepwarm.content.models import Item

    return [
        Item(
            kind=chance.choice(KINDS),
            title=f"Item {number}",
            body="Hello {first_name|there},",
            interests=sorted({f"t{chance.randrange(TOPICS)}" for _ in range(chance.randrange(3))}),
            stages=sorted({chance.randrange(1, 6) for _ in range(chance.randrange(4))}),
            worth=chance.randrange(1, 101),
            state="in_use",
            made_at=now,
            changed_at=now,
        )
        for number in range(ITEMS)
    ]


def _permissions(ago: Any) -> Iterator[tuple[Any, ...]]:
    for number in range(1, PEOPLE + 1):
        yield f"pm{number}", number, "mailing", "express", ago(90_000), "", "form"


def _answers(topics: list[int], ago: Any) -> Iterator[tuple[Any, ...]]:
    """Two interests each, one of them their stream's."""
    for number in range(1, PEOPLE + 1):
        for question in {topics[number % TOPICS], topics[number * 7 % TOPICS]}:
            yield number, question, "yes", "yes", 3, "web form", ago(60_000)


def _had(items: list[int], ago: Any) -> Iterator[tuple[Any, ...]]:
    for number in range(1, PEOPLE + 1):
        for step in range(HAD):
            yield number, items[(number * 31 + step * 97) % len(items)], ago(50_000)


def _enrolled(ago: Any) -> Iterator[tuple[Any, ...]]:
    for number in range(1, PEOPLE + 1):
        yield number, number % TOPICS + 1, ago(60_000), "interest", 10.0, 9
