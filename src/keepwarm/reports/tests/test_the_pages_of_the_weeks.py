from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from keepwarm.reports.tests.test_weeks_are_counted_and_kept import live_in
from keepwarm.staff.models import User
from tests.cast import NOW, House, user_of

PAGES = ("weekly", "coaching", "replies", "lists")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(user: User, address: str, status: int = 200) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/reports/{address}")
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_stands_in_the_second_row_and_says_when_there_is_nothing(house: House, name: str) -> None:
    html = page(house.mona, f"{name}/")
    assert f'href="/reports/{name}/" aria-current="page"' in html
    assert '<svg class="weeks"' not in html


def test_the_week_is_drawn_with_its_table_and_its_figures_lead_to_people(house: House) -> None:
    live_in(house)
    html = page(house.mona, "weekly/")
    assert '<svg class="weeks"' in html
    assert f"/reports/weekly/conversations/?week=2026-11-09&amp;rep={house.ines.ref}" in html
    rows = page(house.mona, f"weekly/conversations/?week=2026-11-09&rep={house.ines.ref}")
    assert "Anna Arnold" in rows
    assert "Ben Bauer" in rows


def test_a_rep_reads_their_own_and_a_marketer_none_of_it(house: House) -> None:
    live_in(house)
    assert "Anna Arnold" not in page(user_of(house.ivo), "weekly/conversations/?week=2026-11-09")
    assert page(user_of(house.ivo), f"weekly/?rep={house.ines.ref}&week=2026-11-09").count("conversations/?week=2026-11-09") == 1
    page(house.max, "weekly/", 403)
    page(house.max, "replies/")
    page(user_of(house.ines), "lists/", 403)


@pytest.mark.parametrize("sent", ["week=soon", "week=9999-12-31", "week=0001-01-01", "rep=nobody", "weeks_back=x"])
def test_nonsense_is_the_usual_week(house: House, sent: str) -> None:
    page(house.mona, f"weekly/?{sent}")
    page(house.mona, f"coaching/?{sent}")
    page(house.mona, f"weekly/tried/?{sent}", 422 if sent == "rep=nobody" else 200)


def test_a_word_that_is_no_figure_is_refused(house: House) -> None:
    page(house.mona, "weekly/nonsense/", 422)
