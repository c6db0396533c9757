"""What asks to buy stays on the shelf until somebody is ready, as its text reads or as a person says."""

from __future__ import annotations

import pytest
from django.test import Client

from keepwarm.content.actions import NewItem, change_item, keep_item_of
from keepwarm.content.models import Item
from keepwarm.programs.actions import choose_turns
from tests.cast import NOW, House, open_house
from tests.keeping import item, next_turn, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
OFFER = "Hello {first_name|there},\n\nuntil Friday you get 20 percent off the list price. We can also talk about payment terms."
PRAISE = "our line saves you a third of the energy. With us you cut your costs from the first day. Our customers save 40,000 euros a year."
GUIDE = "Hello {first_name|there},\n\nhere is a guide to where to measure first. It is four pages, and you can print it."


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    return house


def test_an_offer_waits_for_readiness_though_it_is_worth_more(house: House) -> None:
    offer = item("20 percent off", "pumps", worth=90, body=OFFER)
    praise = item("Our new line", "pumps", worth=80, body=PRAISE)
    guide = item("Where to measure first", "pumps", worth=10, body=GUIDE)
    assert [one.asks_to_buy for one in (offer, praise, guide)] == [True, True, False]
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    assert next_turn(anna).item == guide


def test_a_person_says_otherwise_and_the_page_says_why(client: Client, house: House) -> None:
    offer = item("20 percent off", "pumps", worth=90, body=OFFER)
    client.force_login(house.max)
    page = client.get(f"/content/{offer.ref}/").content.decode()
    assert "negotiates price or terms" in page
    assert "payment terms." in page
    sent = {"title": offer.title, "kind": offer.kind, "state": "in_use", "worth": "90", "interests": ["pumps"], "body": OFFER, "asks": "no"}
    assert client.post(f"/content/{offer.ref}/", sent).status_code == 302
    offer.refresh_from_db()
    assert (offer.asks_to_buy, offer.asks_said) == (False, False)
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    assert next_turn(anna).item == offer


def test_a_new_text_is_read_anew_and_a_room_above_does_not_undo_what_a_person_said(house: House) -> None:
    kept = keep_item_of("seminar:x", NewItem("seminar", "20 percent off", body=OFFER), by=None, now=NOW)
    assert kept.asks_to_buy
    changed = change_item(kept.ref, NewItem("seminar", "Guide", body=GUIDE), by=house.max, now=NOW)
    assert not changed.asks_to_buy
    change_item(kept.ref, NewItem("seminar", "Guide", body=GUIDE, asks_said=True), by=house.max, now=NOW)
    keep_item_of("seminar:x", NewItem("seminar", "Guide again", body=GUIDE), by=None, now=NOW)
    assert Item.objects.get().asks_to_buy
