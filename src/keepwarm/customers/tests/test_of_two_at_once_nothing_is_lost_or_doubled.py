"""Two at once about one customer: a promise is written down once, settled once, and no word of theirs is lost."""

from datetime import date

import pytest

from keepwarm.circle.actions.winning import win
from keepwarm.customers.actions import Heard, NewPromise, break_promise, hear, keep_promise, lose_customer, record_promises
from keepwarm.customers.actions.planning import asked_of
from keepwarm.customers.models import Asked, Case, Loss, Promise
from keepwarm.customers.tests.buying import SUNDAYS, buyer
from keepwarm.selling.models import Sale
from tests.at_once import at_once
from tests.cast import NOW, meet, open_house
from tests.selling import may_buy, offers

pytestmark = pytest.mark.django_db(transaction=True)
DECEMBER = date(2026, 12, 4)


def test_the_same_promise_is_written_down_once() -> None:
    sale = buyer(open_house())
    act = lambda: record_promises(sale, [NewPromise("a second key", DECEMBER)], by=None, now=NOW)  # noqa: E731
    assert at_once(act, act, act) == ["", "", ""]
    assert Promise.objects.filter(what="a second key").count() == 1


def test_kept_and_broken_at_once_is_one_of_the_two() -> None:
    ref = buyer(open_house()).promises.get(what=SUNDAYS).ref
    told = at_once(
        lambda: keep_promise(ref, "Seen", by=None, now=NOW),
        lambda: break_promise(ref, "Closed", by=None, now=NOW),
    )
    assert min(told) == ""
    assert "is settled" in max(told)
    assert Case.objects.count() == (Promise.objects.get(ref=ref).state == "broken")


def test_what_they_say_in_two_tabs_is_kept_whole() -> None:
    asked = asked_of(buyer(open_house()), now=NOW)
    assert at_once(*(lambda words=words: hear(asked.ref, Heard(words=words), now=NOW) for words in ("first", "second"))) == ["", ""]
    assert sorted(Asked.objects.get().words.split()) == ["first", "second"]


def test_it_is_sold_once_and_lost_once() -> None:
    house = open_house()
    row = may_buy(meet(house, owner=house.cara), offers())
    act = lambda: win(row.ref, promises=[NewPromise("a key", DECEMBER)], nothing_beyond=False, by=None, now=NOW)  # noqa: E731
    assert max(at_once(act, act)) == "It is closed already: won."
    assert (Sale.objects.count(), Promise.objects.count()) == (1, 1)
    left = lambda: lose_customer(row.prospect_id, "price", "Too dear", wake_on=date(2027, 5, 3), by=None, now=NOW)  # noqa: E731
    assert "is no customer now" in max(at_once(left, left))
    assert Loss.objects.count() == 1
