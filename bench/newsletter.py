"""A newsletter to many: queued with personal fields, a ledger for each, signed, handed over; and once more while processes are killed."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._killing import kill_in_the_middle
from bench._sink import smtp_sink
from bench.letters import _meet, _open_account
from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_NEWSLETTER", "100000"))
KILLED = min(PEOPLE, 2000)
"""People of the second newsletter, in the middle of which processes are killed."""
KILLS = int(os.environ.get("KEEPWARM_BENCH_KILLS", "12"))
AIM, AIM_MEMORY = 24_000.0, 150.0
SENDERS, LINES = 2, 24
"""Connections of each sender: both together stay below the 50 of one client that Postfix takes."""
BODY = (
    "Hello {first_name|there},\n\n"
    + "here is our guide to drying herbs: twelve pages, with the mistakes most people make.\n" * 6
    + "\n[Read the guide](https://house.example/guide)\n\n[And the podcast](https://house.example/podcast)"
)
QUEUE = """
import django
django.setup()
from bench.newsletter import a_working_hour
from keepwarm.mailings.actions.sending import send_what_is_due
from keepwarm.mailings.queries import due
due.IN_HAND = 10**9
send_what_is_due(now=a_working_hour(), most=10**9)
"""
SEND = """
import os
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from keepwarm.outbox.sending.process import send
send(lambda: timezone.now() + timedelta(hours={late}), once={once}, parent=os.getppid())
"""


def run() -> Iterator[Result]:
    """One process queues, two hand over, all at once as in a house that is open; against the aim stands the whole."""
    from keepwarm.cli.migrate import prepare_house

    prepare_house()
    with smtp_sink() as port:
        account = _open_account(port)
        account.connections = LINES
        account.save(update_fields=["connections"])
        _meet(PEOPLE)
        _approve()
        yield from _measure()
    yield from kill_in_the_middle(KILLED, KILLS)


def _measure() -> Iterator[Result]:
    began, before = time.perf_counter(), _used()
    queue = _child(QUEUE)
    senders = [_child(SEND.format(late=0, once=False)) for _ in range(SENDERS)]
    own, whole = _watch(queue, senders)
    took, used = time.perf_counter() - began, _used() - before
    lost, doubled = _lost_and_doubled()
    note = (
        f"{PEOPLE:,} people, one process queues, {SENDERS} send over {LINES} lines each: {used / PEOPLE * 1000:.2f} ms processor a letter,"
        f" which two cores do {2 * PEOPLE / used * 60:,.0f} times a minute; lost {lost}, doubled {doubled}"
    )
    yield Result("newsletter: queued and handed over", PEOPLE / took * 60, "letters/min", AIM, None, note, more_is_better=True)
    yield Result("newsletter: memory of a worker", own, "MB", AIM_MEMORY, None, f"with the mapped pages of the house's file {whole:.0f} MB")
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


def _child(program: str) -> subprocess.Popen[bytes]:
    from django.db import connections

    connections.close_all()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "keepwarm.site.settings"}
    return subprocess.Popen([sys.executable, "-c", program], env=environment)


def _watch(queue: subprocess.Popen[bytes], senders: list[subprocess.Popen[bytes]]) -> tuple[float, float]:
    """Until all has left: the most memory that one had in MB, without the mapped file of the house, and with it. Then they are ended."""
    own = whole = 0.0
    while queue.poll() is None or _waits():
        for child in (queue, *senders):
            mine, all_of_it = _memory(child.pid)
            own, whole = max(own, mine), max(whole, all_of_it)
        time.sleep(0.5)
    for sender in senders:
        sender.terminate()
    assert not any([queue.returncode, *(sender.wait() for sender in senders)])
    return own, whole


def _waits() -> bool:
    from keepwarm.outbox.models import Message, State

    return Message.objects.filter(state__in=(State.QUEUED, State.CLAIMED, State.HANDING_OVER)).exists()


def _memory(pid: int) -> tuple[float, float]:
    """Resident MB: without what is mapped of the house's file, which is the system's cache and the same pages for all; and with it."""
    own = whole = 0
    is_house = False
    try:
        with open(f"/proc/{pid}/smaps", encoding="utf-8") as file:  # noqa: PTH123
            for line in file:
                if line.startswith("Rss:"):
                    size = int(line.split()[1])
                    whole += size
                    own += 0 if is_house else size
                elif "-" in line.split(" ", 1)[0]:
                    is_house = "house.sqlite3" in line
    except OSError:
        return 0.0, 0.0
    return own / 1024, whole / 1024


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
