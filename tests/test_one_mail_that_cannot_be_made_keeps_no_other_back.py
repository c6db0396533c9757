"""Somebody to whom no mail can be addressed holds up nobody: they are put off with the reason, and the others get their turn."""

from __future__ import annotations

import pytest

from keepwarm.outbox.addressing import is_usable
from keepwarm.outbox.models import Message
from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.programs.models import Turn
from keepwarm.prospects.models import Address, Prospect
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House, open_house
from tests.keeping import DAY, a_day, item, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps", worth=90)
    return house


@pytest.mark.parametrize(
    "email", ["anna@localhost", "jürg@firma.example", "two words@firma.example", "a@-.example", "x@" + "a" * 70 + ".example"]
)
def test_the_others_get_their_turn(house: House, email: str) -> None:
    odd, ben = warm(house, "Odd Address", interests=["pumps"]), warm(house, "Ben Bauer", interests=["pumps"])
    Address.objects.filter(prospect=odd, kind="email").update(value=email, normalized=email)
    choose_turns(now=NOW)
    carry_out(now=NOW)
    assert Message.objects.filter(prospect=ben).count() == 1
    assert not Turn.objects.planned().filter(due_at__lte=NOW).exists()
    if not is_usable(email):
        assert Turn.objects.get(prospect=odd).ended_because == "bad_address"
        assert Address.objects.get(prospect=odd, kind="email").state == Address.State.WRONG
        assert Prospect.objects.get(pk=odd.pk).because_rule in {"nothing_allowed", "person_reviews"}
    for day in range(0, 20, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
