"""A hand-over by hand of somebody whom sales accepted goes to somebody who sells, or is refused in a sentence."""

from datetime import timedelta

import pytest

from keepwarm.circle.actions import hand_over
from keepwarm.circle.actions.moving import HandOverRefused
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import keep_warm
from keepwarm.handoff.actions import accept, offer
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat
from tests.cast import NOW, House, open_house, user_of
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    agree()
    return house


def accepted(house: House) -> Prospect:
    anna = a_lead(house)
    accept(offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    return anna


def test_nobody_who_does_not_sell_takes_over_from_sales(house: House) -> None:
    anna = accepted(house)
    for seat in (house.ines, house.pool):
        with pytest.raises(HandOverRefused, match=f"Anna Arnold is with sales, and {seat.name} does not sell"):
            hand_over(anna.pk, seat, because="knows them", by=house.mona, now=NOW)
    assert Prospect.objects.get().owner == house.cara


def test_another_closing_rep_does_and_so_does_the_pool_of_sales(house: House) -> None:
    anna = accepted(house)
    pool = Seat.objects.create(kind=Seat.Kind.TEAM, name="Sales pool", team=house.cara.team)
    for seat in (house.carl, pool):
        assert hand_over(anna.pk, seat, because="knows them", by=house.mona, now=NOW).owner == seat
    assert audit_house(now=NOW).is_clean


def test_whoever_is_only_offered_or_put_back_goes_to_anybody(house: House) -> None:
    anna = a_lead(house)
    offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    assert hand_over(anna.pk, house.ivo, because="knows them", by=house.mona, now=NOW).owner == house.ivo
    accept(anna.handoffs.get().ref, by=user_of(house.cara), now=NOW)
    keep_warm(anna.pk, NOW + timedelta(days=30), "not now", by=house.mona, now=NOW + timedelta(minutes=1))
    assert hand_over(anna.pk, house.ines, because="back", by=house.mona, now=NOW + timedelta(minutes=1)).owner == house.ines
