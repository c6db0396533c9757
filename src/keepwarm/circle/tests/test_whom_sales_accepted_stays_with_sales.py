"""Whom sales accepted goes to somebody who sells: by a manager's hand, and when their rep leaves or is away. The page says why."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.circle.actions import hand_over, leave, mark_away
from keepwarm.circle.actions.moving import HandOverRefused
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import keep_warm
from keepwarm.handoff.actions import accept, offer
from keepwarm.handoff.models import HandOff, Notice
from keepwarm.handoff.queries.listing import rows_of
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import Role, Seat
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, hire, open_house, seat, user_of
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
    for other in (house.ines, house.pool):
        with pytest.raises(HandOverRefused, match=f"Anna Arnold is with sales, and {other.name} does not sell"):
            hand_over(anna.pk, other, because="knows them", by=house.mona, now=NOW)
    assert Prospect.objects.get().owner == house.cara


def test_another_closing_rep_does_and_so_does_the_pool_of_sales(house: House) -> None:
    anna = accepted(house)
    pool = Seat.objects.create(kind=Seat.Kind.TEAM, name="Sales pool", team=house.cara.team)
    for other in (house.carl, pool):
        assert hand_over(anna.pk, other, because="knows them", by=house.mona, now=NOW).owner == other
    assert audit_house(now=NOW).is_clean


def test_whoever_is_only_offered_or_put_back_goes_to_anybody(house: House) -> None:
    anna = a_lead(house)
    offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    assert hand_over(anna.pk, house.ivo, because="knows them", by=house.mona, now=NOW).owner == house.ivo
    accept(anna.handoffs.get().ref, by=user_of(house.cara), now=NOW)
    keep_warm(anna.pk, NOW + timedelta(days=30), "not now", by=house.mona, now=NOW + timedelta(minutes=1))
    assert hand_over(anna.pk, house.ines, because="back", by=house.mona, now=NOW + timedelta(minutes=1)).owner == house.ines


def why(anna: Prospect) -> str:
    return StandingChange.objects.filter(prospect=anna, what="owner").latest("pk").because


def test_whoever_gets_them_is_told_and_calls_in_their_own_time(house: House) -> None:
    anna, later = accepted(house), NOW + timedelta(hours=3)
    before = HandOff.objects.get().first_call_due_at
    hand_over(anna.pk, house.carl, because="Cara has too many", by=house.mona, now=later)
    row = HandOff.objects.get()
    assert before is not None
    assert row.first_call_due_at == before + timedelta(hours=3)
    waits = Signal.objects.open().get(kind="introduced")
    assert (waits.seat, waits.due_at) == (house.carl, row.first_call_due_at)
    assert Notice.objects.get(kind="given").user == user_of(house.carl)
    assert rows_of(HandOff.objects.all())[0].rep == "Carl"


def test_a_rep_gives_nobody_away(house: House) -> None:
    with pytest.raises(NotYours):
        hand_over(accepted(house).pk, house.carl, because="too many", by=user_of(house.cara), now=NOW)


def test_a_manager_gives_them_on_a_page_that_offers_only_those_who_sell(house: House, client: Client) -> None:
    anna = accepted(house)
    client.force_login(house.mona)
    page = client.get(f"/circle/prospects/{anna.ref}/give/").content.decode()
    assert set(re.findall(r"<option value=\"[^\"]+\">(\w+)", page)) == {"Carl"}
    sent = {"to_seat": house.carl.ref, "because": "Cara has too many"}
    assert client.post(f"/circle/prospects/{anna.ref}/give/", {"to_seat": house.ines.ref}).status_code == 422
    told = client.post(f"/circle/prospects/{anna.ref}/give/", sent, follow=True).content.decode()
    assert "Carl has them now" in told
    assert "Cara has too many" in told
    assert Prospect.objects.get().owner == house.carl


def test_when_the_rep_leaves_a_closing_rep_has_them_whoever_else_has_room(house: House) -> None:
    anna = accepted(house)
    mixed = hire("Mixed", Role.INSIDE_REP, Role.CLOSING_REP)
    seat(mixed, house.cara.team)  # type: ignore[arg-type]
    leave(house.cara, by=house.adam, now=NOW, because="a new job")
    assert Prospect.objects.get().owner in {house.carl, mixed.seat}
    leave(house.carl, by=house.adam, now=NOW, because="a new job")
    assert Prospect.objects.get().owner == mixed.seat
    assert why(anna) == "Carl left (a new job); Mixed has the most room"


def test_while_nobody_sells_a_manager_has_them_with_a_sentence(house: House) -> None:
    anna = accepted(house)
    seat(house.mona, house.cara.team)  # type: ignore[arg-type]
    leave(house.carl, by=house.adam, now=NOW, because="a new job")
    leave(house.cara, by=house.adam, now=NOW, because="a new job")
    assert Prospect.objects.get().owner.name == "Mona"
    assert why(anna) == "Cara left (a new job); no closing rep is here; Mona, who manages, looks after them"
    assert Notice.objects.filter(kind="no_rep", user=house.mona).count() == 1


def test_while_nobody_sells_and_no_manager_has_a_place_the_pool_has_them_and_the_manager_knows(house: House) -> None:
    anna = accepted(house)
    mark_away(house.carl, by=house.mona, now=NOW)
    mark_away(house.cara, by=house.mona, now=NOW)
    assert Prospect.objects.get().owner == house.pool
    assert why(anna) == "Cara is away; no closing rep is here; the team's pool has it, and the manager knows"
    assert Notice.objects.filter(kind="no_rep", user=house.mona).count() == 1
