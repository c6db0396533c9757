"""The audit names an opportunity, a customer, a promise or a case by which nothing waits; each row here is broken on purpose."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.circle.actions.winning import win
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.customers.actions import NewPromise, break_promise, call_again, open_case, plan_new_sales, raise_due
from keepwarm.customers.models import Case, Keeping, Promise
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.touches.models import Signal
from tests.cast import NOW, meet, open_house
from tests.selling import may_buy, offers

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SOON = NOW.date() + timedelta(days=5)
OURS = {"opportunity", "sale", "customer", "promise", "case"}
AFTER = NOW + timedelta(days=30)


@pytest.fixture
def row() -> Opportunity:
    house = open_house()
    return may_buy(meet(house, owner=house.cara), offers())


@pytest.fixture
def sale(row: Opportunity) -> Sale:
    sale = win(row.ref, promises=[NewPromise("works on Sundays", SOON)], nothing_beyond=False, by=None, now=NOW)
    plan_new_sales(now=NOW)
    return sale


def found() -> list[tuple[str, str]]:
    """What the audit names, in short."""
    return [
        (one.what, one.should_be)
        for one in audit_house(now=LATER).found
        if one.what in {"opportunity", "sale", "customer", "promise", "case"}
    ]


def test_a_house_that_sells_as_it_should_is_clean(row: Opportunity) -> None:
    assert found() == []
    sale = win(row.ref, promises=[NewPromise("works on Sundays", SOON)], nothing_beyond=False, by=None, now=NOW)
    plan_new_sales(now=NOW)
    assert found() == []
    open_case(sale.prospect_id, "Too loud", by=None, now=NOW)
    break_promise(Promise.objects.get().ref, "Closed", by=None, now=NOW)
    assert found() == []
    undo_sale(sale.ref, because="the wrong Anna", by=None, now=NOW)
    result = audit_house(now=LATER)
    assert (result.is_clean, result.by_kind) == (True, {})


def break_signal() -> None:
    Signal.objects.filter(kind=Signal.Kind.OPPORTUNITY).update(settled_at=NOW)


def break_end() -> None:
    Prospect.objects.update(ended_at=NOW, end_reason="no", next_touch_at=None)


def break_won() -> None:
    Opportunity.objects.update(outcome="won", closed_at=NOW)


@pytest.mark.parametrize(
    ("breaks", "named"),
    [
        (break_signal, ("opportunity", "a next touch")),
        (break_end, ("opportunity", "closed: the prospect has ended")),
        (break_won, ("sale", "a sale")),
    ],
)
def test_an_opportunity_that_waits_for_nothing_is_named(row: Opportunity, breaks: Callable[[], None], named: tuple[str, str]) -> None:
    breaks()
    assert found() == [named]
    result = audit_house(now=LATER)
    assert not result.is_clean
    assert result.by_kind[named[0]] == 1


def break_keeping() -> None:
    Keeping.objects.update(dropped_at=NOW)


def break_undone() -> None:
    Sale.objects.update(undone_at=NOW)
    Opportunity.objects.update(outcome="lost", wake_on=SOON)


def break_broken() -> None:
    Promise.objects.update(state=Promise.State.BROKEN, settled_at=NOW)


def break_reopened() -> None:
    Opportunity.objects.update(outcome="lost", wake_on=SOON)


@pytest.mark.parametrize(
    ("breaks", "named"),
    [
        (break_keeping, ("customer", "a call that keeps them")),
        (break_undone, ("promise", "withdrawn: its sale was undone")),
        (break_broken, ("promise", "a case, open or settled")),
        (break_reopened, ("sale", "its opportunity is lost")),
    ],
)
def test_a_customer_whom_nobody_keeps_is_named(sale: Sale, breaks: Callable[[], None], named: tuple[str, str]) -> None:
    breaks()
    assert found() == [named]


def test_an_open_case_nobody_calls_about_is_named(sale: Sale) -> None:
    open_case(sale.prospect_id, "Too loud", by=None, now=NOW)
    Signal.objects.filter(source=f"case:{Case.objects.get().ref}").update(voided_at=NOW)
    assert found() == [("case", "a call about it")]


def unanswered() -> list[str]:
    return [one.stands for one in audit_house(now=AFTER).found if one.what == "promise"]


def test_a_promise_past_its_day_is_named_until_a_call_waits_and_again_when_nobody_says_how_it_went(sale: Sale) -> None:
    promise = Promise.objects.get()
    assert unanswered() == [f"{promise.ref} is past its day and open"]
    raise_due(now=AFTER - timedelta(days=10))
    assert unanswered() == []
    Signal.objects.filter(source=f"promise:{promise.ref}").update(settled_at=F("raised_at"))  # somebody called, and said nothing
    assert len(unanswered()) == 1
    assert call_again(now=AFTER - timedelta(days=5)) == 0, "not before a week"
    assert (call_again(now=AFTER), call_again(now=AFTER)) == (1, 0)
    assert unanswered() == []


def test_who_ended_and_came_back_is_still_kept(sale: Sale) -> None:
    Prospect.objects.filter(pk=sale.prospect_id).update(ended_at=NOW, end_reason="no", next_touch_at=None)
    raise_due(now=NOW + timedelta(days=400))
    planned = Keeping.objects.filter(raised_at__isnull=True, dropped_at__isnull=True)
    assert set(planned.values_list("kind", flat=True)) == {"anniversary", "check_in"}
