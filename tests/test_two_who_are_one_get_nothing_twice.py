"""What is planned for somebody who turns out to be another is held against what that other had."""

from __future__ import annotations

import pytest

from keepwarm.circle.actions import merge
from keepwarm.content.actions import NewReceived, record_received
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.models import Turn
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, open_house
from tests.keeping import DAY, a_day, item, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


def test_the_turn_of_the_other_brings_nothing_twice() -> None:
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    guide, anna = item("Guide", "pumps", worth=90), warm(house, interests=["pumps"])
    twin = warm(house, "Anna Arnold-Berg", interests=["pumps"], email="a@berg.example")
    Prospect.objects.filter(pk=anna.pk).update(next_touch_at=NOW + 9 * DAY)
    record_received([NewReceived(anna.pk, guide.pk)], now=NOW - DAY)
    choose_turns(now=NOW - DAY)
    assert Turn.objects.planned().get().prospect == twin
    merge(anna.pk, twin.pk, because="one person", by=house.adam, now=NOW - DAY)
    for day in range(14):
        a_day(NOW + day * DAY)
    assert not Turn.objects.filter(item=guide, state="sent").exists()
