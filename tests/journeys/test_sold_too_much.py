"""Journey 8, a complaint, and a renewal.

Sold too much: "works on Sundays, delivered in two weeks". Delivered in five, not on Sundays. The customer says so in one click; the
account is called first on Monday, by who sold, with service beside; the offering shows 3 broken of 11, with its range; and marketing
is silent until it is settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from keepwarm.circle.actions.winning import win
from keepwarm.consent.models import Permission
from keepwarm.customers.actions import NewPromise, break_promise, keep_promise, record_promises
from keepwarm.customers.actions.planning import asked_of
from keepwarm.customers.links import asked_path
from keepwarm.customers.models import Case, Promise
from keepwarm.customers.tasks import look_after_customers
from keepwarm.customers.tests.buying import sell
from keepwarm.decisions.actions import plan, settle
from keepwarm.facts.pacing import open_from
from keepwarm.outbox.models import Account, Message
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.search import index_prospects
from keepwarm.selling.actions.offerings import add_offering
from keepwarm.selling.actions.opening import NewOpportunity, open_opportunity
from keepwarm.selling.models import Offering, Sale
from tests.cast import NOW, House, meet, user_of
from tests.journeys.conftest import Enter

pytestmark = pytest.mark.browser
SOLD_AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 14, 11, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)
SUNDAYS, TWO_WEEKS = "Works on Sundays", "Delivered in two weeks"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def bought(house: House) -> Sale:
    """Cara sells a bakery oven to Olga, and writes down what she said."""
    olga = meet(house, "Olga Ott", owner=house.cara, email="olga@ott.example", firm="Ott Bakery")
    Prospect.objects.filter(pk=olga.pk).update(stage=Stage.IN_SALES)
    for channel in ("mailing", "message", "post"):
        Permission.objects.create(prospect=olga, channel=channel, kind="express", given_at=SOLD_AT)
    Account.objects.create(name="House", host="127.0.0.1", port=25, security="none", from_email="hello@house.example", made_at=SOLD_AT)
    oven = add_offering(name="Bakery oven", price_minor=900_000, currency="EUR", by=house.adam, now=SOLD_AT)
    cara = user_of(house.cara)
    chance = open_opportunity(olga.pk, NewOpportunity(oven.ref, date(2026, 10, 5), "the order"), by=cara, now=SOLD_AT)
    promises = [NewPromise(TWO_WEEKS, date(2026, 10, 19)), NewPromise(SUNDAYS, date(2026, 10, 25))]
    sale = win(chance.ref, promises=promises, nothing_beyond=False, by=cara, now=SOLD_AT)
    index_prospects([olga.pk])
    return sale


@pytest.fixture
def ten_before(house: House, bought: Sale) -> None:
    """Of the same offering there were nine promises to others before, one of them broken and settled."""
    ben = meet(house, "Ben Bun", owner=house.carl, email="ben@bun.example", phone="+441134960099")
    Prospect.objects.filter(pk=ben.pk).update(last_reached_at=NOW - timedelta(days=3))
    sale = sell(ben, house.carl, sold_at=SOLD_AT, what="Bakery oven")
    made = record_promises(sale, [NewPromise(f"Point {n}", date(2026, 10, 12)) for n in range(9)], by=None, now=SOLD_AT)
    for one in made[1:]:
        keep_promise(one.ref, "Seen", by=None, now=SOLD_AT)
    break_promise(made[0].ref, "A week late", by=None, now=SOLD_AT)
    Case.objects.update(settled_at=SOLD_AT, outcome="Made good")
    assert Offering.objects.count() == 1


@pytest.fixture
def clock() -> Iterator[list[time_machine.travel]]:
    """What the test moved the clock by; put back in turn."""
    running: list[time_machine.travel] = []
    yield running
    for one in reversed(running):
        one.stop()


def go_to(clock: list[time_machine.travel], moment: datetime) -> None:
    """Test and server are at that moment; the background and the nightly plan have run."""
    travel = time_machine.travel(moment)
    travel.start()
    clock.append(travel)
    look_after_customers(now=moment)
    plan(now=moment)


def test_sold_too_much(house: House, bought: Sale, ten_before: None, enter: Enter, clock: list[time_machine.travel]) -> None:
    look_after_customers(now=SOLD_AT + timedelta(minutes=20))
    assert Message.objects.get(to_email="olga@ott.example").subject == "What we promised you: Bakery oven"
    go_to(clock, SATURDAY)
    theirs = enter(house.sven, asked_path(asked_of(bought).ref), **PHONE)
    for promise in (TWO_WEEKS, SUNDAYS):
        theirs.locator("form", has_text=promise).get_by_role("button", name="It did not").click()
        expect(theirs.get_by_role("status")).to_contain_text("What you said is kept")
    assert set(Promise.objects.filter(sale=bought).values_list("state", flat=True)) == {"broken"}
    olga = Prospect.objects.get(name="Olga Ott")
    for channel in ("mailing", "email"):
        assert open_from([olga.pk], channel=channel, now=SATURDAY)[olga.pk].because == "waits", channel
    assert Case.objects.filter(prospect=olga, owner=house.cara, beside=house.sven, settled_at__isnull=True).count() == 2

    go_to(clock, MONDAY)
    desk = enter(house.cara, "/desk/")
    first = desk.get_by_role("navigation", name="Today").get_by_role("link").first
    expect(first).to_contain_text("Olga Ott")
    first.click()
    expect(desk.get_by_text("A promise that we made them was broken")).to_be_visible()

    service = enter(house.sven, "/customers/")
    service.get_by_role("row").filter(has_text="Olga Ott").get_by_role("link", name="Olga Ott").click()
    expect(service.get_by_text("Sven of service is beside.").first).to_be_visible()
    for _case in range(2):
        service.get_by_label("What came of it?").first.fill("A second crew on Sundays, and a month free")
        service.get_by_role("button", name="It is settled").first.click()
        expect(service.get_by_text("Settled.", exact=True).first).to_be_visible()
    service.goto("/customers/over-selling/")
    row = service.get_by_role("row").filter(has_text="Bakery oven")
    expect(row).to_contain_text("3 broken of 11")
    expect(row).to_contain_text("10 to 57 %")
    expect(row).not_to_contain_text("more than elsewhere")
    row.get_by_role("link", name="3 broken of 11").click()
    expect(service.get_by_role("row").filter(has_text=SUNDAYS)).to_be_visible()
    assert open_from([olga.pk], channel="mailing", now=MONDAY + timedelta(days=1))[olga.pk].because != "waits"


def test_a_complaint_by_phone_has_an_owner_a_day_and_an_end(house: House, bought: Sale, enter: Enter) -> None:
    settle([bought.prospect_id], by=None, now=NOW)
    page = enter(house.sven, f"/customers/{bought.prospect.ref}/")
    page.get_by_text("They complained", exact=True).click()
    page.get_by_label("What are they unhappy about, in their words?").fill("Nobody answers the phone")
    page.get_by_role("button", name="Open a case").click()
    expect(page.get_by_text("Cara settles it until").first).to_be_visible()
    assert Prospect.objects.get(pk=bought.prospect_id).because_rule == "complaint"
    desk = enter(house.cara, "/desk/")
    expect(desk.get_by_role("navigation", name="Today").get_by_role("link").first).to_contain_text("Olga Ott")
    page.get_by_label("What came of it?").fill("A direct number, from today on")
    page.get_by_role("button", name="It is settled").click()
    expect(page.get_by_text("A direct number, from today on")).to_be_visible()
    assert Prospect.objects.get(pk=bought.prospect_id).because_rule != "complaint"


def test_a_renewal_is_called_about_before_its_day_by_who_sold(
    house: House, bought: Sale, enter: Enter, clock: list[time_machine.travel]
) -> None:
    for promise in Promise.objects.all():
        keep_promise(promise.ref, "Seen", by=None, now=SOLD_AT)
    Sale.objects.update(runs_until_on=date(2027, 10, 5))
    Prospect.objects.filter(pk=bought.prospect_id).update(owner=house.carl)
    go_to(clock, NOW)
    service = enter(house.sven, f"/customers/{bought.prospect.ref}/")
    expect(service.get_by_text("6 Aug 2027")).to_be_visible()
    go_to(clock, datetime(2027, 8, 6, 9, 30, tzinfo=UTC))
    desk = enter(house.cara, "/desk/")
    desk.get_by_role("navigation", name="Today").get_by_role("link", name="Olga Ott").click()
    expect(desk.get_by_text("What they bought runs out soon.")).to_be_visible()
