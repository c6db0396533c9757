"""What was chosen two days ago is looked at again before it goes; and a person's choice, too, must fit whom it goes to."""

from __future__ import annotations

from typing import Any

import pytest

from keepwarm.content.actions import NewReceived, record_received, retire_item
from keepwarm.content.models import Item
from keepwarm.outbox import actions as outbox
from keepwarm.outbox.models import Message
from keepwarm.programs.actions import carry_out, carrying, choose_turns
from keepwarm.programs.actions.programs import set_worth
from keepwarm.programs.actions.stopping import change_turn, change_turns
from keepwarm.programs.models import Enrollment, Program, Turn
from keepwarm.programs.queries.next_of import items_instead
from keepwarm.programs.refusals import DoesNotFit
from keepwarm.prospects.models import Prospect, Stage
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House, open_house
from tests.keeping import DAY, a_day, item, next_turn, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    return house


@pytest.mark.parametrize(
    "since", [{"state": "retired"}, {"state": "draft"}, {"fresh_until_on": (NOW - 2 * DAY).date()}, {"asks_to_buy": True}]
)
def test_what_is_offered_no_longer_is_not_sent_and_the_next_best_goes(house: House, since: dict[str, Any]) -> None:
    guide, other = item("Guide", "pumps", worth=90), item("Other", "pumps", worth=10)
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW - DAY)
    assert next_turn(anna).item == guide
    Item.objects.filter(pk=guide.pk).update(**since)
    carry_out(now=NOW)
    first = Turn.objects.get(prospect=anna)
    assert (first.state, first.ended_because) == (Turn.State.OVERTAKEN, "not_offered")
    a_day(NOW)
    assert Turn.objects.get(prospect=anna, state="sent").item == other
    assert abandoned(NOW + DAY) == []


def test_what_is_taken_out_of_use_by_a_person_goes_to_nobody_more(house: House) -> None:
    guide = item("Guide", "pumps", worth=90)
    warm(house, interests=["pumps"])
    choose_turns(now=NOW - DAY)
    retire_item(guide.ref, by=house.max, now=NOW - DAY)
    a_day(NOW)
    assert not Turn.objects.filter(item=guide, state="sent").exists()


def test_nobody_is_made_to_buy_by_a_person_before_they_are_ready(house: House) -> None:
    item("Guide", "pumps", worth=90)
    offer = item("20 percent off", "pumps", worth=10, asks_said=True)
    anna, lea = warm(house, interests=["pumps"]), warm(house, "Lea Lead", interests=["pumps"])
    Prospect.objects.filter(pk=lea.pk).update(stage=Stage.LEAD, is_lead=True)
    choose_turns(now=NOW - DAY)
    keep: dict[str, Any] = {"because": "they asked", "by": house.max, "now": NOW - DAY}
    with pytest.raises(DoesNotFit, match="not ready"):
        change_turn(next_turn(anna).ref, offer.ref, **keep)
    assert offer.ref not in dict(items_instead(anna.pk))
    assert change_turns(Turn.objects.filter(prospect__in=[anna, lea]), offer.ref, **keep) == Turn.objects.filter(item=offer).count()
    assert not Turn.objects.filter(prospect=anna, item=offer).exists()


def test_a_person_chooses_only_what_can_go_that_way_and_is_fresh(house: House) -> None:
    item("Guide", "pumps", worth=90)
    film, old = item("Film", "pumps", kind="video"), item("Old", "pumps", fresh_until_on=(NOW - 9 * DAY).date())
    ben = warm(house, "Ben Bauer", interests=["pumps"], by_mail=False, by_post=True)
    choose_turns(now=NOW - DAY)
    keep: dict[str, Any] = {"because": "x", "by": house.max, "now": NOW - DAY}
    with pytest.raises(DoesNotFit, match="way that is planned"):
        change_turn(next_turn(ben).ref, film.ref, **keep)
    with pytest.raises(DoesNotFit, match="fresh"):
        change_turn(next_turn(ben).ref, old.ref, **keep)


def test_what_is_changed_while_it_is_being_sent_goes_as_it_was_changed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    item("Guide", "pumps", worth=90)
    other = item("Other", "pumps", worth=10)
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW - DAY)
    real, turn = outbox.build_messages, next_turn(anna)

    def changed_meanwhile(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(carrying, "build_messages", real)
        change_turn(turn.ref, other.ref, because="a mistake in it", by=house.max, now=NOW)
        return real(*args, **kwargs)

    monkeypatch.setattr(carrying, "build_messages", changed_meanwhile)
    carry_out(now=NOW)
    sent = Turn.objects.get(prospect=anna, state="sent")
    assert (sent.item, Message.objects.get(prospect=anna).values["fill"].get("link_1")) == (other, None)
    assert sent.touch is not None
    assert sent.touch.args["item"] == other.pk


def test_what_is_left_out_of_a_program_does_not_come_to_its_people_later_either(house: House) -> None:
    guide, bad = item("Guide", "pumps", worth=50), item("Bad", "pumps", worth=90)
    anna = warm(house, interests=["pumps"])
    set_worth(Program.objects.get().ref, bad.ref, 0, by=house.max, now=NOW - DAY)
    for day in range(0, 120, 3):
        a_day(NOW + day * DAY)
    assert list(Turn.objects.filter(prospect=anna, state="sent", item__isnull=False).values_list("item__title", flat=True)) == [guide.title]
    assert Enrollment.objects.get(prospect=anna, left_at=None).left_items == 0


def test_what_they_had_another_way_since_it_was_chosen_does_not_come_again(house: House) -> None:
    guide, other = item("Guide", "pumps", worth=90), item("Other", "pumps", worth=10)
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW - DAY)
    record_received([NewReceived(anna.pk, guide.pk)], now=NOW - DAY)
    carry_out(now=NOW)
    assert not Turn.objects.filter(prospect=anna, state="sent").exists()
    a_day(NOW)
    assert Turn.objects.get(prospect=anna, state="sent").item == other
