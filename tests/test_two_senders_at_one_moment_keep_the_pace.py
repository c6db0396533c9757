"""A program and a mailing that come to the same people in the same second: whoever was slower sees it under the lock, and they get one."""

from __future__ import annotations

from typing import Any

import pytest

from keepwarm.mailings.actions import chunks
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.outbox.models import Message
from keepwarm.programs.actions import carry_out, carrying, choose_turns
from keepwarm.programs.models import Turn
from tests.blasting import MINUTE, checked, crowd
from tests.cast import NOW, House, open_house
from tests.keeping import item, run_program
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailing(house: House) -> Mailing:
    """Approved to two people, for whom a program has a turn at the same moment."""
    open_mail()
    crowd(house, 2, "pumps")
    item("Guide", "pumps")
    run_program(house, "Pumps", "pumps")
    found = checked(house, "Pumps", "interest.pumps = yes", topic="pumps")
    approve_mailing(found.ref, version=found.version, by=house.max, now=NOW)
    write_down(now=NOW)
    choose_turns(now=NOW)
    return found


@pytest.fixture
def house() -> House:
    return open_house()


def first_the_other(monkeypatch: pytest.MonkeyPatch, room: Any, other: Any) -> None:
    """Between reading the pace and writing the other sender goes, once."""
    write, done = room._write, list[bool]()

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        if not done:
            done.append(True)
            other(now=NOW)
        return write(*args, **kwargs)

    monkeypatch.setattr(room, "_write", overtaken)


def test_a_program_that_was_faster_moves_the_mailing(mailing: Mailing, monkeypatch: pytest.MonkeyPatch) -> None:
    first_the_other(monkeypatch, chunks, carry_out)
    send_what_is_due(now=NOW)
    assert Message.objects.filter(once_key__startswith="turn:").count() == Message.objects.count() == 2
    send_what_is_due(now=NOW + MINUTE)
    assert Message.objects.count() == 2
    assert set(mailing.recipients.values_list("state", "because")) == {(Recipient.State.WAITS, "gap")}


def test_a_mailing_that_was_faster_moves_the_programs_turn(mailing: Mailing, monkeypatch: pytest.MonkeyPatch) -> None:
    first_the_other(monkeypatch, carrying, send_what_is_due)
    carry_out(now=NOW)
    assert Message.objects.filter(once_key__startswith="mailing:").count() == Message.objects.count() == 2
    assert not Turn.objects.filter(state=Turn.State.SENT).exists()


def test_two_mailings_in_one_second_are_one_and_the_other_later(house: House, mailing: Mailing, monkeypatch: pytest.MonkeyPatch) -> None:
    other = checked(house, "Other", "interest.pumps = yes", topic="pumps")
    approve_mailing(other.ref, version=other.version, by=house.max, now=NOW)
    write_down(now=NOW)

    def only_the_other(*, now: Any) -> None:
        Mailing.objects.filter(pk=mailing.pk).update(state=Mailing.State.PAUSED)
        send_what_is_due(now=now)
        Mailing.objects.filter(pk=mailing.pk).update(state=Mailing.State.RUNNING)

    first_the_other(monkeypatch, chunks, only_the_other)
    send_what_is_due(now=NOW)
    send_what_is_due(now=NOW + MINUTE)
    assert Message.objects.filter(once_key__startswith=f"mailing:{other.ref}").count() == Message.objects.count() == 2
