"""Won: sale, parts, promises and stage at once, or nothing. Lost and postponed come back. A sale can be undone."""

from datetime import date, timedelta

import pytest

from keepwarm.circle.actions.losing import lose
from keepwarm.circle.actions.merge import merge
from keepwarm.circle.actions.postponing import postpone, take_up_again
from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.circle.actions.unmerge import unmerge
from keepwarm.circle.actions.winning import win
from keepwarm.customers.actions import NewPromise, keep_promise, lose_customer, plan_new_sales, propose_change, raise_due
from keepwarm.customers.models import Keeping, Loss, Promise, PromiseChange, Telling
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition, NextStep
from keepwarm.handoff.models import Thread
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.selling.actions.following import tick
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.touches.models import Channel, Signal
from tests.cast import NOW, House, meet, open_house, user_of
from tests.selling import FRIDAY, may_buy, offers, said

pytestmark = pytest.mark.django_db
SUNDAYS = NewPromise("works on Sundays", date(2026, 12, 6))
MARCH = date(2027, 3, 1)


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house, owner=house.cara)


@pytest.fixture
def row(anna: Prospect) -> Opportunity:
    said(anna, "need", "heating")
    return may_buy(anna, offers(needs=[("need", ["heating"])]))


def test_sale_parts_promises_and_stage_stand_at_once(row: Opportunity, house: House) -> None:
    talked = NewTouch(row.prospect_id, Channel.PHONE, "out", Disposition.REACHED, NOW, house.ines.pk)
    log_touch(talked, by=None, now=NOW)
    sale = win(row.ref, promises=[SUNDAYS], nothing_beyond=False, by=user_of(house.cara), now=NOW)
    assert sale.fit["verdict"] == "fits"
    assert {(one.seat.name, one.part) for one in sale.parts.select_related("seat")} == {("Cara", "sold"), ("Ines", "talked")}
    assert [one.what for one in Promise.objects.filter(sale=sale)] == ["works on Sundays"]
    row.refresh_from_db()
    assert (row.outcome, row.prospect.stage) == ("won", Stage.CUSTOMER)


def test_neither_promises_nor_the_word_that_there_are_none_is_no_sale(row: Opportunity) -> None:
    for promises, nothing in ((None, False), ([], False), ([SUNDAYS], True)):
        with pytest.raises(Refusal, match="promise"):
            win(row.ref, promises=promises, nothing_beyond=nothing, by=None, now=NOW)
    assert win(row.ref, promises=None, nothing_beyond=True, by=None, now=NOW).nothing_beyond


def test_a_promise_that_cannot_be_undoes_the_whole_sale(row: Opportunity) -> None:
    with pytest.raises(Refusal):
        win(row.ref, promises=[NewPromise(" ", date(2026, 12, 6))], nothing_beyond=False, by=None, now=NOW)
    row.refresh_from_db()
    assert (Sale.objects.count(), row.outcome, row.prospect.stage) == (0, "", Stage.IN_SALES)


def test_it_is_sold_once(row: Opportunity) -> None:
    win(row.ref, promises=None, nothing_beyond=True, by=None, now=NOW)
    with pytest.raises(Refusal, match="closed already: won"):
        win(row.ref, promises=None, nothing_beyond=True, by=None, now=NOW)
    assert Sale.objects.count() == 1


def test_lost_comes_back_on_a_day_with_the_reps_thread(row: Opportunity, house: House) -> None:
    with pytest.raises(Refusal, match="Say when"):
        lose(row.ref, reason="too dear", wake_on=None, by=None, now=NOW)
    with pytest.raises(Refusal, match="lies ahead"):
        lose(row.ref, reason="too dear", wake_on=NOW.date(), by=None, now=NOW)
    for close in (lose, postpone):
        with pytest.raises(Refusal, match="within ten years"):
            close(row.ref, reason="too dear", wake_on=date(9999, 12, 31), by=None, now=NOW)
    lose(row.ref, reason="too dear", lost_to="Frost & Co", wake_on=MARCH, by=None, now=NOW)
    row.refresh_from_db()
    assert (row.outcome, row.lost_to, row.prospect.stage) == ("lost", "Frost & Co", Stage.CONVERSING)
    assert row.prospect.wake_at is not None
    assert row.prospect.wake_at.date() == MARCH
    assert Thread.objects.filter(prospect=row.prospect, seat=house.cara, cut_at__isnull=True).count() == 1


def test_postponed_is_taken_up_again(row: Opportunity) -> None:
    postpone(row.ref, reason="budget in spring", wake_on=MARCH, by=None, now=NOW)
    take_up_again(row.ref, next_on=FRIDAY, next_what="Call", by=None, now=NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.outcome, row.wake_on, row.prospect.stage) == ("", None, Stage.IN_SALES)
    assert row.prospect.wake_at is None


