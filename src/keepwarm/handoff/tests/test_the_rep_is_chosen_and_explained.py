"""Former rep, firm, territory, room: in this order, explained, the same whatever the order in which reps are read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.circle.actions import mark_away
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Stage
from keepwarm.handoff.actions import offer
from keepwarm.handoff.choosing import Candidate, choose
from keepwarm.handoff.models import Asking, Notice
from keepwarm.handoff.reasons import WORDS, in_words
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import set_territories
from tests.cast import NOW, House, meet, user_of
from tests.leads import a_lead

moments = st.one_of(st.none(), st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone comes after
candidates = st.lists(
    st.builds(
        Candidate,
        seat_id=st.integers(1, 9),
        name=st.sampled_from(["Cara", "Carl"]),
        is_present=st.booleans(),
        thread_at=moments,
        spoke_at=moments,
        colleague=st.sampled_from(["", "Ben"]),
        territory=st.sampled_from(["", "DE"]),
        load=st.floats(0, 9),
    ),
    max_size=6,
    unique_by=lambda one: one.seat_id,
)


@given(candidates, st.randoms(use_true_random=False), st.sets(st.integers(1, 9), max_size=3))
def test_the_order_in_which_they_are_read_changes_nothing(some: list[Candidate], chance: object, without: set[int]) -> None:
    mixed = sorted(some, key=lambda one: chance.random())  # type: ignore[attr-defined]
    assert choose(some, without=without) == choose(mixed, without=without)


@given(candidates, st.sets(st.integers(1, 9), max_size=3))
def test_nobody_absent_or_left_out_is_chosen_while_somebody_else_is_here(some: list[Candidate], without: set[int]) -> None:
    chosen = choose(some, without=without)
    left = [one for one in some if one.seat_id not in without]
    assert (chosen is None) == (not left)
    if chosen is not None:
        assert chosen.seat_id in {one.seat_id for one in left}
        assert chosen.is_present == any(one.is_present for one in left)
        assert all(key in WORDS for key, _ in chosen.because)
        assert len(in_words(chosen.because)) == len(chosen.because) > 0


@given(candidates)
def test_whoever_gave_them_back_last_comes_first_of_those_here(some: list[Candidate]) -> None:
    former = [one for one in some if one.is_present and one.thread_at]
    if former:
        newest = max(one.thread_at for one in former if one.thread_at)
        chosen = choose(some)
        assert chosen is not None
        assert chosen.seat_id in {one.seat_id for one in former if one.thread_at == newest}
        assert chosen.because[0][0] == "former_rep"


def asked(prospect: Prospect) -> Asking:
    return Asking.objects.select_related("seat").get(handoff__prospect=prospect, outcome="")


@pytest.mark.django_db
def test_the_rep_of_a_colleague_comes_before_a_territory(house: House) -> None:
    set_territories(house.cara, [("place", "GB")], by=house.mona, now=NOW)
    anna = a_lead(house)
    offer(anna.pk, by=house.max, now=NOW)
    assert (asked(anna).seat, asked(anna).because[0][0]) == (house.cara, "territory")
    known = meet(house, "Carlo Conti", firm="Mill", phone="+441134960044", email="c@mill.example", owner=house.carl)
    Prospect.objects.filter(pk=known.pk).update(stage=Stage.IN_SALES)
    ben = a_lead(house, "Ben Bauer", firm="Mill", phone="+441134960043", email="b@mill.example")
    offer(ben.pk, by=house.max, now=NOW)
    assert asked(ben).seat == house.carl
    assert in_words(asked(ben).because) == ["Carl looks after Carlo Conti of the same firm"]


@pytest.mark.django_db
def test_who_spoke_with_them_comes_before_both(house: House) -> None:
    set_territories(house.cara, [("place", "GB")], by=house.mona, now=NOW)
    anna = a_lead(house)
    talk = NewTouch(anna.pk, "phone", "out", "reached", NOW - timedelta(minutes=30), house.carl.pk)
    log_touch(talk, by=user_of(house.carl), now=NOW - timedelta(minutes=30))
    offer(anna.pk, by=house.max, now=NOW)
    assert asked(anna).seat == house.carl


@pytest.mark.django_db
def test_when_all_are_away_one_is_asked_all_the_same_and_the_manager_knows(house: House) -> None:
    for seat in (house.cara, house.carl):
        mark_away(seat, by=house.mona, now=NOW, ends_at=NOW + timedelta(days=3))
    anna = a_lead(house)
    offer(anna.pk, by=house.max, now=NOW)
    assert asked(anna).because[0][0] == "nobody_here"
    assert Notice.objects.filter(kind=Notice.Kind.NO_REP, user=house.mona).count() == 1
