"""Readiness: points that fade, the moment they rise to the mark, and what that is a reason for."""

import numpy as np
import pytest

from keepwarm.engine.policy import Policy
from keepwarm.engine.readiness import KINDS, Deeds, Readiness, points_by_kind, readiness, share_of
from keepwarm.engine.tests.people import NOW, ago, decided, person, told
from keepwarm.engine.words import Evidence, Step

POLICY = Policy()


def deeds(*done: tuple[str, float, int] | tuple[str, float], who: int = 0) -> Deeds:
    """`(kind, days ago, weight)`."""
    kinds = np.array([KINDS.index(one[0]) for one in done], np.int8)
    weight = np.array([one[2] if len(one) > 2 else 1 for one in done], np.int16)
    return Deeds(np.full(len(done), who), kinds, np.array([ago(one[1]) for one in done], "datetime64[s]"), weight)


def ready(*done: tuple[str, float, int] | tuple[str, float]) -> Readiness:
    return readiness(deeds(*done), 1, POLICY, NOW)


def test_what_was_done_counts_half_after_each_half_life() -> None:
    assert ready(("attended", 0)).points[0] == pytest.approx(25)
    assert ready(("attended", 30)).points[0] == pytest.approx(12.5)
    assert ready(("attended", 60), ("click", 0)).points[0] == pytest.approx(6.25 + 5)
    assert ready(("attended", 300)).points[0] == 0
    assert ready(("attended", -1)).points[0] == 0


def test_the_mark_is_reached_by_the_deed_that_crossed_it() -> None:
    found = ready(("attended", 10), ("replied", 5), ("visit", 1, 2))
    assert found.rose_at[0] == ago(1)
    assert np.isnat(ready(("attended", 10), ("replied", 5)).rose_at[0])


def test_it_rises_anew_only_after_it_had_faded() -> None:
    crossed_long_ago = (("attended", 120), ("attended", 119), ("replied", 118))
    assert ready(*crossed_long_ago, ("click", 117), ("click", 0)).rose_at[0] == ago(118)
    again = (("attended", 3), ("attended", 2))
    assert ready(*crossed_long_ago, *again).rose_at[0] == ago(2)


def test_a_page_weighs_what_the_house_says() -> None:
    assert ready(("visit", 0, 3)).points[0] == pytest.approx(30)


def test_a_few_clicks_are_no_reason_to_call() -> None:
    assert np.isnat(ready(*[("click", float(day)) for day in range(9)]).rose_at[0])


def test_people_are_apart_and_the_shares_add_up() -> None:
    mine, other = deeds(("attended", 1), ("replied", 2)), deeds(("attended", 1), ("attended", 2), ("replied", 3), who=1)
    together = Deeds(*(np.concatenate([getattr(mine, name), getattr(other, name)]) for name in ("who", "kind", "at", "weight")))
    found = readiness(together, 3, POLICY, NOW)
    assert [np.isnat(at) for at in found.rose_at] == [True, False, True]
    assert np.bincount(together.who, share_of(together, POLICY, NOW), 3) == pytest.approx(found.points)
    assert len(points_by_kind(POLICY)) == len(KINDS)


KEPT_WARM = {
    "stage": 2,
    "last_touch_at": ago(20),
    "last_ours_at": ago(20),
    "reached": 1,
    "last_reached_at": ago(200),
    "last_progress_at": ago(3),
}


class TestTheRule:
    def test_who_warms_up_by_themselves_is_called(self) -> None:
        found = decided(person(readied_at=ago(1), **KEPT_WARM))
        assert (found.rule, found.step) == ("readiness_rose", Step.CALL)
        assert found.because["readied_on"] == "2026-03-10"

    def test_once_tried_or_spoken_with_it_is_done(self) -> None:
        assert decided(person(readied_at=ago(1), **KEPT_WARM | {"last_reached_at": ago(0.5)})).rule != "readiness_rose"
        assert decided(person(readied_at=ago(1), last_attempt_at=ago(0.5), attempts=1, **KEPT_WARM)).rule == "try_again"

    def test_a_far_date_is_overtaken_and_a_near_one_stands(self) -> None:
        put_back = KEPT_WARM | {"recycled_at": ago(200)}
        assert decided(person(readied_at=ago(1), wake_at=ago(-90), **put_back)).rule == "readiness_rose"
        assert decided(person(readied_at=ago(1), wake_at=ago(-20), **put_back)).rule == "recycled"

    def test_what_was_known_when_they_were_put_back_wakes_nobody(self) -> None:
        assert decided(person(readied_at=ago(10), wake_at=ago(-90), **KEPT_WARM | {"recycled_at": ago(5)})).rule == "recycled"

    def test_a_wish_comes_first(self) -> None:
        assert decided(person(readied_at=ago(1), no_call_before=ago(-30), **KEPT_WARM)).rule == "not_before_warm"
        assert decided(person(readied_at=ago(1), may_call=False, **KEPT_WARM)).rule == "readiness_rose_in_writing"
        nothing = {"may_call": False, "may_write": False}
        assert decided(person(readied_at=ago(1), **nothing, **KEPT_WARM)).rule not in {"readiness_rose", "readiness_rose_in_writing"}

    def test_the_letter_is_written_once(self) -> None:
        asked = KEPT_WARM | {"last_ours_at": ago(0.5), "last_touch_at": ago(0.5)}
        assert decided(person(readied_at=ago(1), may_call=False, **asked)).rule != "readiness_rose_in_writing"

    def test_sales_has_them_already(self) -> None:
        assert decided(person(readied_at=ago(1), **KEPT_WARM | {"stage": 4})).rule != "readiness_rose"

    def test_it_makes_nobody_a_lead(self) -> None:
        by_form = {key: told("yes", evidence=Evidence.FORM) for key in ("need", "authority", "timing", "budget", "fit")}
        assert decided(person(by_form, readied_at=ago(1), **KEPT_WARM)).rule == "readiness_rose"
