"""A newsletter to many: checked off, written down, queued with personal fields, a ledger for each, signed, handed over, settled."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._sink import smtp_sink
from bench.letters import SEND, _meet, _open_account, _watch
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_NEWSLETTER", "100000"))
AIM, AIM_MEMORY = 24_000.0, 150.0
WORKERS = 2
BODY = (
    "Hello {first_name|there},\n\n"
    + "here is our guide to drying herbs: twelve pages, with the mistakes most people make.\n" * 6
    + "\n[Read the guide](https://house.example/guide)\n\n[And the podcast](https://house.example/podcast)"
)
QUEUE = """
import django
django.setup()
from bench.newsletter import a_working_hour
from keepwarm.mailings.queries import due
from keepwarm.mailings.actions.sending import send_what_is_due
due.IN_HAND = 10**9
send_what_is_due(now=a_working_hour(), most=10**9)
"""


def run() -> Iterator[Result]:
    """Queueing in one process, handing over in two after it; each is told by itself, and both together against the aim."""
    from keepwarm.cli.migrate import prepare_house

    prepare_house()
    with smtp_sink() as port:
        _open_account(port)
        _meet(PEOPLE)
        _approve()
        began, before = time.perf_counter(), _used()
        memory = [_in_children(QUEUE, 1)]
        queued, queueing = time.perf_counter() - began, _used() - before
        began, before = time.perf_counter(), _used()
        memory.append(_in_children(SEND, WORKERS))
        handed, handing = time.perf_counter() - began, _used() - before
        lost, doubled = _lost_and_doubled()
    note = (
        f"{PEOPLE:,} people; queueing {queueing / PEOPLE * 1000:.1f} ms processor a letter ({PEOPLE / queued * 60:,.0f} a minute),"
        f" signing and handing over {handing / PEOPLE * 1000:.1f} ms ({PEOPLE / handed * 60:,.0f} a minute, {WORKERS} senders);"
        f" lost {lost}, doubled {doubled}"
    )
    yield Result("newsletter: queued and handed over", PEOPLE / (queued + handed) * 60, "letters/min", AIM, None, note, more_is_better=True)
    yield Result(
        "newsletter: memory of a worker", max(memory), "MB", AIM_MEMORY, None, f"queueing {memory[0]:.0f}, sending {memory[1]:.0f}"
    )
    yield Result("newsletter: lost or doubled", float(lost + doubled), "letters", 0.0)


def a_working_hour() -> datetime:
    """Ten o'clock of the newest working day that is over: at night and on Sundays a mailing waits for the morning."""
    day = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _approve() -> Any:
    """A mailing on its way to everybody, all at once, whose people are written down."""
    from keepwarm.consent.models import Permission
    from keepwarm.mailings.actions.listing import write_down
    from keepwarm.mailings.models import Mailing

    now = a_working_hour()
    Permission.objects.update(given_at=now - timedelta(days=90))
    text = {"subject": "A guide for {first_name|you}", "body": BODY, "list_name": "Warm words"}
    state = {"state": Mailing.State.RUNNING, "approved_at": now, "begins_at": now}
    mailing = Mailing.objects.create(name="Newsletter", made_at=now, **text, condition=_everyone(), **state)
    write_down(now=now)
    mailing.recipients.update(due_at=now)
    return mailing


def _everyone() -> Any:
    from keepwarm.engine.conditions.json_form import to_json
    from keepwarm.engine.conditions.text import parse

    return to_json(parse("always"))


def _in_children(program: str, count: int) -> float:
    """The most memory that any of them had, in MB."""
    from django.db import connections

    connections.close_all()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "keepwarm.site.settings"}
    return _watch([subprocess.Popen([sys.executable, "-c", program], env=environment) for _ in range(count)])[1]


def _used() -> float:
    """Seconds of processor of the children that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _lost_and_doubled() -> tuple[int, int]:
    """By the ledger: who has no accepted message, and accepted attempts beyond the first of each."""
    from keepwarm.mailings.models import Recipient
    from keepwarm.outbox.models import Attempt

    there = Recipient.objects.filter(message__state="accepted").count()
    attempts = Attempt.objects.filter(outcome="accepted")
    return PEOPLE - there, attempts.count() - attempts.values("message_id").distinct().count()
