"""Talking points: which are chosen, and what the machine is told."""

from datetime import UTC, datetime, timedelta

import pytest

from keepwarm.phone.actions import PointsText, VoicemailTooLong, VoicemailWithoutName, retire_points, save_points
from keepwarm.phone.models import TalkingPoints
from keepwarm.phone.queries.points import choose_best, fit_points, list_points, speaking_seconds
from keepwarm.staff.models import User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def points(name: str, *, topic: str = "", stage: int | None = None, days_ago: int = 0) -> TalkingPoints:
    return TalkingPoints(name=name, topic=topic, stage=stage, opening="…", edited_at=NOW - timedelta(days=days_ago))


def test_interest_counts_more_than_stage_and_both_more_than_either() -> None:
    every, by_stage = points("every"), points("stage", stage=2)
    by_topic, both = points("topic", topic="Bearings"), points("both", topic="bearings", stage=2)

    assert choose_best([every, by_stage], topic="Bearings", stage=2) is by_stage
    assert choose_best([by_stage, by_topic, every], topic="BEARINGS", stage=2) is by_topic
    assert choose_best([both, by_topic, by_stage], topic="bearings", stage=2) is both
    assert choose_best([both, by_topic], topic="gears", stage=2) is None


def test_of_two_that_fit_alike_the_newer_is_shown() -> None:
    old, new = points("old", days_ago=9), points("new")
    assert choose_best([new, old], topic="x", stage=1) is new


def test_seconds_grow_with_words_and_nothing_takes_none() -> None:
    assert speaking_seconds("") == 0
    assert speaking_seconds("one two three four five") == 2
    assert speaking_seconds("word " * 37) == 15


@pytest.fixture
def marketer(db: None) -> User:
    return User.objects.create(email="mara@example.com", name="Mara", joined_at=NOW)


def test_the_machine_is_told_the_callers_own_name(marketer: User) -> None:
    text = PointsText(name="Bearings", topic="bearings", opening="Hello?", voicemail="This is {name}, about the bearings.")
    save_points(text, by=marketer, now=NOW)

    shown = fit_points(topic="Bearings", stage=1, caller="Ida Inside")

    assert shown.voicemail.text == "This is Ida Inside, about the bearings."
    assert shown.voicemail.seconds == 3


def test_without_talking_points_the_machine_still_hears_a_name(marketer: User) -> None:
    shown = fit_points(topic="anything", stage=1, caller="Ida Inside")
    assert shown.ref == ""
    assert "Ida Inside" in shown.voicemail.text


def test_a_long_voicemail_is_refused_and_nothing_is_kept(marketer: User) -> None:
    with pytest.raises(VoicemailTooLong, match="nobody listens past 15"):
        save_points(PointsText(name="Long", opening="…", voicemail="{name} " + "word " * 60), by=marketer, now=NOW)
    assert list_points() == []


def test_a_voicemail_must_say_who_calls(marketer: User) -> None:
    with pytest.raises(VoicemailWithoutName, match="does not say who calls"):
        save_points(PointsText(name="No name", opening="…", voicemail="Call us back."), by=marketer, now=NOW)


def test_retired_points_are_no_longer_shown(marketer: User) -> None:
    row = save_points(PointsText(name="Old", opening="Old opening"), by=marketer, now=NOW)
    retire_points(row.ref, now=NOW)
    assert fit_points(topic="", stage=1, caller="Ida").opening == ""
    assert list_points() == []
