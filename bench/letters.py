"""Letters a second through the whole path: render, check off, sign, record, hand over, settle; one sender and two."""

from __future__ import annotations

import os
import resource
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bench._sink import smtp_sink
from bench.result import Result

LETTERS = int(os.environ.get("KEEPWARM_BENCH_LETTERS", "4000"))
LINES = 16
"""Connections of each sender."""
AIM = 400.0
TEXT = "Dear {name},\n\n" + "the seminar on drying herbs is on the third of March, and there is a seat for you.\n" * 12 + "\nWarm regards\n"
SEND = """
import django
django.setup()
from django.utils import timezone
from keepwarm.outbox.sending.process import send
send(timezone.now, once=True)
"""


def run() -> Iterator[Result]:
    """The limit is smtplib with bytes that were made before, over one connection, with nothing recorded."""
    from keepwarm.cli.migrate import prepare_house

    prepare_house()
    with smtp_sink() as port:
        account = _open_account(port)
        people = _meet(LETTERS)
        limit = _bare(port)
        for workers in (1, 2):
            began = time.process_time()
            template = _queue(account, people, f"{workers}")
            queueing = (time.process_time() - began) / LETTERS * 1000
            yield _measure(template, workers, limit, queueing)


def _open_account(port: int) -> Any:
    from keepwarm.outbox.models import Account
    from keepwarm.outbox.sealing import seal
    from keepwarm.outbox.sending.dkim import make_key

    signed = {"dkim_domain": "house.example", "dkim_selector": "bench", "dkim_secret": seal(make_key(), about="dkim")}
    sends = {"host": "127.0.0.1", "port": port, "security": "none", "from_email": "hello@house.example", "tags": "plus"}
    return Account.objects.create(name="Bench", pace_per_minute=0, connections=LINES, made_at=datetime.now(UTC), **sends, **signed)


def _meet(count: int) -> list[Any]:
    """People with an address and a permission for mailings."""
    from keepwarm.staff.models import Seat, Team

    return _know(Seat.objects.create(kind="team", name="Pool", team=Team.objects.create(name="Pool")), count, "person")


def _know(owner: Any, count: int, named: str) -> list[Any]:
    from keepwarm.consent.models import Permission
    from keepwarm.prospects.models import Address, Prospect

    now = datetime.now(UTC)
    step = {"owner": owner, "next_step": "keep_warm", "next_touch_at": now, "because_rule": "keep_warm", "created_at": now}
    names = [f"{named} {n}" for n in range(count)]
    people = Prospect.objects.bulk_create([Prospect(name=name.capitalize(), name_folded=name, **step) for name in names], 500)
    emails = [f"{named}{n}@firm{n % 997}.example" for n in range(count)]
    addresses = [Address(prospect=one, kind="email", value=to, normalized=to) for one, to in zip(people, emails, strict=True)]
    Permission.objects.bulk_create([Permission(prospect=one, channel="mailing", kind="express", given_at=now) for one in people], 500)
    return list(zip(people, Address.objects.bulk_create(addresses, 500), strict=True))


def _queue(account: Any, people: list[Any], name: str) -> Any:
    """A mailing to all: a touch and a message each, frozen."""
    from django.db import transaction

    from keepwarm.outbox.actions import freeze_template, queue_messages
    from keepwarm.outbox.new import NewMessage
    from keepwarm.touches.models import Touch

    now = datetime.now(UTC)
    template = freeze_template(f"Seminar {name}, {{name}}", TEXT, now=now)
    told = {"channel": "mailing", "disposition": "done", "happened_at": now, "logged_at": now}
    for start in range(0, len(people), 200):
        part = people[start : start + 200]
        with transaction.atomic():
            touches = Touch.objects.bulk_create([Touch(prospect=one, **told) for one, _ in part])
            news = [
                NewMessage(
                    kind="mailing", to_email=to.normalized, prospect_id=one.pk, address_id=to.pk, touch_id=touch.pk, account_id=account.pk,
                    template_id=template.pk, values={"name": one.name}, list_id="seminars.house.example", automatic=True,
                )
                for (one, to), touch in zip(part, touches, strict=True)
            ]  # fmt: skip
            queue_messages(news, now=now)
    return template


def _measure(template: Any, workers: int, limit: float, queueing: float) -> Result:
    from django.db import connections
    from django.db.models import Max, Min

    from keepwarm.outbox.models import Attempt, Message

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    connections.close_all()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "keepwarm.site.settings"}
    children = [subprocess.Popen([sys.executable, "-c", SEND], env=environment) for _ in range(workers)]
    sizes = _watch(children)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    sent = Message.objects.filter(template=template, state="accepted")
    assert sent.count() == LETTERS == Attempt.objects.filter(message__template=template, outcome="accepted").count()
    times = sent.aggregate(first=Min("first_tried_at"), last=Max("settled_at"))
    seconds = (times["last"] - times["first"]).total_seconds()
    processor = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / LETTERS * 1000
    note = (
        f"{LETTERS:,} letters, {LINES} connections each; {processor:.1f} ms processor a letter, queueing another {queueing:.1f};"
        f" memory {sizes[0]:.0f} MB after a third, {sizes[1]:.0f} MB at the end; limit: smtplib, one connection"
    )
    return Result(
        f"letters: {workers} sender{'s' * (workers > 1)}",
        LETTERS / seconds,
        "letters/s",
        AIM if workers == 2 else None,
        limit,
        note,
        more_is_better=True,
    )


def _watch(children: list[subprocess.Popen[bytes]]) -> tuple[float, float]:
    """The most memory that any of them had, in the first third and in all, in MB."""
    seen: list[float] = []
    while any(child.poll() is None for child in children):
        seen.append(max((_memory(child.pid) for child in children), default=0.0))
        time.sleep(0.1)
    assert not any(child.returncode for child in children)
    return max(seen[: max(len(seen) // 3, 1)]), max(seen)


def _memory(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6
    except (OSError, IndexError):
        return 0.0


def _bare(port: int) -> float:
    """smtplib with ready bytes, letters a second."""
    raw = ("Subject: Seminar\r\n\r\n" + TEXT.replace("\n", "\r\n")).encode()
    count = min(LETTERS, 2000)
    with smtplib.SMTP("127.0.0.1", port) as line:
        began = time.perf_counter()
        for n in range(count):
            line.sendmail("hello@house.example", [f"person{n}@firm.example"], raw)
        return count / (time.perf_counter() - began)
