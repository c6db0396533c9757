"""The pass over everyone: broken off it goes on, and the comparison counts only what came before and what was bought afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.ledger.actions import look_at_everyone
from keepwarm.ledger.models import Round
from keepwarm.ledger.queries import everyone
from keepwarm.ledger.queries.everyone import parts_of
from keepwarm.ledger.queries.spent import newest_round
from tests.cast import NOW, House, meet
from tests.ledgers import pass_between, sell

DAY = timedelta(days=1)


@pytest.fixture
def five(house: House) -> House:
    """Five people who came 200 days ago; one had an article in time, one too late; one bought before, one after the 90 days."""
    people = [meet(house, f"Person {n}", email=f"p{n}@p.example", phone="", inquired_at=NOW - 200 * DAY) for n in range(5)]
    pass_between(people[0], "mailing", "delivered", at=NOW - 150 * DAY)
    pass_between(people[1], "mailing", "delivered", at=NOW - 50 * DAY)
    pass_between(people[2], "mailing", "failed", at=NOW - 150 * DAY)
    sell(house, people[0], at=NOW - DAY)
    sell(house, people[3], at=NOW - 190 * DAY)
    return house


def test_broken_off_it_goes_on_and_finds_the_same(five: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look_at_everyone(now=NOW).done
    whole = Round.objects.get().found
    Round.objects.all().delete()
    monkeypatch.setattr(everyone, "AT_ONCE", 2)
    calls = 0
    while not look_at_everyone(now=NOW, at_once=1).done:
        calls += 1
    assert calls == 3
    found = Round.objects.get()
    assert (found.found, found.people, found.runs) == (whole, 5, False)


def test_only_what_came_in_time_counts_as_got_and_only_what_came_after_as_bought(five: House) -> None:
    look_at_everyone(now=NOW)
    found = newest_round()
    assert found is not None
    parts = {(had, bought): people for _stratum, had, bought, people in parts_of(found.found["got"], "article")}
    assert parts == {(True, True): 1, (False, False): 3}


def test_a_round_that_is_fresh_is_not_begun_anew(five: House) -> None:
    look_at_everyone(now=NOW)
    assert look_at_everyone(now=NOW + timedelta(minutes=1)).people == 0
    assert look_at_everyone(now=NOW + timedelta(minutes=6)).people == 5
    look_at_everyone(now=NOW + timedelta(minutes=12))
    assert Round.objects.count() == 2


def test_an_empty_house_is_looked_at_too(house: House) -> None:
    assert look_at_everyone(now=NOW).done
    assert newest_round() is not None
