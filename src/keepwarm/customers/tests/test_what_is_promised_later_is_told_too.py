"""Written down after the sale: by who keeps the customer, told to them in writing, and never for a sale or a day that cannot be."""

import email
import email.policy
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from keepwarm.cli.main import keepwarm
from keepwarm.customers.actions import (
    NewPromise,
    ask_openly,
    lose_customer,
    plan_new_sales,
    propose_change,
    record_promises,
    tell_customers,
)
from keepwarm.customers.models import Loss, Promise, PromiseChange
from keepwarm.customers.refusals import PromiseWithoutDate, SaleUndone
from keepwarm.customers.tasks import look_after_customers
from keepwarm.customers.tests.buying import SUNDAYS, buyer, sell
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Account, Message
from keepwarm.selling.models import Sale
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 4)
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def house() -> House:
    Account.objects.create(name="House", host="127.0.0.1", port=25, security="none", from_email="hello@house.example", made_at=NOW)
    return open_house()


def written(message: Message) -> str:
    assert message.frozen is not None
    body = email.message_from_bytes(bytes(message.frozen.raw), policy=email.policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def test_what_is_promised_after_the_mail_is_told_in_another_and_nothing_beyond_is_no_more_said(house: House) -> None:
    sale = sell(meet(house, email="anna@arnold.example"), house.cara)
    Sale.objects.update(nothing_beyond=True)
    plan_new_sales(now=NOW)
    tell_customers(now=LATER)
    assert "we promised you nothing more" in written(Message.objects.get())
    record_promises(sale, [NewPromise("a second key", DECEMBER)], by=user_of(house.cara), now=LATER)
    assert tell_customers(now=LATER) == 0, "a slip can be mended first"
    for _again in range(2):
        tell_customers(now=LATER + timedelta(minutes=10))
    assert "a second key, by 4 December 2026" in written(Message.objects.latest("pk"))
    assert (Message.objects.count(), Sale.objects.get().nothing_beyond) == (2, False)


def test_the_same_once_more_is_told_no_second_time(house: House) -> None:
    sale = buyer(house)
    tell_customers(now=NOW)
    record_promises(sale, [NewPromise(SUNDAYS, sale.promises.get(what=SUNDAYS).due_on)], by=None, now=LATER)
    tell_customers(now=LATER + timedelta(hours=1))
    assert Message.objects.count() == 1


def test_only_who_keeps_the_customer_writes_one_down_whatever_the_door(house: House) -> None:
    sale = buyer(house)
    with pytest.raises(NotYours):
        record_promises(sale, [NewPromise("a second key", DECEMBER)], by=user_of(house.ivo), now=NOW)
    told = CliRunner().invoke(keepwarm, ["promise", "add", sale.ref, "a key", "2026-12-04", "--as", user_of(house.ivo).email])
    assert isinstance(told.exception, NotYours)
    assert Promise.objects.count() == 2


def test_a_sale_that_was_undone_meanwhile_promises_nothing(house: House) -> None:
    sale = buyer(house)
    Sale.objects.filter(pk=sale.pk).update(undone_at=NOW)
    with pytest.raises(SaleUndone):
        record_promises(sale, [NewPromise("a second key", DECEMBER)], by=None, now=NOW)
    assert Promise.objects.count() == 2


def test_a_change_to_a_day_that_nobody_lives_to_see_is_refused_and_the_background_goes_on(house: House) -> None:
    promise = buyer(house).promises.get(what=SUNDAYS)
    with pytest.raises(PromiseWithoutDate):
        propose_change(promise.ref, "Some day", date(9999, 12, 31), "No staff", by=None, now=NOW)
    assert not PromiseChange.objects.exists()
    look_after_customers(now=NOW + timedelta(days=60))


def test_whoever_leaves_is_asked_again_while_somebody_here_can(house: House) -> None:
    sale = buyer(house)
    for day in (date(9999, 12, 31), NOW.date() + timedelta(days=3660), NOW.date()):
        with pytest.raises(Refusal):
            lose_customer(sale.prospect_id, "price", "Too dear", wake_on=day, by=house.sven, now=NOW)
    assert not Loss.objects.exists()


def test_who_sold_without_a_mail_account_holds_up_nobody_elses_mail(house: House) -> None:
    Account.objects.update(seat=house.carl)
    for number in range(51):
        buyer(house, f"Anna {number}", email=f"anna{number}@arnold.example")
    theirs = sell(meet(house, "Bert Brand", owner=house.carl, email="bert@brand.example"), house.carl)
    record_promises(theirs, [NewPromise("a second key", DECEMBER)], by=None, now=LATER)
    tell_customers(now=LATER + timedelta(minutes=20))
    assert list(Message.objects.values_list("to_email", flat=True)) == ["bert@brand.example"]


def test_sales_that_were_undone_hold_up_no_plan(house: House) -> None:
    anna = meet(house, email="anna@arnold.example")
    one = sell(anna, house.cara)
    Sale.objects.filter(pk=one.pk).update(undone_at=NOW)
    Sale.objects.bulk_create(
        Sale(
            prospect=anna,
            offering=one.offering,
            amount_minor=1,
            currency="EUR",
            rate=1,
            sold_at=NOW,
            made_at=NOW,
            seat=house.cara,
            undone_at=NOW,
        )
        for _number in range(200)
    )
    live = sell(anna, house.cara)
    assert plan_new_sales(now=NOW) == 1
    assert live.keepings.exists()
    ask_openly(now=NOW)


def test_a_sale_whose_mail_goes_before_it_is_planned_is_kept_all_the_same(house: House) -> None:
    sale = sell(meet(house, email="anna@arnold.example"), house.cara)
    record_promises(sale, [NewPromise("a second key", DECEMBER)], by=None, now=NOW)
    tell_customers(now=LATER)
    plan_new_sales(now=LATER)
    assert Message.objects.count() == 1
    assert set(sale.keepings.values_list("kind", flat=True)) >= {"onboarding", "check_in", "anniversary"}