def test_a_customer_who_says_no_to_something_else_stays_a_customer(row: Opportunity, anna: Prospect) -> None:
    win(row.ref, promises=None, nothing_beyond=True, by=None, now=NOW)
    other = may_buy(anna, offers("Solar roof"))
    lose(other.ref, reason="no roof", wake_on=MARCH, by=None, now=NOW)
    anna.refresh_from_db()
    assert (anna.stage, anna.wake_at) == (Stage.CUSTOMER, None)
    spring = NOW + timedelta(days=104)  # 2 March
    called = NewTouch(prospect_id=anna.pk, channel=Channel.PHONE, direction="out", disposition=Disposition.REACHED, happened_at=spring)
    log_touch(called, by=None, now=spring)
    assert tick(now=spring).heard == 1


def test_an_undone_sale_is_open_again_and_stays_on_record(row: Opportunity) -> None:
    sale = win(row.ref, promises=[SUNDAYS], nothing_beyond=False, by=None, now=NOW)
    with pytest.raises(Refusal, match="Say why"):
        undo_sale(sale.ref, because=" ", by=None, now=NOW)
    undo_sale(sale.ref, because="the wrong Anna", by=None, now=NOW)
    row.refresh_from_db()
    assert (row.outcome, row.prospect.stage) == ("", Stage.IN_SALES)
    assert row.prospect.next_step == NextStep.CALL
    with pytest.raises(Refusal, match="undone before"):
        undo_sale(sale.ref, because="again", by=None, now=NOW)
    assert win(row.ref, promises=None, nothing_beyond=True, by=None, now=NOW).pk != sale.pk


def test_whoever_had_left_us_has_left_us_when_the_sale_that_brought_them_back_is_undone(row: Opportunity, anna: Prospect) -> None:
    win(row.ref, promises=None, nothing_beyond=True, by=None, now=NOW)
    plan_new_sales(now=NOW)
    lose_customer(anna.pk, "price", "Too dear", wake_on=MARCH, by=None, now=NOW + timedelta(days=1))
    other = may_buy(anna, offers("Solar roof"), now=NOW + timedelta(days=2))
    later = NOW + timedelta(days=2)
    sale = win(other.ref, promises=None, nothing_beyond=True, by=None, now=later)
    plan_new_sales(now=later)
    assert (Loss.objects.get().back_at, Keeping.objects.get(kind="win_back").dropped_at) == (later, later)
    undo_sale(sale.ref, because="the wrong Anna", by=None, now=later)
    anna.refresh_from_db()
    assert (anna.stage, Loss.objects.get().back_at, Keeping.objects.get(kind="win_back").dropped_at) == (Stage.IN_SALES, None, None)


def test_what_was_promised_ends_with_the_sale_that_was_none(row: Opportunity) -> None:
    sale = win(row.ref, promises=[SUNDAYS, NewPromise("a spare key", date(2026, 11, 20))], nothing_beyond=False, by=None, now=NOW)
    plan_new_sales(now=NOW)
    kept, open_one = Promise.objects.order_by("due_on")
    keep_promise(kept.ref, "they have it", by=None, now=NOW)
    propose_change(open_one.ref, "works on Saturdays", date(2026, 12, 6), "no staff", by=None, now=NOW)
    raise_due(now=NOW + timedelta(days=20))
    assert Signal.objects.open().filter(kind__in=["delivery", "check_in"]).count() == 2
    undo_sale(sale.ref, because="the wrong Anna", by=None, now=NOW)
    assert set(Promise.objects.values_list("what", "state")) == {("a spare key", "kept"), ("works on Sundays", "withdrawn")}
    assert not Signal.objects.open().filter(kind__in=["delivery", "check_in"]).exists()
    assert not Keeping.objects.filter(raised_at__isnull=True, dropped_at__isnull=True).exists()
    assert set(PromiseChange.objects.values_list("answer", flat=True)) == {"overtaken"}
    assert not Telling.objects.filter(told_at__isnull=True).exists()


def test_two_who_become_one_have_both_their_opportunities_and_part_again_with_them(row: Opportunity, house: House) -> None:
    berta = meet(house, "Berta Brandt", owner=house.cara, phone="+441134960043", email="berta@brandt.example")
    other = may_buy(berta, offers("Solar roof"), on=FRIDAY + timedelta(days=3))
    merged = merge(row.prospect_id, berta.pk, because="the same", by=None, now=NOW)
    assert Opportunity.objects.filter(prospect_id=row.prospect_id).count() == 2
    unmerge(merged.ref, by=None, now=NOW)
    other.refresh_from_db()
    assert other.prospect_id == berta.pk
