"""Whoever is counted on the page of a program is found behind the figure: members, those who run out, what is planned, sent and had."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwarm.content.actions import NewReceived, record_received
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.models import Program, Turn
from keepwarm.programs.queries import behind as figures
from keepwarm.programs.queries.pages import read_program
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house, user_of
from tests.keeping import DAY, item, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
PEOPLE = ("Ada A", "Ben B", "Cleo C")


@pytest.fixture
def house(time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> House:
    time_machine.move_to(NOW - DAY, tick=True)
    monkeypatch.setattr(figures, "SHOWN", 2)
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    guide = item("Guide", "pumps")
    people = [warm(house, name, interests=["pumps"]) for name in PEOPLE]
    choose_turns(now=timezone.now())
    record_received([NewReceived(one.pk, guide.pk) for one in people], now=timezone.now())
    Turn.objects.filter(prospect=people[0]).update(state=Turn.State.SENT, ended_at=timezone.now())
    return house


def names(user: User, what: str, **sent: str) -> tuple[list[str], str]:
    client = Client()
    client.force_login(user)
    page = client.get(reverse("programs:rows", args=[Program.objects.get().ref, what]), sent)
    assert page.status_code == 200
    found: figures.Behind = page.context["behind"]
    assert all(line.name in page.content.decode() for line in found.lines)
    return [line.name for line in found.lines], found.after


def test_as_many_stand_behind_each_figure_as_it_says(house: House) -> None:
    program = read_program(Program.objects.get().ref, now=timezone.now())
    assert program is not None
    guide = program.items[0]
    counts = {"in-it": program.line.people, "planned": program.planned, "sent": program.sent, "run-out": program.line.run_out}
    assert (counts["in-it"], counts["planned"], counts["sent"], guide.reached) == (3, 2, 1, 3)
    for what, count in (*counts.items(), ("had", guide.reached)):
        first, after = names(house.max, what, item=guide.ref)
        rest = names(house.max, what, item=guide.ref, after=after)[0] if after else []
        assert len(set(first + rest)) == len(first + rest) == count, what
    client = Client()
    client.force_login(house.max)
    page = client.get(reverse("programs:show", args=[program.program.ref])).content.decode()
    assert all(f"/rows/{what}/" in page for what in ("in-it", "planned", "sent", "had"))


def test_a_rep_finds_their_own_and_a_word_that_is_no_figure_is_refused(house: House) -> None:
    assert names(user_of(house.ivo), "in-it")[0] == []
    client = Client()
    client.force_login(house.max)
    ref = Program.objects.get().ref
    assert client.get(reverse("programs:rows", args=[ref, "nonsense"])).status_code == 422
    assert client.get(reverse("programs:rows", args=["nobody", "sent"])).status_code == 422
    assert names(house.max, "sent", after="nonsense~x")[0] == ["Ada A"]
