"""Somebody became part of another while a call was made: what was done lands on the one who remains, or is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from keepwarm.circle.actions import forget, hand_over, merge
from keepwarm.circle.actions.mending import mend_address
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import choose, defer, end, hold, keep_warm, log_touch, refuse_advice, release, reopen, settle, undo_touch
from keepwarm.decisions.batch import Choice, NewAnswer, NewTouch, NewWish
from keepwarm.decisions.models import Hold
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.actions import correct_prospect
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=2)


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    """Who remains."""
    return meet(house)


@pytest.fixture
def gone(house: House, anna: Prospect) -> Prospect:
    """Part of part of Anna, as she was seen before: a hundred times written to."""
    gone, between = (
        meet(house, "Anna A.", phone="", email="a@arnold.example"),
        meet(house, "A. Arnold", phone="", email="aa@arnold.example"),
    )
    settle([anna.pk, gone.pk, between.pk], by=None, now=NOW)
    Prospect.objects.filter(pk=gone.pk).update(version=100)
    gone.refresh_from_db()
    merge(between.pk, gone.pk, because="one person", by=house.mona, now=NOW)
    merge(anna.pk, between.pk, because="one person", by=house.mona, now=NOW)
    return gone


def call(prospect: Prospect, house: House, version: int | None = None) -> NewTouch:
    answers, wishes = (NewAnswer("size", "30", 3),), (NewWish("best_time", channel="phone", words="mornings"),)
    return NewTouch(prospect.pk, "phone", "out", "reached", NOW, house.ines.pk, answers=answers, wishes=wishes, version=version)


def test_a_call_its_answers_and_wishes_land_on_who_remains(house: House, anna: Prospect, gone: Prospect) -> None:
    from keepwarm.answers.actions import find_or_create_questions

    find_or_create_questions({"size": "How many?"})
    logged = log_touch(call(gone, house), by=house.ines.user, now=NOW)
    assert logged.prospect.pk == anna.pk
    assert (anna.answers.get().value, anna.wishes.get().words) == ("30", "mornings")
    assert not Touch.objects.filter(prospect=gone).exists()
    assert audit_house(now=NOW).is_clean


ACTS: dict[str, Callable[[int, House], object]] = {
    "choose": lambda pk, house: choose(pk, Choice("call", SOON, "they asked"), by=house.ines.user, now=NOW),
    "refuse": lambda pk, house: refuse_advice(pk, "already_spoke", by=house.ines.user, now=NOW),
    "defer": lambda pk, house: defer(pk, SOON, "ill", by=house.ines.user, now=NOW),
    "keep_warm": lambda pk, house: keep_warm(pk, SOON, "later", by=house.ines.user, now=NOW),
    "end": lambda pk, house: end(pk, "no_need", because="said so", by=house.ines.user, now=NOW),
    "hand_over": lambda pk, house: hand_over(pk, house.ivo, because="knows them", by=house.mona, now=NOW),
    "settle": lambda pk, house: settle([pk], by=None, now=NOW + timedelta(days=40)),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_decided_is_decided_for_who_remains(house: House, anna: Prospect, gone: Prospect, act: str) -> None:
    anna.refresh_from_db()
    gone.refresh_from_db()
    before, lost = anna.version, gone.version
    ACTS[act](gone.pk, house)
    anna.refresh_from_db()
    gone.refresh_from_db()
    assert anna.version > before
    assert (gone.version, gone.is_open) == (lost, False)
    assert audit_house(now=NOW).is_clean


def test_facts_and_addresses_are_mended_at_who_remains(house: House, anna: Prospect, gone: Prospect) -> None:
    assert correct_prospect(gone.ref, {"title": "Dr"}, by=user_of(house.ines), now=NOW).pk == anna.pk
    assert mend_address(gone, "phone", "+441134960099", by=user_of(house.ines), now=NOW).prospect == anna


def test_who_opens_the_call_holds_who_remains_and_lets_go_of_them(house: House, anna: Prospect, gone: Prospect) -> None:
    assert hold(gone.pk, house.ines, now=NOW).prospect == anna
    release(gone.pk, house.ines)
    assert not Hold.objects.exists()


def test_a_form_that_showed_the_merged_one_is_refused(house: House, anna: Prospect, gone: Prospect) -> None:
    with pytest.raises(Refusal, match="merged into another meanwhile"):
        log_touch(call(gone, house, version=gone.version), by=house.ines.user, now=NOW)
    with pytest.raises(Refusal, match="merged into another meanwhile"):
        keep_warm(gone.pk, SOON, "later", by=house.ines.user, now=NOW, version=gone.version)
    with pytest.raises(Refusal, match="merged into another meanwhile"):
        correct_prospect(gone.ref, {"title": "Dr"}, by=house.ines.user, now=NOW, version=gone.version)
    anna.refresh_from_db()
    assert anna.version > gone.version + 1  # no number that was shown of the other fits the one who remains


def test_forgetting_the_merged_one_forgets_the_person(house: House, anna: Prospect, gone: Prospect) -> None:
    forget(gone.pk, by=house.mona, now=NOW)
    assert set(Prospect.objects.values_list("name", flat=True)) == {"Forgotten"}


def test_nobody_comes_back_who_was_forgotten(house: House, anna: Prospect) -> None:
    forget(anna.pk, by=house.mona, now=NOW)
    theirs = NewTouch(anna.pk, "phone", "in", "reached", NOW, house.ines.pk)
    for act in (
        lambda: log_touch(theirs, by=house.ines.user, now=NOW),
        lambda: reopen(anna.pk, because="a mistake", by=house.ines.user, now=NOW),
        lambda: correct_prospect(anna.ref, {"name": "Anna Arnold"}, by=house.ines.user, now=NOW),
    ):
        with pytest.raises(Refusal, match=r"was forgotten|no such prospect"):
            act()
    anna.refresh_from_db()
    assert (anna.is_open, anna.name) == (False, "Forgotten")


def test_a_touch_of_one_of_two_is_not_undone_over_the_other(house: House, anna: Prospect) -> None:
    other = meet(house, "Anna A.", phone="", email="a@arnold.example")
    settle([anna.pk, other.pk], by=None, now=NOW)
    touch = log_touch(NewTouch(other.pk, "email", "in", "received", NOW, house.ines.pk), by=None, now=NOW).touch
    choose(anna.pk, Choice("call", SOON, "they asked"), by=house.ines.user, now=NOW)
    later = NOW + timedelta(minutes=5)
    merge(anna.pk, other.pk, because="one person", by=house.mona, now=later)
    with pytest.raises(Refusal, match="Undo that merge first"):
        undo_touch(touch.ref, by=house.ines.user, now=later)
    anna.refresh_from_db()
    assert anna.chosen_because == "they asked"
