from __future__ import annotations

from datetime import date

import pytest

from keepwarm.goals.actions import GoalRefused, QuotaRefused, set_goal, set_quota, take_back_quota
from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.goals.models import Goal, Quota
from keepwarm.goals.queries import goals_on, quotas_of
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, open_house, user_of

MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def house(db: None) -> House:
    return open_house()


def test_the_newest_goal_of_a_seat_holds_and_the_earlier_one_stays(house: House) -> None:
    set_goal(house.ines, "conversations", "day", 6, from_on=MONDAY, by=house.mona, now=NOW)
    set_goal(house.ines, "conversations", "day", 8, from_on=WEDNESDAY, by=house.mona, now=NOW)
    set_goal(house.pool, "leads_met", "week", 5, from_on=MONDAY, by=house.mona, now=NOW)
    assert [(row.seat, row.aim) for row in goals_on(MONDAY)] == [(house.ines, 6), (house.pool, 5)]
    assert [(row.seat, row.aim) for row in goals_on(WEDNESDAY)] == [(house.ines, 8), (house.pool, 5)]
    set_goal(house.ines, "conversations", "day", 0, from_on=WEDNESDAY, by=house.mona, now=NOW)
    assert [row.seat for row in goals_on(WEDNESDAY)] == [house.pool]
    assert Goal.objects.count() == 4


@pytest.mark.parametrize(
    ("measure", "per", "aim"),
    [
        ("dials", "day", 60),
        ("emails", "day", 5),
        ("conversations", "month", 5),
        ("conversations", "day", -1),
        ("conversations", "day", 10**9),
    ],
)
def test_nobody_aims_at_dials_or_mails(house: House, measure: str, per: str, aim: int) -> None:
    with pytest.raises(GoalRefused):
        set_goal(house.ines, measure, per, aim, from_on=MONDAY, by=house.mona, now=NOW)
    assert not Goal.objects.exists()


def test_only_who_runs_the_team_sets_them(house: House) -> None:
    for somebody in (user_of(house.ines), house.max, house.dora):
        with pytest.raises(NotYours):
            set_goal(house.ines, "conversations", "day", 6, from_on=MONDAY, by=somebody, now=NOW)
        with pytest.raises(NotYours):
            set_quota(house.cara, NewQuota("month", NOVEMBER, sales=3), by=somebody, now=NOW)


def test_a_quota_is_in_money_or_in_sales_of_a_month_or_a_quarter(house: House) -> None:
    set_quota(house.cara, NewQuota("month", NOVEMBER, amount_minor=5_000_000, currency="eur"), by=house.mona, now=NOW)
    set_quota(house.carl, NewQuota("quarter", date(2026, 10, 1), sales=9), by=house.mona, now=NOW)
    held = quotas_of("month", [NOVEMBER])
    assert {place: (row.amount_minor, row.currency) for place, row in held.items()} == {(house.cara.pk, NOVEMBER): (5_000_000, "EUR")}
    take_back_quota(house.cara, "month", NOVEMBER, by=house.mona, now=NOW)
    assert quotas_of("month", [NOVEMBER]) == {}
    assert Quota.objects.count() == 3


@pytest.mark.parametrize(
    "new",
    [
        NewQuota("month", date(2026, 11, 2), sales=3),
        NewQuota("quarter", NOVEMBER, sales=3),
        NewQuota("year", date(2026, 1, 1), sales=3),
        NewQuota("month", NOVEMBER),
        NewQuota("month", NOVEMBER, amount_minor=1, currency="EUR", sales=1),
        NewQuota("month", NOVEMBER, amount_minor=0, currency="EUR"),
        NewQuota("month", NOVEMBER, amount_minor=10**15, currency="EUR"),
        NewQuota("month", NOVEMBER, amount_minor=100, currency="money"),
        NewQuota("month", NOVEMBER, sales=0),
    ],
)
def test_what_is_no_quota_is_refused_and_changes_nothing(house: House, new: NewQuota) -> None:
    with pytest.raises(QuotaRefused):
        set_quota(house.cara, new, by=house.mona, now=NOW)
    assert not Quota.objects.exists()


def test_only_who_sells_has_one(house: House) -> None:
    with pytest.raises(QuotaRefused):
        set_quota(house.ines, NewQuota("month", NOVEMBER, sales=3), by=house.mona, now=NOW)
    with pytest.raises(QuotaRefused):
        take_back_quota(house.cara, "month", NOVEMBER, by=house.mona, now=NOW)
