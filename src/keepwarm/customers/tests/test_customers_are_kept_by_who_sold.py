"""After the sale: the first days, check-ins, the anniversary and the renewal are calls of who sold; a lost one is asked again."""

from datetime import date, datetime, timedelta

import pytest

from keepwarm.circle.actions.forget import forget
from keepwarm.circle.actions.merge import merge
from keepwarm.customers.actions import (
    break_promise,
    lose_customer,
    open_case,
    plan_new_sales,
    raise_due,
    report_fact,
    stand_beside,
    wait_again,
    withdraw_undone,
)
from keepwarm.customers.models import Case, Companion, CustomerFact, Keeping, Loss, Promise
from keepwarm.customers.queries.overselling import oversold
from keepwarm.customers.queries.team import team_of
from keepwarm.customers.refusals import NoSuchPerson
from keepwarm.customers.tests.buying import SUNDAYS, buyer, sell
from keepwarm.decisions.actions import end, reopen
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Sale, SalePart
from keepwarm.touches.models import Signal
from tests.cast import NOW, meet, open_house, user_of

pytestmark = pytest.mark.django_db


def due(kind: str) -> date:
    return Keeping.objects.get(kind=kind, raised_at__isnull=True).due_on


def test_the_calls_of_a_customer_are_planned_once_and_come_in_turn() -> None:
    house = open_house()
    anna = meet(house, owner=house.carl)
    sale = sell(anna, house.cara, runs_until_on=date(2027, 11, 16))
    Prospect.objects.filter(pk=anna.pk).update(owner=house.carl)
    for _again in range(2):
        plan_new_sales(now=NOW)
    sold = sale.sold_at.date()
    assert (due("onboarding"), due("check_in"), due("anniversary")) == (
        sold + timedelta(days=7),
        sold + timedelta(days=90),
        sold + timedelta(days=365),
    )
    assert due("renewal") == date(2027, 9, 17)
    at = datetime.combine(due("renewal"), NOW.timetz())
    raise_due(now=at)
    anna.refresh_from_db()
    assert (anna.because_rule, anna.owner) == ("renewal", house.cara), "who sold calls"
    assert due("check_in") == sold + timedelta(days=90 + 180)


def test_a_sale_undone_promises_nothing_and_keeps_nobody() -> None:
    sale = buyer(open_house())
    plan_new_sales(now=NOW)
    raise_due(now=NOW + timedelta(days=13))
    assert Signal.objects.open().filter(kind="delivery").count() == 2
    Sale.objects.update(undone_at=NOW)
    withdraw_undone(now=NOW)
    assert set(Promise.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not Signal.objects.open().filter(kind="delivery").exists()
    raise_due(now=NOW + timedelta(days=100))
    assert not Signal.objects.open().filter(kind="check_in", due_at__gt=NOW + timedelta(days=20)).exists()
    assert sale.prospect.ref


def test_a_lost_customer_is_asked_again_on_the_day_and_one_who_buys_again_is_back() -> None:
    house = open_house()
    sale = buyer(house)
    plan_new_sales(now=NOW)
    lose_customer(sale.prospect_id, "promise", "Never open on Sundays", wake_on=date(2027, 2, 1), by=house.sven, now=NOW)
    assert raise_due(now=NOW + timedelta(days=12)) == 0 or not Signal.objects.open().filter(kind="check_in").exists()
    raise_due(now=datetime.combine(date(2027, 2, 1), NOW.timetz()))
    assert Signal.objects.open().get(kind="win_back").seat == house.cara
    sell(sale.prospect, house.carl, sold_at=NOW + timedelta(days=80))
    plan_new_sales(now=NOW + timedelta(days=80))
    assert Loss.objects.get().back_at == NOW + timedelta(days=80)


def test_an_open_case_of_who_ended_and_came_back_waits_again_and_their_leaving_counts_where_it_was_oversold() -> None:
    house = open_house()
    sale = buyer(house)
    break_promise(sale.promises.get(what=SUNDAYS).ref, "Closed", by=None, now=NOW)
    end(sale.prospect_id, "said_no", because="had enough", by=None, now=NOW + timedelta(hours=1))
    assert wait_again(now=NOW + timedelta(hours=1)) == 0
    (line,) = oversold("rep", for_=house.mona)
    assert (line.name, line.broken, line.lost) == ("Cara", 1, 1)
    assert oversold("rep", for_=user_of(house.carl)) == []
    reopen(sale.prospect_id, because="they called", by=None, now=NOW + timedelta(hours=2))
    assert wait_again(now=NOW + timedelta(hours=2)) == 1
    assert wait_again(now=NOW + timedelta(hours=2)) == 0
    assert Prospect.objects.get().because_rule == "broken_promise"


def test_the_team_names_who_sold_who_had_a_part_and_who_is_beside() -> None:
    house = open_house()
    sale = buyer(house)
    SalePart.objects.create(sale=sale, seat=house.ines, part="talked")
    stand_beside(sale.prospect_id, house.sven, by=user_of(house.cara), now=NOW)
    with pytest.raises(NoSuchPerson):
        stand_beside(sale.prospect_id, user_of(house.ivo), by=None, now=NOW)
    Prospect.objects.update(owner=house.carl)
    team = [(one.name, one.part) for one in team_of(Prospect.objects.get())]
    assert team == [("Cara", "sold, and stays"), ("Ines", "talked with them"), ("Carl", "has them now"), ("Sven", "beside")]


def test_promises_and_cases_go_along_when_two_are_one_and_words_go_when_somebody_is_forgotten() -> None:
    house = open_house()
    sale, other = buyer(house), meet(house, "Anna A.", email="a@arnold.example", owner=house.cara)
    open_case(other.pk, "Late again", by=None, now=NOW)
    for one in (sale.prospect, other):
        report_fact(one.pk, "use", 3, at=NOW, by=None, now=NOW)
        Companion.objects.create(prospect=one, user=house.sven, since_at=NOW)
    merge(other.pk, sale.prospect_id, because="the same person", by=house.adam, now=NOW)
    assert set(Promise.objects.values_list("prospect_id", flat=True)) == {other.pk}
    assert CustomerFact.objects.filter(prospect=other).count() == 1
    forget(other.pk, by=house.adam, now=NOW)
    assert set(Promise.objects.values_list("what", "state")) == {("", "withdrawn")}
    assert (Case.objects.get().what, Case.objects.get().settled_at) == ("", NOW)
    assert not Companion.objects.exists()
    assert SUNDAYS not in str(list(Promise.objects.values()))
