"""The process that writes down and queues a mailing is killed with no warning, twice; nobody is doubled and nobody is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest
from django.db import connections

from keepwarm.mailings.actions import chunks, listing
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.outbox.models import Message
from keepwarm.touches.models import Touch
from tests.blasting import checked, crowd
from tests.cast import NOW, open_house
from tests.writing import open_mail

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, PATIENCE = 24, 60.0


def run_and_kill(work: Callable[[], object], *, when: Callable[[], bool]) -> None:
    """A child of ours does it, and gets SIGKILL as soon as the rows say so; one that was faster has simply done it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not when():
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_it_goes_on_where_it_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 4)
    monkeypatch.setattr(chunks, "BEGIN", 3)
    monkeypatch.setattr(chunks, "MOST", 3)
    house = open_house()
    open_mail()
    crowd(house, PEOPLE, "pumps")
    mailing = checked(house, "Pumps", "interest.pumps = yes", topic="pumps")
    approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    run_and_kill(lambda: write_down(now=NOW), when=lambda: Recipient.objects.count() >= 8)
    write_down(now=NOW)
    assert Recipient.objects.count() == PEOPLE
    run_and_kill(lambda: send_what_is_due(now=NOW), when=lambda: Message.objects.count() >= 6)
    sent = Recipient.objects.filter(state=Recipient.State.SENT)
    assert sent.count() == Message.objects.count() == Touch.objects.filter(channel="mailing").count()
    send_what_is_due(now=NOW)
    assert Mailing.objects.get().state == Mailing.State.DONE
    assert sent.count() == Message.objects.values("prospect_id").distinct().count() == Touch.objects.count() == PEOPLE
