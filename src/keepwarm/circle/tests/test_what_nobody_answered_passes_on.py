"""Unanswered at half the agreed time an inquiry passes on: to somebody at work, once each time; what is with sales stays with sales."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from keepwarm.circle.actions import come_back, hand_over, leave, mark_ill_today
from keepwarm.circle.actions.passing_on import pass_on, pass_on_unanswered
from keepwarm.handoff.actions import accept, offer
from keepwarm.intake.tests.lists import bring_in, row
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import Role, Seat, Team
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, hire, meet, open_house, seat, user_of
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=40)


@pytest.fixture
def house() -> House:
    return open_house()


def ask(anna: Prospect, at: datetime = NOW, kind: str = Signal.Kind.CONTACT_ASKED) -> Signal:
    anna.refresh_from_db()
    return Signal.objects.create(prospect=anna, kind=kind, raised_at=at, due_at=at + timedelta(hours=1), seat=anna.owner)


def a_third(house: House) -> Seat:
    return seat(hire("Ian", Role.INSIDE_REP), Team.objects.get(name="Inside"))


def owner_of(anna: Prospect) -> Seat:
    return Prospect.objects.get(pk=anna.pk).owner


def test_unanswered_at_half_the_time_it_passes_on_once(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [row("Ann Lee", "", "", "0113 496 0001", "18.11.2026", "", "", "yes")])
    ann = Prospect.objects.get()
    first = ann.owner
    assert pass_on_unanswered(now=NOW + timedelta(minutes=20)) == 0
    assert pass_on_unanswered(now=NOW + timedelta(minutes=31)) == 1
    ann.refresh_from_db()
    assert ann.owner != first
    assert pass_on_unanswered(now=NOW + timedelta(minutes=50)) == 0
    assert "half" in StandingChange.objects.filter(prospect=ann, what="owner").latest("pk").because


def test_outside_working_hours_nothing_passes_on(house: House, tmp_path: Path) -> None:
    evening = NOW.replace(hour=17, minute=50)
    bring_in(tmp_path, [row("Ann Lee", "", "", "0113 496 0001", "18.11.2026", "", "", "yes")], now=evening)
    assert pass_on_unanswered(now=evening + timedelta(hours=10)) == 0


def test_whoever_changed_hands_meanwhile_is_left_there(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [row("Ann Lee", "", "", "0113 496 0001", "18.11.2026", "", "", "yes")])
    ann, later = Prospect.objects.get(), NOW + timedelta(minutes=31)
    seen, to = {ann.pk: ann.owner_id}, {ann.pk: house.carl.pk}
    hand_over(ann.pk, house.cara, because="knows them", by=house.mona, now=NOW)
    assert pass_on([ann.pk], seen, to, now=later) == 0
    ann.refresh_from_db()
    assert ann.owner == house.cara


def test_two_who_pass_on_at_once_do_it_once_and_never_to_who_left(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [row("Ann Lee", "", "", "0113 496 0001", "18.11.2026", "", "", "yes")])
    ann, later = Prospect.objects.get(), NOW + timedelta(minutes=31)
    seen = {ann.pk: ann.owner_id}
    leave(house.carl, because="moves away", by=house.mona, now=NOW)
    assert pass_on([ann.pk], seen, {ann.pk: house.carl.pk}, now=later) == 0
    assert pass_on([ann.pk], seen, {ann.pk: house.cara.pk}, now=later) == 1
    assert pass_on([ann.pk], seen, {ann.pk: house.pool.pk}, now=later) == 0
    ann.refresh_from_db()
    assert ann.owner == house.cara


def test_whoever_asks_again_after_an_answer_passes_on_again(house: House) -> None:
    anna, later = meet(house), NOW + timedelta(days=28)
    first = ask(anna)
    assert pass_on_unanswered(now=SOON) == 1
    Signal.objects.filter(pk=first.pk).update(settled_at=SOON)
    ask(anna, later)
    assert [pass_on_unanswered(now=later + timedelta(minutes=wait)) for wait in (20, 40, 50)] == [0, 1, 0]


def test_it_passes_on_to_somebody_who_is_at_work(house: House) -> None:
    Seat.objects.filter(pk=house.ivo.pk).update(zone="America/Los_Angeles")
    anna = meet(house)
    ask(anna)
    assert pass_on_unanswered(now=SOON) == 0
    ian = a_third(house)
    assert (pass_on_unanswered(now=SOON), owner_of(anna)) == (1, ian)


def test_whom_sales_accepted_passes_on_to_somebody_who_sells(house: House) -> None:
    agree()
    anna = a_lead(house)
    accept(offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    ask(anna)
    assert (pass_on_unanswered(now=SOON), owner_of(anna)) == (1, house.carl)


def test_while_nobody_else_sells_sales_keeps_them_and_a_customer_goes_to_anybody(house: House) -> None:
    agree()
    anna, carol = a_lead(house), meet(house, "Carol Crane", owner=house.cara, phone="+441134960043", email="carol@crane.example")
    accept(offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    Prospect.objects.filter(pk=carol.pk).update(stage=5)
    mark_ill_today(house.carl, by=house.mona, now=NOW)
    ask(anna)
    ask(carol)
    assert pass_on_unanswered(now=SOON) == 1
    assert (owner_of(anna), owner_of(carol)) == (house.cara, house.ines)


def test_all_that_waits_goes_along_and_a_loan_still_comes_back(house: House) -> None:
    ian = a_third(house)
    anna = meet(house)
    call_back = ask(anna, kind=Signal.Kind.CALL_BACK)
    ask(anna)
    ill = mark_ill_today(house.ines, by=house.mona, now=NOW)
    stand_in = owner_of(anna)
    assert pass_on_unanswered(now=SOON) == 1
    assert owner_of(anna) == ({house.ivo, ian} - {stand_in}).pop()
    call_back.refresh_from_db()
    assert (call_back.seat, call_back.due_at) == (owner_of(anna), NOW + timedelta(hours=1))
    come_back(ill, by=house.mona, now=SOON)
    assert owner_of(anna) == house.ines
