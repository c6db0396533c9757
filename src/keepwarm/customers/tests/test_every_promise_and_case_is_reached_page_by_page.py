"""However many there are, every promise, case and customer is reached from its list, and a list says of how many it tells."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from keepwarm.customers.actions import keep_promise
from keepwarm.customers.models import Case, Promise
from keepwarm.customers.queries import lists
from keepwarm.customers.tests.buying import SUNDAYS, buyer
from keepwarm.selling.models import Sale
from keepwarm.staff.actions import make_key
from keepwarm.touches.models import Inquiry
from tests.cast import NOW, House, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(time_machine: Any) -> House:
    time_machine.move_to(NOW, tick=False)
    return open_house()


@pytest.fixture
def service(house: House) -> Client:
    client = Client()
    client.force_login(house.sven)
    return client


def many(sale: Sale, count: int) -> None:
    settled = {"state": "broken", "settled_at": NOW, "made_at": NOW}
    Promise.objects.all().delete()
    days = [sale.sold_at.date() + timedelta(days=number // 3) for number in range(count)]
    Promise.objects.bulk_create(
        Promise(sale=sale, prospect_id=sale.prospect_id, what=f"Point {at}", due_on=day, **settled) for at, day in enumerate(days)
    )


def test_the_rows_behind_a_figure_of_over_selling_are_all_there(house: House, service: Client) -> None:
    sale = buyer(house)
    many(sale, 215)
    found: set[str] = set()
    path = f"?tab=settled&offering={sale.offering.ref}"
    for _page in range(3):
        context = service.get(f"/customers/promises/{path}").context
        found |= {line.what for line in context["lines"]}
        path = f"?{context['older']}"
    assert (len(found), context["older"]) == (215, "")
    assert f"offering={sale.offering.ref}" in context["newer"]
    assert service.get("/customers/promises/?tab=settled&after=nonsense").status_code == 200


def test_of_customers_who_came_from_nowhere_the_figure_opens_theirs_alone(house: House, service: Client) -> None:
    sale, other = buyer(house), buyer(house, "Bert Brand", email="bert@brand.example")
    Inquiry.objects.filter(prospect=sale.prospect).update(voided_at=NOW)
    for one in (sale, other):
        keep_promise(one.promises.get(what=SUNDAYS).ref, "Seen", by=None, now=NOW)
    assert "?tab=settled&amp;source=none" in service.get("/customers/over-selling/?by=source").content.decode()
    behind = service.get("/customers/promises/?tab=settled&source=none").context["lines"]
    assert [line.customer_ref for line in behind] == [sale.prospect.ref]


def test_the_api_goes_on_after_a_key(house: House) -> None:
    many(buyer(house), 25)
    key, _row = make_key(house.sven, name="ours", scopes=["customers:read"], by=house.adam, now=NOW)
    found: list[str] = []
    after = ""
    while True:
        headers = {"Authorization": f"Bearer {key}"}
        rows = json.loads(Client().get(f"/api/v1/promises?tab=broken&limit=10&after={after}", headers=headers).content)
        if not rows:
            break
        found += [row["what"] for row in rows]
        after = rows[-1]["key"]
    assert (len(found), len(set(found))) == (25, 25)


def test_cases_that_wait_and_that_are_settled_are_all_reached(house: House, service: Client) -> None:
    anna = buyer(house).prospect
    both = {"prospect": anna, "owner": house.cara, "channel": "phone", "opened_at": NOW, "due_at": NOW}
    Case.objects.bulk_create(Case(what=f"Late {at}", **both) for at in range(130))
    Case.objects.bulk_create(Case(what=f"Done {at}", settled_at=NOW, outcome="mended", **both) for at in range(130))
    for begins in ("", "settled=1"):
        first = service.get(f"/customers/cases/?{begins}").context
        second = service.get(f"/customers/cases/?{first['older']}").context
        assert len({line.what for line in [*first["lines"], *second["lines"]]}) == 130
        assert second["older"] == ""


def test_customers_are_turned_page_by_page_and_the_list_says_of_how_many_it_tells(
    house: House, service: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        buyer(house, f"Anna {number}", email=f"anna{number}@arnold.example")
    monkeypatch.setattr(lists, "JUDGED", 5)
    told = [lists.page_of_customers(for_=house.sven, page=number, now=NOW, limit=2) for number in (1, 2, 3, 9)]
    assert [len(one.lines) for one in told] == [2, 2, 1, 1]
    assert (told[0].judged, told[0].all, sum(told[0].moods.values())) == (5, 6, 5)
    assert "Of 6 customers these are the 5" in service.get("/customers/?page=x").content.decode()
    assert service.get("/customers/?mood=well&page=999").status_code == 200
