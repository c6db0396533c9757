"""A rep who sold leaves: the sale, the quota and the over-selling go on to name them, and no figure of the house vanishes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from keepwarm.circle.actions import leave
from keepwarm.customers.actions import break_promise
from keepwarm.customers.models import Promise
from keepwarm.customers.queries.overselling import BY, oversold
from keepwarm.customers.tests.buying import TWO_WEEKS, buyer
from keepwarm.exports.actions import take_export
from keepwarm.goals.actions import set_quota
from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries.aims.quotas import quotas_page
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db
NOVEMBER = NOW.date().replace(day=1)


@pytest.fixture
def house() -> Iterator[House]:
    """Cara has a quota, sold two burners, and one of her promises was broken."""
    with time_machine.travel(NOW, tick=False):
        house = open_house()
        set_quota(house.cara, NewQuota("month", NOVEMBER, 500_000, "EUR"), by=house.mona, now=NOW)
        sale = buyer(house)
        buyer(house, "Bert Brand", email="bert@brand.example")
        promise = Promise.objects.get(sale=sale, what=TWO_WEEKS)
        break_promise(promise.ref, proof="It came a month late", by=user_of(house.cara), now=NOW)
        yield house


def figures(reader: User) -> dict[str, Any]:
    """What the quota, the over-selling and the rows behind them say, to whoever sees everyone."""
    lines = quotas_page(for_=reader, period="month", on=NOVEMBER, now=NOW).lines
    sold = [(one.seat.name, one.target, one.sold, one.sold_minor, one.percent) for one in lines]
    return {
        "quotas": [one for one in sold if one[2]],
        "rows": [taken("quota-rows", reader, of="sold", on=NOVEMBER.isoformat(), rep=one.seat.ref) for one in lines if one.sold],
        "sales": sorted(sales(reader)),
        **{by: [(one.name, one.settled, one.broken, one.percent, one.low, one.high) for one in oversold(by, for_=reader)] for by in BY},
    }


def sales(reader: User) -> list[list[str]]:
    return taken("sales", reader)


def taken(name: str, reader: User, **filters: str) -> list[list[str]]:
    file, _count = take_export(name, filters, kind="csv", for_=reader, by=reader, now=NOW)
    with file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))[1:]


def test_who_sold_and_left_is_named_and_every_figure_stands(house: House) -> None:
    before = figures(house.mona)
    assert before["quotas"] == [("Cara", 500_000, 2, 240_000, 48)]
    assert [(name, broken) for name, _settled, broken, *_range in before["rep"]] == [("Cara", 1)]
    leave(house.cara, by=house.mona, now=NOW, because="a new job")
    assert figures(house.mona) == before
    assert figures(house.dora) == before
    assert not User.objects.get(pk=user_of(house.cara).pk).is_active
    assert set(Sale.objects.values_list("seat__name", flat=True)) == {"Cara"}


def test_whoever_takes_over_the_customers_takes_over_no_sale(house: House) -> None:
    leave(house.cara, by=house.mona, now=NOW, because="a new job")
    heirs = set(Prospect.objects.values_list("owner__name", flat=True))
    assert "Cara" not in heirs
    lines = {one.seat.name: one.sold for one in quotas_page(for_=house.mona, period="month", on=NOVEMBER, now=NOW).lines}
    assert {name: count for name, count in lines.items() if count} == {"Cara": 2}
    assert oversold("rep", for_=user_of(house.carl)) == []
    assert not [row for row in sales(house.mona) if "Cara" not in row]
