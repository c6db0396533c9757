"""The health of a customer is told in reasons, and over-selling in ranges that name nobody for three cases."""

import pytest

from keepwarm.engine.health import Mood, Signs, health_of
from keepwarm.engine.overselling import Tally, judge, weighed
from keepwarm.engine.shares import wilson


@pytest.mark.parametrize(
    ("signs", "mood", "first"),
    [
        (Signs(open_broken=1, talk_days=3), Mood.UNHAPPY, "A broken promise is not settled."),
        (Signs(open_cases=2, talk_days=200), Mood.UNHAPPY, "%(count)s complaints wait for an answer."),
        (Signs(answer=0.2, talk_days=3), Mood.UNHAPPY, "Asked how it goes, they said: not well."),
        (Signs(use_share=0.3, talk_days=3), Mood.AT_RISK, "They use it %(percent)s %% as much as before."),
        (Signs(days_late=30, talk_days=3), Mood.AT_RISK, "Their last payment came %(days)s days late."),
        (Signs(talk_days=120, kept=3), Mood.QUIET, "The last talk with anyone there was %(days)s days ago."),
        (Signs(), Mood.QUIET, "No talk with anyone there is on record."),
        (Signs(talk_days=10, kept=2), Mood.WELL, "All %(count)s promises that were due were kept."),
    ],
)
def test_the_worst_reason_comes_first_and_gives_the_colour(signs: Signs, mood: Mood, first: str) -> None:
    found = health_of(signs)
    assert (found.mood, found.reasons[0].words) == (mood, first)
    assert all(one.words % dict(one.args) for one in found.reasons)


def test_a_few_days_of_lateness_and_a_little_less_use_are_no_reason() -> None:
    assert health_of(Signs(days_late=5, use_share=0.8, talk_days=4)).mood is Mood.WELL


def test_three_of_eleven_has_its_range_and_three_of_three_shames_nobody() -> None:
    low, high = wilson(3, 11)
    assert (round(low, 2), round(high, 2)) == (0.10, 0.57)
    house = Tally(settled=200, broken=40)
    assert not judge(Tally(3, 3), house).stands_out
    assert judge(Tally(60, 40), house).stands_out


def test_what_was_not_written_down_counts_heavier_than_what_was_broken() -> None:
    house = Tally(100, 10)
    written, unwritten = judge(Tally(10, 1), house), judge(Tally(10, 1, unrecorded=1), house)
    assert written.share is not None
    assert unwritten.share is not None
    assert unwritten.share > written.share
    assert weighed(Tally(10, 9, unrecorded=9)) == (10.0, 10), "never more than all"


def test_without_a_case_there_is_no_share() -> None:
    assert judge(Tally(0, 0), Tally(10, 1)).share is None
    assert wilson(0, 0) == (0.0, 1.0)
