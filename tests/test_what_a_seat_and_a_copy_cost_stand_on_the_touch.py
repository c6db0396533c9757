"""A touch costs the minutes of its seat, postage, the seat at a seminar, and the copy of what went along; page, API and rows agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.content.models import Item
from keepwarm.decisions.actions.letters import LetterResult, settle_letters
from keepwarm.engine.words import Disposition
from keepwarm.ledger.models import SourceSum
from keepwarm.lib.refusal import Refusal
from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.seminars.actions import mark_attended
from keepwarm.seminars.models import Seminar
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, open_house
from tests.gatherings import STARTS_AT, join, open_for, plan
from tests.keeping import item, run_program, warm
from tests.ledgers import bring_up_to_date
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def test_whoever_was_at_a_seminar_had_a_seat_that_cost(house: House) -> None:
    seminar = open_for(house, seat_minor=4_550)
    guest = join(seminar, "Gerd Gast")
    mark_attended(seminar.ref, [guest.ref], by=house.max, now=STARTS_AT + timedelta(hours=1))
    assert Touch.objects.get(purpose="attended").cost_minor == 4_550
    bring_up_to_date(STARTS_AT + timedelta(hours=2))
    assert sum(SourceSum.objects.values_list("minor", flat=True)) == 4_550


def test_a_copy_costs_and_its_postage_besides(house: House) -> None:
    open_mail()
    run_program(house, "Pumps", "pumps")
    guide = item("Guide", "pumps")
    Item.objects.filter(pk=guide.pk).update(copy_minor=120)
    warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    carry_out(now=NOW)
    touch = Touch.objects.get(channel="mailing")
    assert (touch.cost_minor, touch.args["item"]) == (120, guide.pk)
    posted = LetterResult(touch.pk, Disposition.DELIVERED, NOW, cost_minor=95)
    assert [settle_letters([posted], now=NOW), settle_letters([posted], now=NOW)] == [1, 0]
    touch.refresh_from_db()
    assert touch.cost_minor == 215


def test_both_are_typed_where_the_seminar_and_the_article_are(house: House, client: Client) -> None:
    client.force_login(house.max)
    with time_machine.travel(NOW):
        seminar = plan(house)
        sent = {"title": "Fewer stops", "day": "2026-11-26", "clock": "10:00", "zone": "Europe/London", "minutes": 60, "seats": 2}
        sent |= {"place": "Town hall", "version": seminar.version}
        wrong = client.post(f"/seminars/{seminar.ref}/edit/", sent | {"seat_cost": "much"})
        assert wrong.status_code == 422
        assert "is not an amount" in wrong.content.decode()
        assert client.post(f"/seminars/{seminar.ref}/edit/", sent | {"seat_cost": "45.50"}).status_code == 302
        assert 'value="45.50"' in client.get(f"/seminars/{seminar.ref}/edit/").content.decode()
        guide = item("Guide", "pumps")
        new = {"title": "Guide", "kind": "article", "state": "draft", "worth": 50, "version": guide.version, "copy_cost": "1.20"}
        assert client.post(f"/content/{guide.ref}/", new).status_code == 302
        assert 'value="1.20"' in client.get(f"/content/{guide.ref}/").content.decode()
    assert (Seminar.objects.get().seat_minor, Item.objects.get(pk=guide.pk).copy_minor) == (4_550, 120)


@pytest.mark.parametrize("minor", [-1, 10**12])
def test_what_no_seat_costs_is_refused(house: House, minor: int) -> None:
    with pytest.raises(Refusal, match="What a seat costs"):
        plan(house, seat_minor=minor)
    assert not Seminar.objects.exists()
