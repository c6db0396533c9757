"""A page of the house's site is marked; who looks at it shows interest, told by our links and by the site itself, once."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.signs.actions import put_links
from keepwarm.signs.actions.marking import PageRefused, mark_page, unmark_page
from keepwarm.signs.links import NoSuchTarget, Target
from keepwarm.signs.models import Link, Page, Sign
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
PRICES = "https://www.house.example/prices"


@pytest.fixture
def house() -> House:
    return open_house()


def tell(client: Client, house: House, key: str, said: dict[str, str], scope: Scope = Scope.SIGNS_WRITE) -> tuple[int, dict[str, Any]]:
    text, _row = make_key(user_of(house.ines), name="site", scopes=[scope], by=None, now=timezone.now())
    headers = {"authorization": f"Bearer {text}", "idempotency-key": key}
    answer = client.post("/api/v1/signs", json.dumps(said), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_links_that_lead_there_follow_its_marking(house: House) -> None:
    put_links([Target(f"{PRICES}/chairs"), Target("https://www.house.example/news")], now=NOW)
    page = mark_page(PRICES, "our prices", weight=2, by=house.max, now=NOW)
    closer = mark_page(f"{PRICES}/chairs", "prices of chairs", by=house.max, now=NOW)
    mark_page(PRICES, "prices", weight=3, by=house.max, now=NOW)
    assert set(Link.objects.values_list("page__words", flat=True)) == {closer.words, None}
    page.refresh_from_db()
    assert (page.words, page.weight, Page.objects.count()) == ("prices", 3, 2)
    unmark_page(closer.ref, by=house.max, now=NOW)
    assert Link.objects.get(page__isnull=False).page == page  # the wider page holds that address, too
    unmark_page(page.ref, by=house.max, now=NOW)
    assert not Link.objects.filter(page__isnull=False).exists()


@pytest.mark.parametrize(
    ("url", "words", "weight"), [("/prices", "x", 1), ("ftp://a.example", "x", 1), (PRICES, " ", 1), (PRICES, "x", 99)]
)
def test_what_cannot_be_marked_is_said(house: House, url: str, words: str, weight: int) -> None:
    with pytest.raises((NoSuchTarget, PageRefused)):
        mark_page(url, words, weight=weight, by=house.max, now=NOW)
    with pytest.raises(NotYours):
        mark_page(PRICES, "our prices", by=user_of(house.ines), now=NOW)
    assert not Page.objects.exists()


def test_the_site_tells_a_visit_once(client: Client, house: House) -> None:
    anna = meet(house)
    mark_page(PRICES, "our prices", weight=2, by=house.max, now=NOW)
    said = {"prospect": anna.ref, "kind": "visit", "url": f"{PRICES}?page=2"}
    assert tell(client, house, "a", said)[0] == 201
    status, answer = tell(client, house, "a", said)
    assert (status, answer["page"]) == (201, "our prices")
    sign = Sign.objects.get()
    assert (sign.kind, sign.weight, sign.source) == ("visit", 2, "api")


def test_what_cannot_be_told_changes_nothing(client: Client, house: House) -> None:
    anna = meet(house)
    mark_page(PRICES, "our prices", by=house.max, now=NOW)
    good = {"prospect": anna.ref, "url": PRICES}
    assert tell(client, house, "a", good | {"url": "https://elsewhere.example/"})[0] == 422
    assert tell(client, house, "b", good | {"prospect": "nobody12"})[0] == 404
    assert tell(client, house, "c", good | {"at": "2999-01-01T00:00:00Z"})[0] == 422
    for number, year in enumerate(("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")):
        assert tell(client, house, f"c{number}", good | {"at": year})[0] == 422
    assert tell(client, house, "d", good | {"kind": "click"})[0] == 422
    assert tell(client, house, "e", good, scope=Scope.PROSPECTS_READ)[0] == 403
    assert not Sign.objects.exists()


def test_the_page_marks_and_ends(client: Client, house: House) -> None:
    client.force_login(house.max)
    assert client.post("/marked-pages/", {"url": PRICES, "words": "our prices", "weight": "2"}).status_code == 302
    page = client.get("/marked-pages/").content.decode()
    assert "our prices" in page
    assert client.post("/marked-pages/", {"url": "x", "words": "y", "weight": "1"}).status_code == 422
    client.post(f"/marked-pages/{Page.objects.get().ref}/end/")
    assert Page.objects.get().ended_at is not None
