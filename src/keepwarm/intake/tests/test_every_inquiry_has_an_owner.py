"""Named in the list, by territory, by product, by former relationship, then in turn among those present."""

from datetime import timedelta
from pathlib import Path

import pytest

from keepwarm.intake.owners import NobodyToOwn, Staffing, Wanted, choose_owner, gather_staffing
from keepwarm.intake.tests.lists import bring_in, row
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import Absence, Seat, Territory
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def staffing() -> Staffing:
    return gather_staffing(now=NOW)


def test_inside_reps_take_turns_and_the_one_who_waited_longest_is_first(house: House) -> None:
    meet(house, owner=house.ines)
    there = staffing()
    turns = [choose_owner(Wanted(), there).seat_id for _ in range(4)]
    assert turns == [house.ivo.pk, house.ines.pk, house.ivo.pk, house.ines.pk]


def test_who_is_away_is_passed_over(house: House) -> None:
    Absence.objects.create(seat=house.ivo, kind="ill", starts_at=NOW - timedelta(hours=1))
    there = staffing()
    assert {choose_owner(Wanted(), there).seat_id for _ in range(3)} == {house.ines.pk}


def test_a_territory_comes_before_a_product_and_both_before_the_turn(house: House) -> None:
    Territory.objects.create(seat=house.cara, by="place", value="US")
    Territory.objects.create(seat=house.carl, by="topic", value="Pumps")
    there = staffing()
    assert choose_owner(Wanted(place="US-CA", topic="pumps"), there).seat_id == house.cara.pk
    chosen = choose_owner(Wanted(place="DE", topic="pumps"), there)
    assert (chosen.seat_id, "Pumps" in chosen.because or "pumps" in chosen.because) == (house.carl.pk, True)


def test_who_knows_the_firm_gets_its_next_inquirer(house: House, tmp_path: Path) -> None:
    meet(house, firm="Acme Ltd", owner=house.cara)
    bring_in(tmp_path, [row("Bob Ray", "Acme Ltd", "bob@acme.example", "", "01.03.2026")])
    bob = Prospect.objects.get(name="Bob Ray")
    assert bob.owner == house.cara
    assert "firm" in StandingChange.objects.get(prospect=bob, what="owner").because


def test_with_nobody_present_the_pool_keeps_it(house: House) -> None:
    for seat in Seat.objects.filter(kind="person"):
        Absence.objects.create(seat=seat, kind="away", starts_at=NOW - timedelta(hours=1))
    assert choose_owner(Wanted(), staffing()).seat_id == house.pool.pk


def test_a_house_without_seats_says_so() -> None:
    with pytest.raises(NobodyToOwn):
        gather_staffing(now=NOW)


def test_who_is_at_work_comes_before_who_sleeps(house: House, tmp_path: Path) -> None:
    Seat.objects.filter(pk=house.ines.pk).update(zone="America/Los_Angeles")
    bring_in(tmp_path, [row("Ann Lee", "", "", "0113 496 0001", "18.11.2026", "", "", "yes")])
    assert Prospect.objects.get().owner == house.ivo
