"""Promises are written down with a day, kept or broken with proof, changed only with the customer's yes; a broken one is called first."""

from datetime import date, timedelta

import pytest

from keepwarm.customers.actions import (
    NewPromise,
    answer_change,
    break_promise,
    keep_promise,
    propose_change,
    raise_due,
    record_promises,
    settle_case,
)
from keepwarm.customers.models import Case, Keeping, Promise
from keepwarm.customers.refusals import PromiseWithoutDate, PromiseWithoutWords, ProofNeeded, ReasonNeeded, SaleUndone, SettledAlready
from keepwarm.customers.tests.buying import SOLD_AT, SUNDAYS, buyer
from keepwarm.facts.pacing import open_from
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Sale
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Signal
from tests.cast import NOW, open_house, user_of

pytestmark = pytest.mark.django_db


def test_a_promise_needs_words_and_a_day_and_is_written_down_once() -> None:
    sale = buyer(open_house())
    with pytest.raises(PromiseWithoutWords):
        record_promises(sale, [NewPromise("  ", date(2026, 12, 1))], by=None, now=NOW)
    with pytest.raises(PromiseWithoutDate):
        record_promises(sale, [NewPromise("Soon", date(2126, 12, 1))], by=None, now=NOW)
    with pytest.raises(PromiseWithoutDate, match="before it was sold"):
        record_promises(sale, [NewPromise("Soon", date(2020, 1, 1))], by=None, now=NOW)
    again = NewPromise(SUNDAYS, SOLD_AT.date() + timedelta(days=14))
    assert record_promises(sale, [again, again], by=None, now=NOW) == []
    Sale.objects.update(undone_at=NOW)
    with pytest.raises(SaleUndone):
        record_promises(sale, [again], by=None, now=NOW)
    assert Promise.objects.count() == 2


def test_a_broken_one_puts_the_customer_first_on_the_next_working_morning_for_who_sold() -> None:
    house = open_house()
    sale = buyer(house)
    Prospect.objects.filter(pk=sale.prospect_id).update(owner=house.carl)
    first = sale.promises.get(what=SUNDAYS)
    with pytest.raises(ProofNeeded):
        break_promise(first.ref, " ", by=house.sven, now=NOW)
    break_promise(first.ref, "Closed last Sunday, they say", by=house.sven, now=NOW)
    anna, case = Prospect.objects.get(), Case.objects.get()
    assert (anna.owner, anna.because_rule, anna.next_step) == (house.cara, "broken_promise", "call")
    assert anna.next_touch_at is not None
    assert anna.next_touch_at.isoformat() == "2026-11-19T09:00:00+00:00", "the next working morning in London"
    assert (case.owner, case.beside) == (house.cara, house.sven)
    assert open_from([anna.pk], channel="email", now=NOW)[anna.pk].because == "waits"
    settle_case(case.ref, "Sundays from December on, at no cost", by=user_of(house.cara), now=NOW + timedelta(days=1))
    assert not Signal.objects.open().filter(kind="broken_promise").exists()
    assert open_from([anna.pk], channel="email", now=NOW + timedelta(days=9))[anna.pk].because != "waits"
    with pytest.raises(SettledAlready):
        settle_case(case.ref, "Again", by=house.sven, now=NOW)


def test_settled_once_by_who_keeps_the_customer_and_by_nobody_else() -> None:
    house = open_house()
    sale = buyer(house)
    first = sale.promises.get(what=SUNDAYS)
    with pytest.raises(NotYours):
        keep_promise(first.ref, "Seen", by=user_of(house.ivo), now=NOW)
    keep_promise(first.ref, "Open on Sunday, photo", by=house.sven, now=NOW)
    with pytest.raises(SettledAlready):
        break_promise(first.ref, "No", by=house.sven, now=NOW)
    asks = Keeping.objects.get(kind=Keeping.Kind.REFERRAL)
    raise_due(now=NOW + timedelta(days=4))
    asks.refresh_from_db()
    assert asks.raised_at is not None
    assert Signal.objects.open().filter(kind="referral").exists()


def test_a_change_waits_for_their_yes_and_a_no_leaves_it_as_it_was() -> None:
    house = open_house()
    sale = buyer(house)
    cara, first = user_of(house.cara), sale.promises.get(what=SUNDAYS)
    later = first.due_on + timedelta(days=30)
    with pytest.raises(ReasonNeeded):
        propose_change(first.ref, SUNDAYS, later, "", by=cara, now=NOW)
    refused = propose_change(first.ref, SUNDAYS, later, "The staff is not there yet", by=cara, now=NOW)
    answer_change(refused.ref, yes=False, now=NOW)
    first.refresh_from_db()
    assert first.state == "open"
    agreed = propose_change(first.ref, SUNDAYS, later, "From January on", by=cara, now=NOW)
    assert answer_change(agreed.ref, yes=True, now=NOW).answer == "yes"
    answer_change(agreed.ref, yes=True, now=NOW)
    first.refresh_from_db()
    new = Promise.objects.get(replaces=first)
    assert (first.state, new.due_on, new.state, new.recorded) == ("changed", later, "open", True)
    with pytest.raises(SettledAlready):
        answer_change(agreed.ref, yes=False, now=NOW)


def test_at_its_day_the_sellers_call_is_a_due_touch() -> None:
    house = open_house()
    sale = buyer(house)
    day = SOLD_AT + timedelta(days=14)
    assert raise_due(now=day - timedelta(days=3)) == 0
    assert raise_due(now=day) == 2
    assert raise_due(now=day) == 0
    anna = Prospect.objects.get(pk=sale.prospect_id)
    assert (anna.because_rule, anna.owner) == ("delivery", house.cara)
