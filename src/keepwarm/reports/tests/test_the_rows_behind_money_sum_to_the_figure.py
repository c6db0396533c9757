"""What stands behind a figure of money sums to it, to the last cent: touches, what sales owe, lists, outlays, and who was compared."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from keepwarm.content.models import Item
from keepwarm.exports.actions import take_export
from keepwarm.ledger.actions import write_down_outlay
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries.money.page import MoneyReport, money_report
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Source
from tests.cast import NOW, House, meet
from tests.ledgers import bring_up_to_date, pass_between, sell

DAY = timedelta(days=1)


@pytest.fixture
def bought(house: House) -> list[Prospect]:
    """Two buyers after odd calls at an odd rate, an article for one of them; a list was bought, and twenty-five outlays were paid."""
    Seat.objects.filter(user__isnull=False).update(hour_minor=3_700)
    Source.objects.filter(pk=house.bought.pk).update(cost_minor=45_000, currency="EUR")
    item = Item.objects.create(title="Stops", kind="article", made_at=NOW, changed_at=NOW)
    people = [
        meet(house, "Anna Arnold", inquired_at=NOW - 275 * DAY),
        meet(house, "Bert Bauer", inquired_at=NOW - 30 * DAY, source=house.bought, email="b@b.example", phone="+441134960043"),
    ]
    for place, person in enumerate(people):
        for minute in range(3):
            pass_between(person, "phone", "reached", at=NOW - 5 * DAY + timedelta(minutes=minute), seat=house.ines, seconds=60)
        pass_between(person, "mailing", "delivered", at=NOW - 4 * DAY, purpose="article", args={"item": item.pk})
        sell(house, person, 100_001 + place, at=NOW - DAY)
    for number in range(25):
        write_down_outlay(
            "seminar" if number % 2 else "other", f"Room {number}", 1_000 + number, on=NOW.date() - DAY, by=house.max, now=NOW
        )
    bring_up_to_date()
    return people


def summed(house: House, title: str, **filters: str) -> Decimal:
    file, _count = take_export("money-rows", filters, kind="csv", for_=house.dora, by=house.dora, now=NOW)
    with file:
        titles, *rows = csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
    return sum((Decimal(row[titles.index(title)]) for row in rows), Decimal())


def figures(house: House) -> MoneyReport:
    return money_report(for_=house.dora, now=NOW)


def test_each_touch_is_rounded_as_its_row_is(house: House, bought: list[Prospect]) -> None:
    phone = dict(figures(house).channels)["phone"]
    assert phone.minor == 6 * 62  # a minute at 37.00 an hour is 61.67 cents
    assert summed(house, "Cost (EUR)", of="touches", channel="phone") == Decimal("3.72")
    assert summed(house, "Their minutes", of="touches", channel="phone") == Decimal(phone.theirs) / 60 == 6


@pytest.mark.parametrize("model", ["First", "Last", "Equal", "Fading"])
def test_what_sales_owe_to_a_contact_a_source_a_person_and_an_article_stands_in_their_rows(
    house: House, bought: list[Prospect], model: str
) -> None:
    owing = figures(house).owing
    tables = {"kind": owing.kinds, "inquiry": owing.inquiries, "seat": owing.seats, "item": owing.items}
    assert {name: len(lines) for name, lines in tables.items()} == {"kind": 3, "inquiry": 2, "seat": 1, "item": 1}
    for name, lines in tables.items():
        for line in lines:
            told = summed(house, f"{model} (EUR)", of="owed", **{name: line.key})
            assert told * 100 == line.owed.shares[model.lower()], (name, line.name)


def test_an_address_names_a_person_and_an_article_by_reference(house: House, bought: list[Prospect]) -> None:
    owing = figures(house).owing
    assert [line.key for line in owing.seats] == [house.ines.ref]
    assert [line.key for line in owing.items] == [Item.objects.get().ref]


def test_lists_and_outlays_open_too_and_all_parts_sum_to_what_was_spent(house: House, bought: list[Prospect], client: Client) -> None:
    report = figures(house)
    touches, lists, outlays = (summed(house, "Cost (EUR)", of=of) for of in ("touches", "lists", "outlays"))
    assert (lists, outlays) == (Decimal(450), Decimal("253.00"))
    assert (touches + lists + outlays) * 100 == report.cost_minor
    nurturing = report.ways[1]
    assert summed(house, "Cost (EUR)", of="outlays", phase="nurturing") * 100 == nurturing.besides_minor > 0
    client.force_login(house.dora)
    with time_machine.travel(NOW):
        page = client.get("/reports/money/").content.decode()
        behind = client.get(re.findall(r'href="(/reports/money/outlays/[^"]+)"', page)[0].replace("&amp;", "&")).content.decode()
    assert "/reports/money/lists/" in page
    assert "All 25 outlays of these days" in page
    assert "Room 24" in behind


def test_who_has_nobody_like_them_is_among_the_rows_and_the_figure_says_so(house: House, client: Client) -> None:
    for number in range(3):
        person = meet(house, f"P{number} Late", email=f"p{number}@x.example", inquired_at=NOW - 200 * DAY, phone=f"+4411349600{number:02}")
        if number:
            pass_between(person, "phone", "reached", at=NOW - 190 * DAY, seat=house.ines)
    lonely = meet(house, "Lone Late", email="l@x.example", phone="+441134960099", inquired_at=NOW - 300 * DAY, source=house.bought)
    pass_between(lonely, "phone", "reached", at=NOW - 290 * DAY, seat=house.ines)
    sell(house, lonely, at=NOW - DAY)
    bring_up_to_date()
    (call,) = [line for line in figures(house).owing.kinds if line.key == "call"]
    assert call.compared is not None
    assert (call.compared.got, call.compared.all_got, call.compared.all_without, call.compared.left_out) == (2, 3, 1, 1)
    client.force_login(house.dora)
    with time_machine.travel(NOW):
        rows = client.get("/reports/money/compared/?kind=call&got=1").content.decode()
        assert "1 of them like nobody on the other side" in client.get("/reports/money/").content.decode()
    assert rows.count("data-row-link") == 3


def test_a_list_in_a_currency_without_a_rate_is_left_out_and_the_page_says_so(house: House, bought: list[Prospect], client: Client) -> None:
    Source.objects.filter(pk=house.bought.pk).update(currency="CHF")
    report = figures(house)
    assert (report.bought_minor, report.unpriced_lists) == (0, ("CHF",))
    client.force_login(house.dora)
    with time_machine.travel(NOW):
        assert "in a currency without a rate (CHF), and is left out" in client.get("/reports/money/").content.decode()
