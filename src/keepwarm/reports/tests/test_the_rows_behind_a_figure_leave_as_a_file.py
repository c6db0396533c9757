"""The rows behind the figures of weeks, money, flow and quotas are taken as files, all pages of them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.exports.actions import take_export
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.reports.queries import row_page
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.reports.tests.weeks import LAST_WEEK, THURSDAY
from keepwarm.reports.tests.weeks import sell as sell_in_week
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, open_house, user_of
from tests.ledgers import bring_up_to_date, move, pass_between

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    """Anna was called five times, ended and came back."""
    anna = meet(house, "Anna Arnold", firm="Arnold Mills", owner=house.cara, inquired_at=NOW - 40 * DAY)
    for days in range(5):
        pass_between(anna, "phone", "no_answer", at=NOW - (10 + days) * DAY, seat=house.ines)
    StandingChange.objects.create(prospect=anna, what="end", old="", new="no", because="no", at=NOW - 9 * DAY)
    StandingChange.objects.create(prospect=anna, what="end", old="no", new="", because="rang us", at=NOW - 8 * DAY)
    move(anna, 4, 2, at=NOW - 7 * DAY)
    bring_up_to_date()
    return anna


def take(name: str, for_: User, **filters: str) -> list[list[str]]:
    file, count = take_export(name, filters, kind="csv", for_=for_, by=for_, now=NOW)
    with file:
        rows = list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))
    assert len(rows) == count + 1
    return rows


def test_every_page_of_money_rows_is_in_the_file(house: House, anna: Prospect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_page, "SHOWN", 2)
    rows = take("money-rows", house.dora, of="touches", channel="phone")
    assert [row[1:3] for row in rows[1:]] == [["Anna Arnold", "Arnold Mills"]] * 5
    assert take("money-rows", house.dora, of="touches", channel="post")[1:] == []
    with pytest.raises(NoSuchRows):
        take("money-rows", house.dora, of="nonsense")


def test_who_came_back_and_who_was_put_back_stand_behind_their_sentence(house: House, anna: Prospect) -> None:
    client = Client()
    client.force_login(house.dora)
    with time_machine.travel(NOW, tick=False):
        page = client.get("/reports/flow/").content.decode()
        for what, words in (("came_back", "rang us"), ("put_back", "")):
            assert f"/reports/flow/{what}/" in page
            behind = client.get(f"/reports/flow/{what}/").content.decode()
            assert "Anna Arnold" in behind
            assert words in behind
            assert "flow-rows" in behind
    assert [row[1] for row in take("flow-rows", house.dora, of="put_back")[1:]] == ["Anna Arnold"]
    anna.refresh_from_db()
    assert [row[1] for row in take("flow-rows", house.dora, of="there", stage=str(int(anna.stage)))[1:]] == ["Anna Arnold"]


def test_weeks_and_quotas_too(house: House, anna: Prospect) -> None:
    sell_in_week(anna, house.cara)
    assert [row[1] for row in take("week-rows", house.mona, of="sold", week=LAST_WEEK.isoformat())[1:]] == ["Anna Arnold"]
    rows = take("quota-rows", house.mona, of="sold", on=THURSDAY.date().isoformat(), rep=house.cara.ref)
    assert rows[1][1] == "Anna Arnold"
    assert take("quota-rows", user_of(house.cara), of="sold", on=THURSDAY.date().isoformat(), rep=house.cara.ref) == rows
    with pytest.raises(NoSuchRows):
        take("quota-rows", user_of(house.cara), of="sold", on=THURSDAY.date().isoformat(), rep=house.carl.ref)
