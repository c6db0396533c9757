"""The list of customers says what the page of each says: promises of sales that stand, and the talk with anyone of the firm."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.customers.actions import break_promise, keep_promise, settle_case
from keepwarm.customers.actions.planning import asked_of
from keepwarm.customers.links import asked_path
from keepwarm.customers.models import Case
from keepwarm.customers.queries.lists import list_customers
from keepwarm.customers.tests.buying import SUNDAYS, TWO_WEEKS, buyer, sell
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(time_machine: Any) -> House:
    time_machine.move_to(NOW, tick=False)
    return open_house()


def page_of(house: House, path: str = "/customers/") -> str:
    client = Client()
    client.force_login(house.sven)
    return client.get(path).content.decode()


def test_what_was_promised_by_a_sale_that_was_undone_counts_nowhere(house: House) -> None:
    sale = buyer(house)
    sell(sale.prospect, house.cara, what="Boiler")
    keep_promise(sale.promises.get(what=TWO_WEEKS).ref, "Seen", by=None, now=NOW)
    break_promise(sale.promises.get(what=SUNDAYS).ref, "Closed", by=None, now=NOW)
    settle_case(Case.objects.get().ref, "Made good", by=None, now=NOW)
    undo_sale(sale.ref, because="the wrong Anna", by=None, now=NOW)
    (line,) = list_customers(for_=house.sven, now=NOW)
    assert (line.open, line.kept, line.broken) == (0, 0, 0)
    assert SUNDAYS not in page_of(house, f"/customers/{sale.prospect.ref}/").partition('id="team"')[0].partition('id="promises"')[2]


def test_what_was_broken_and_is_settled_stays_a_reason_and_makes_nobody_unhappy_any_more(house: House, client: Client) -> None:
    sale = buyer(house)
    client.post(asked_path(asked_of(sale, now=NOW).ref), {"one": f"{sale.promises.get(what=SUNDAYS).ref}.no"})
    (line,) = list_customers(for_=house.sven, now=NOW)
    assert line.health.reasons[:2] == ("A broken promise is not settled.", "Asked how it goes, they said: not well.")
    settle_case(Case.objects.get().ref, "Made good", by=None, now=NOW)
    (line,) = list_customers(for_=house.sven, now=NOW)
    assert line.health.mood == "at_risk"
    assert line.health.reasons[0] == "A promise to them was broken, and it is settled."


def test_the_last_talk_is_that_of_the_firm_and_says_so(house: House) -> None:
    sale = buyer(house)
    anna = sale.prospect
    bert = meet(house, "Bert Brand", owner=house.cara, firm="Arnold Mills", phone="+441134960044", email="bert@arnold.example")
    type(anna).objects.filter(pk=anna.pk).update(organization=bert.organization)
    talk = NewTouch(bert.pk, "phone", "out", "reached", NOW - timedelta(days=5), house.cara.pk, seconds=300, learned="all is well")
    log_touch(talk, by=None, now=NOW)
    (line,) = list_customers(for_=house.sven, now=NOW)
    assert (line.talk_at, line.own_talk_at) == (NOW - timedelta(days=5), None)
    assert "We talked with somebody there 5 days ago." in line.health.reasons
    assert "with a colleague" in page_of(house)
    talk = NewTouch(anna.pk, "phone", "out", "reached", NOW - timedelta(days=2), house.cara.pk, seconds=300, learned="all is well")
    log_touch(talk, by=None, now=NOW)
    assert "with a colleague" not in page_of(house)
