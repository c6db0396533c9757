"""A blast is refused, a doubtful mailing goes slowly, and one that turns people away stops by itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.blast import Arm, Crowd, Limits, Turned, Verdict, compare, first_share, judge, limits_of, must_pause, people_needed
from keepwarm.engine.policy import Policy

FOCUSED = Crowd(people=400, open=380, without_sign=0.02, interested=0.8, groups=1, likeness=0.7, above_cap=0.0)
BLAST = Crowd(people=40_000, open=30_000, without_sign=0.31, interested=0.3, groups=5, likeness=0.2, above_cap=0.06)


def test_a_focused_mailing_goes() -> None:
    assert judge(FOCUSED).verdict is Verdict.GO


def test_a_blast_is_refused_with_each_reason() -> None:
    judged = judge(BLAST)
    assert judged.verdict is Verdict.REFUSE
    assert {key for key, _ in judged.reasons} == {"no_sign", "unlike", "too_often", "not_interested"}
    assert dict(judged.reasons)["no_sign"] == {"percent": 31}


def test_a_few_people_are_slowed_and_never_refused_for_being_unlike() -> None:
    judged = judge(replace(BLAST, people=200, open=200))
    assert judged.verdict is Verdict.SLOW
    assert judged.first == 50


def test_so_few_that_all_get_it_at_once_are_not_called_slow() -> None:
    judged = judge(replace(BLAST, people=35, open=35))
    assert (judged.verdict, judged.first) == (Verdict.WARN, 0)
    assert {key for key, _ in judged.reasons} == {"no_sign", "unlike", "too_often", "not_interested"}


def test_nobody_is_refused() -> None:
    assert judge(replace(FOCUSED, open=0)).reasons == (("nobody", {}),)


def test_a_large_focused_mailing_still_sends_a_share_ahead() -> None:
    assert judge(replace(FOCUSED, people=5000, open=5000)).first == 500


@given(st.integers(0, 200_000))
def test_the_first_share_is_smaller_than_all_or_there_is_none(people: int) -> None:
    assert 0 <= first_share(people) < max(1, people)


@pytest.mark.parametrize(
    ("turned", "why"),
    [
        (Turned(1000, complained=4), "complaints"),
        (Turned(1000, complained=1), ""),
        (Turned(1000, opted_out=21), "opt_outs"),
        (Turned(1000, opted_out=20), ""),
        (Turned(60, bounced=4), "bounces"),
        (Turned(10, complained=1), ""),
        (Turned(10, complained=2), "complaints"),
        (Turned(0), ""),
    ],
)
def test_it_pauses_when_more_turn_away_than_the_house_allows(turned: Turned, why: str) -> None:
    assert must_pause(turned) == why


def test_of_two_texts_none_is_better_while_chance_may_explain_it() -> None:
    assert compare(Arm(100, 4), Arm(100, 7)).better == ""
    assert compare(Arm(5000, 200), Arm(5000, 300)).better == "b"
    assert compare(Arm(0, 0), Arm(10, 10)).better == ""


def test_the_range_of_a_difference_is_as_printed_and_as_by_hand() -> None:
    """Newcombe (1998), example (a): 56 of 70 against 48 of 80, method 10. The other by hand: Wilson's ends of 4 % and 6 % of 5,000
    are 3.491 and 4.579, and 5.375 and 6.693 %; so 2 less the root of 0.625^2 + 0.579^2, and 2 more the root of 0.693^2 + 0.509^2."""
    printed, by_hand = compare(Arm(80, 48), Arm(70, 56)), compare(Arm(5000, 200), Arm(5000, 300))
    assert [round(one, 4) for one in (printed.difference, printed.low, printed.high)] == [0.2, 0.0524, 0.3339]
    assert [round(100 * one, 2) for one in (by_hand.difference, by_hand.low, by_hand.high)] == [2.0, 1.15, 2.86]


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_the_interval_holds_the_difference_and_turns_with_the_arms(m: int, n: int, data: st.DataObject) -> None:
    a, b = Arm(m, data.draw(st.integers(0, m))), Arm(n, data.draw(st.integers(0, n)))
    there, back = compare(a, b), compare(b, a)
    assert -1.0 <= there.low <= there.difference + 1e-12 <= there.high + 2e-12 <= 1.0 + 4e-12
    assert there.low == pytest.approx(-back.high)
    assert {"a": "b", "b": "a", "": ""}[there.better] == back.better


def test_a_small_gain_needs_many_people() -> None:
    assert people_needed(0.04, 0.01) > 6000
    assert people_needed(0.04, 0.04) < 600


def test_the_limits_are_those_of_the_policy() -> None:
    assert limits_of(Policy()) == Limits()
    strict = limits_of(Policy(mailing_complaints=0.0, mailing_no_sign_refuse=0.2, mailing_watch_hours=48))
    assert (must_pause(Turned(60, complained=1), strict), strict.without_sign_refuse, strict.watch_hours) == ("complaints", 0.2, 48)
    assert must_pause(Turned(1000, complained=1)) == ""
