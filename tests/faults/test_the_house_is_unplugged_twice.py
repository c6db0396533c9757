"""While a newsletter goes out and an import runs, everything is killed at once, twice: nothing twice, nothing lost, the audit clean."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connections

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.intake.actions import run_import
from keepwarm.intake.models import Import
from keepwarm.intake.tests.lists import prepare, row, write_list
from keepwarm.mailings.actions import chunks
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due, settle_results
from keepwarm.mailings.models import Recipient
from keepwarm.outbox.models import Account, Message, State
from keepwarm.outbox.sending.process import send
from keepwarm.prospects.models import Prospect
from tests.blasting import checked, crowd
from tests.cast import NOW, open_house
from tests.faults.sink import Sink, running

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)
"""When every lease is over."""
PATIENCE = 120.0  # seconds


def keep_sending(now: datetime) -> None:
    """As a sender does that is told to stop by nobody."""
    while True:
        send(lambda: now, once=True)
        time.sleep(0.02)


def has_taken(sink: Sink, letters: int) -> bool:
    """So many arrived."""
    return len(sink.taken) >= letters


def go_on_importing(ref: str, now: datetime) -> None:
    """From where it stands."""
    if Import.objects.get(ref=ref).state != Import.State.DONE:
        run_import(ref, clock=lambda: now)


def unplug(works: Sequence[Callable[[], object]], *, when: Callable[[], bool]) -> None:
    """Each in a process of its own, with all it starts; SIGKILL for all of them at once."""
    connections.close_all()
    children = [_begin(work) for work in works]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not when():
        time.sleep(0.005)
    for child in children:
        with suppress(ProcessLookupError):  # it was faster, and has simply done it
            os.killpg(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)


def _begin(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            work()
        finally:
            os._exit(0)
    with suppress(OSError):
        os.setpgid(child, child)
    return child


def live_through(folder: Path, people: int, rows: int) -> tuple[Counter[str], Import]:
    """The newsletter to `people` and the import of `rows`, unplugged twice, and then gone on with to the end."""
    house, sink = open_house(), Sink()
    crowd(house, people, "pumps")
    mailing = checked(house, "Pumps", "interest.pumps = yes", topic="pumps")
    lines = [row(f"Given{n} Family{n}", f"Firm {n % 50}", f"p{n}@mail.example", "", "01.10.2026") for n in range(rows)]
    imported = prepare(write_list(folder, lines))
    with running(sink):
        Account.objects.create(
            name="House", host="127.0.0.1", port=sink.port, security="none", from_email="us@house.example", pace_per_minute=0, made_at=NOW
        )
        approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
        write_down(now=NOW)
        Recipient.objects.update(ahead=False, due_at=NOW)
        mailing.__class__.objects.update(first=0)
        for part, now in ((4, NOW), (2, NOW + timedelta(minutes=30))):  # the leases of the first are over by the second
            works = (partial(send_what_is_due, now=now), partial(keep_sending, now), partial(go_on_importing, imported.ref, now))
            unplug(works, when=partial(has_taken, sink, people // part))
        send_what_is_due(now=NOW)
        if Import.objects.get(pk=imported.pk).state != Import.State.DONE:
            run_import(imported.ref, clock=lambda: LATER)
        for _ in range(3):
            send(lambda: LATER, once=True)
    while settle_results(now=LATER):  # what the background reads each minute
        pass
    return Counter(sink.taken), Import.objects.get(pk=imported.pk)


def check(arrived: Counter[str], imported: Import, people: int, rows: int) -> None:
    said = dict(Message.objects.values_list("message_id", "state"))
    assert Recipient.objects.filter(state=Recipient.State.SENT, message__isnull=False).count() == len(said) == people
    assert max(arrived.values()) == 1
    assert set(said.values()) <= {State.ACCEPTED, State.UNCERTAIN}
    assert {name for name, state in said.items() if state == State.ACCEPTED} <= set(arrived) <= set(said)
    assert imported.state == Import.State.DONE
    assert imported.created + imported.matched + imported.already + imported.rejected == rows
    assert Prospect.objects.filter(name__startswith="Given").count() == rows
    found = audit_house(now=LATER)
    assert found.is_clean, found.found


def test_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "BEGIN", 5)
    monkeypatch.setattr(chunks, "MOST", 5)
    check(*live_through(tmp_path, 40, 900), 40, 900)


@pytest.mark.long
def test_a_large_one(tmp_path: Path) -> None:
    check(*live_through(tmp_path, 1500, 4000), 1500, 4000)
