"""The pages of selling: by plain forms, for whoever may, with what was typed when something is refused."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from keepwarm.customers.models import Promise
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.selling.models import Offering, Opportunity, OpportunityChange, Sale, SellingStage
from keepwarm.selling.queries import pages
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, open_house, user_of
from tests.selling import may_buy, offers, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house, owner=house.cara, firm="Arnold & Sons")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_rep_opens_an_opportunity_and_sees_what_fits_and_what_to_ask(house: House, anna: Prospect) -> None:
    offers("Heat pump", needs=[("need", ["heating"])])
    offers("Solar roof", needs=[("roof", [])])
    said(anna, "need", "heating")
    client = browser(user_of(house.cara))
    form = client.get(reverse("selling:add", args=[anna.ref])).content.decode()
    assert "Heat pump (fits)" in form
    assert "How is it with roof?" in form
    heat = Offering.objects.get(name="Heat pump")
    sent = {"offering": heat.ref, "amount": "9.500,00", "currency": "EUR", "next_on": "2026-11-20", "next_what": "Call"}
    answer = client.post(reverse("selling:add", args=[anna.ref]), sent)
    row = Opportunity.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("selling:show", args=[row.ref]))
    assert row.amount_minor == 950_000
    page = client.get(answer["Location"]).content.decode()
    assert "9,500 EUR" in page
    assert "Arnold &amp; Sons" in page


def test_what_is_refused_is_said_on_the_form_as_it_was_typed(house: House, anna: Prospect) -> None:
    heat = offers()
    sent = {"offering": heat.ref, "amount": "0", "currency": "EUR", "next_on": "2026-11-20", "next_what": "Call them"}
    answer = browser(user_of(house.cara)).post(reverse("selling:add", args=[anna.ref]), sent)
    assert answer.status_code == 422
    assert "An amount is more than nothing." in answer.content.decode()
    assert "Call them" in answer.content.decode()


def test_the_figures_of_an_offering_open_its_opportunities(house: House, anna: Prospect) -> None:
    heat, roof = offers(), offers("Solar roof")
    may_buy(anna, heat)
    may_buy(meet(house, "Ben Bauer", phone="+441134960043", email="ben@bauer.example", owner=house.cara), roof)
    client = browser(user_of(house.cara))
    way = f"{reverse('selling:list')}?offering={heat.ref}"
    assert f'href="{way}"' in client.get(reverse("selling:offerings")).content.decode()
    page = client.get(way).content.decode()
    assert "Anna Arnold" in page
    assert "Ben Bauer" not in page


def test_the_board_moves_one_by_a_plain_form(house: House, anna: Prospect) -> None:
    row = may_buy(anna, offers())
    client = browser(user_of(house.cara))
    assert "Offer is made" in client.get(reverse("selling:board")).content.decode()
    client.post(reverse("selling:move", args=[row.ref]), {"stage": "offer_made", "version": row.version})
    row.refresh_from_db()
    assert row.stage.key == "offer_made"
    stale = client.post(reverse("selling:move", args=[row.ref]), {"stage": "agreed", "version": 1})
    assert stale.status_code == 422
    assert "changed meanwhile" in stale.content.decode()


def test_a_sale_is_closed_with_promises_that_have_words_and_days(house: House, anna: Prospect) -> None:
    row = may_buy(anna, offers())
    client, address = browser(user_of(house.cara)), reverse("circle:win", args=[row.ref])
    sold = {"amount": "12000", "currency": "EUR", "sold_on": "2026-11-18", "version": row.version}
    assert "promised beyond the quote" in client.post(address, sold).content.decode()
    undated = client.post(address, sold | {"what_0": "works on Sundays"})
    assert "Say by when it was promised." in undated.content.decode()
    assert not Sale.objects.exists()
    promised = {"what_0": "works on Sundays", "due_0": "2026-12-02"}
    longer = client.post(address, sold | promised | {"do": "more", "amount": "twelve", "nothing_beyond": "on"})
    assert longer.status_code == 200
    page = longer.content.decode()
    assert all(kept in page for kept in ('name="what_3"', "works on Sundays", "2026-12-02", 'value="twelve"', "checked"))
    answer = client.post(address, sold | promised | {"what_3": "a fourth thing", "due_3": "2026-12-03"})
    assert answer.status_code == 302
    assert {one.what for one in Promise.objects.all()} == {"works on Sundays", "a fourth thing"}
    anna.refresh_from_db()
    assert anna.stage == Stage.CUSTOMER
    assert "Cara sold" in client.get(reverse("selling:show", args=[row.ref])).content.decode()
    undone = client.post(reverse("circle:undo_sale", args=[Sale.objects.get().ref]), {"because": "a slip"})
    assert undone.status_code == 302
    assert "A sale that was undone" in client.get(reverse("selling:show", args=[row.ref])).content.decode()


def test_lost_and_postponed_need_a_day(house: House, anna: Prospect) -> None:
    row = may_buy(anna, offers())
    client = browser(house.mona)
    assert client.post(reverse("circle:lose", args=[row.ref]), {"reason": "too dear"}).status_code == 422
    sent = {"reason": "budget", "wake_on": "2027-03-01"}
    assert client.post(reverse("circle:postpone", args=[row.ref]), sent).status_code == 302
    assert "comes back on 1 Mar 2027" in client.get(reverse("selling:list") + "?tab=postponed").content.decode()
    again = {"next_on": "2026-11-23", "next_what": "Call"}
    assert client.post(reverse("circle:take_up", args=[row.ref]), again).status_code == 302
    assert Opportunity.objects.get().closed_at is None


def test_a_marketer_keeps_offerings_and_reads_the_rest(house: House, anna: Prospect) -> None:
    client = browser(house.max)
    sent = {"name": "Heat pump", "amount": "12000", "currency": "EUR"}
    assert client.post(reverse("selling:add_offering"), sent).status_code == 302
    row = Offering.objects.get()
    wrong = client.post(reverse("selling:change_offering", args=[row.ref]), sent | {"requires": "answer.need ="})
    assert "cannot be read" in wrong.content.decode()
    rate = {"code": "USD", "rate": "0.92", "on": "2026-11-01", "source": "central bank"}
    assert client.post(reverse("selling:add_rate"), rate).status_code == 302
    client.post(reverse("selling:mark_offering", args=[row.ref]))
    page = client.get(reverse("selling:offerings")).content.decode()
    assert "not sold any more" in page
    assert "1 USD = 0.92 EUR" in page
    for name in ("selling:list", "selling:board", "selling:forecast"):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("selling:add", args=[anna.ref])).status_code == 403


def test_nobody_reads_a_colleagues(house: House, anna: Prospect) -> None:
    row = may_buy(anna, offers())
    client = browser(user_of(house.carl))
    assert client.get(reverse("selling:show", args=[row.ref])).status_code in {403, 404, 422}
    assert anna.name not in client.get(reverse("selling:list")).content.decode()
    assert anna.name not in client.get(reverse("selling:forecast")).content.decode()


def test_without_a_signal_the_one_chance_is_said_once(house: House, anna: Prospect) -> None:
    may_buy(anna, offers(), expected_on=NOW.date() - timedelta(days=9))
    page = browser(user_of(house.cara)).get(reverse("selling:forecast")).content.decode()
    assert "So each gets the same chance." in page
    assert "By our history" not in page
    assert "none is closed yet" in page
    assert "50 %" not in page
    assert "that day is over: ask them" in page


def test_what_moved_by_itself_again_and_again_stands_in_one_line(house: House, anna: Prospect) -> None:
    row = may_buy(anna, offers())
    for day in (23, 25, 27):
        OpportunityChange.objects.create(
            opportunity=row, what="next", old=f"2026-11-{day - 2} Call", new=f"2026-11-{day} Call", because="somebody was in touch", at=NOW
        )
    page = browser(user_of(house.cara)).get(reverse("selling:show", args=[row.ref])).content.decode()
    assert page.count("somebody was in touch") == 1
    assert "from 21 Nov 2026 to 27 Nov 2026: Call" in page
    assert "3 moves" in page


def test_what_a_lane_of_the_board_does_not_show_is_listed_by_stage(house: House, anna: Prospect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "ON_BOARD", 1)
    rows = [may_buy(anna, offers(name)) for name in ("One", "Two", "Far")]
    first, last = rows[0].stage, SellingStage.objects.order_by("-position")[0]
    Opportunity.objects.filter(pk=rows[2].pk).update(stage=last)
    client = browser(user_of(house.cara))
    board = client.get(reverse("selling:board"), {"whose": "mine"}).content.decode()
    address = f"{reverse('selling:list')}?stage={first.key}&amp;whose=mine"
    assert f'<a href="{address}">and 1 more</a>' in board
    page = client.get(address.replace("&amp;", "&"))
    assert sorted(line.offering for line in page.context["page"].lines) == ["One", "Two"]
    assert f"?tab=won&amp;whose=mine&amp;stage={first.key}" in page.content.decode()
    assert "Show those of every stage" in page.content.decode()
    assert client.get(reverse("selling:list"), {"stage": "no such stage"}).context["page"].lines == ()
