"""Way 1: the place in the list is kept before the mail is sent, and a crash leaves those in between out. Here a turn is its own row."""

from typing import Any

import pytest

from keepwarm.programs.actions import carry_out, carrying, choose_turns, choosing
from keepwarm.programs.models import Turn
from keepwarm.touches.models import Touch
from tests.cast import NOW, House
from tests.keeping import warm


class Crash(Exception):
    """The power went."""


def test_a_crash_at_any_step_leaves_nobody_out_and_nothing_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [warm(house, f"P{number} Person", interests=["pumps"]) for number in range(9)]
    monkeypatch.setattr(choosing, "READ_AT_ONCE", 4)
    monkeypatch.setattr(choosing, "WRITE_AT_ONCE", 2)
    monkeypatch.setattr(carrying, "AT_ONCE", 2)
    for broken in ("insert_rows", "enrol_people"):
        crash_at_second_call(monkeypatch, choosing, broken, lambda: choose_turns(now=NOW))
    choose_turns(now=NOW)
    assert Turn.objects.planned().count() == len(people)
    for broken in ("log_touches", "queue_messages", "record_received", "_note_sent"):
        crash_at_second_call(monkeypatch, carrying, broken, lambda: carry_out(now=NOW))
    carry_out(now=NOW)
    assert Touch.objects.filter(channel="mailing").count() == Turn.objects.filter(state="sent").count() == len(people)


def crash_at_second_call(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, work: Any) -> None:
    calls, real = [0], getattr(module, name)

    def breaks(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] > 1:
            raise Crash
        return real(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(module, name, breaks)
        with pytest.raises(Crash):
            work()
