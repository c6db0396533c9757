"""Two people answer in the same moment, on two connections: one wins, the other is told who, and nothing is done twice."""

from datetime import timedelta
from typing import Any

import pytest

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.actions import accept, give_back, offer, tick
from keepwarm.handoff.actions.threads import cut_threads_of
from keepwarm.handoff.models import Asking, HandOff, Notice, Thread
from keepwarm.prospects.models import Showing, StandingChange
from keepwarm.touches.models import Signal
from tests.at_once import at_once
from tests.cast import NOW, open_house, user_of
from tests.leads import a_lead, agree


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_one_wins_and_the_other_is_told(round_: int) -> None:
    house = open_house()
    agree()
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    cara = user_of(house.cara)
    said = at_once(
        lambda: accept(handoff.ref, by=cara, now=NOW),
        lambda: accept(handoff.ref, by=house.mona, now=NOW),
        lambda: give_back(handoff.ref, reason="no_need", by=cara, now=NOW),
        lambda: tick(now=handoff.askings.get(outcome="").pass_on_at) if round_ == 0 else None,
    )
    answered = [one for one in said[:3] if not one]
    assert len(answered) == 1 or round_ == 0
    assert all("Cara" in one or "Carl" in one for one in said if one)
    assert HandOff.objects.count() == 1
    assert Asking.objects.filter(outcome__in=["accepted", "returned"]).count() <= 1
    assert StandingChange.objects.filter(what="owner").count() <= 1
    assert Signal.objects.open().filter(kind__in=["handoff", "introduced"]).count() <= 1
    found = audit_house(now=NOW)
    assert found.is_clean, found.found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_clocks_at_once_tell_of_warmth_once(round_: int) -> None:
    house = open_house()
    agree()
    for name in "ABCDE":
        one = a_lead(house, name)
        give_back(offer(one.pk, by=house.max, now=NOW, to_seat=house.cara).ref, reason="no_need", by=user_of(house.cara), now=NOW)
        log_touch(NewTouch(one.pk, "email", "in", "received", NOW + timedelta(hours=1)), by=None, now=NOW + timedelta(hours=1))
    Notice.objects.all().delete()
    later = NOW + timedelta(days=1 + round_)
    at_once(*[lambda: tick(now=later)] * 4)
    assert Notice.objects.filter(kind="warm_again").count() == Thread.objects.exclude(told_at=None).count() == 5


@pytest.mark.django_db
def test_a_rep_who_leaves_reads_nothing_more_whatever_they_had_given_back(django_assert_max_num_queries: Any) -> None:
    house = open_house()
    agree()
    people = [a_lead(house, f"Anna {number}", email=f"anna{number}@arnold.example") for number in range(4)]
    for one in people:
        give_back(offer(one.pk, by=house.max, now=NOW, to_seat=house.cara).ref, reason="no_need", by=user_of(house.cara), now=NOW)
    assert Showing.objects.filter(seat=house.cara).count() == len(people)
    with django_assert_max_num_queries(6):
        cut_threads_of(house.cara, now=NOW)
    assert not Showing.objects.exists()
    assert not Thread.objects.filter(cut_at=None).exists()
