"""Way 3: what is over the cap is dropped, or put off so often that it is never looked at again. Here it gets a date, each time."""

from datetime import UTC, datetime, timedelta

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.programs.models import Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, warm

WEEKS = 26
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
"""The first working morning after the oldest of four touches is thirty days old."""


def test_somebody_whom_others_keep_at_the_cap_still_gets_their_turn(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    for day in range(0, WEEKS * 7, 2):
        now = NOW + day * DAY
        if day % 6 == 0 and day < 120:  # another team's mailing, as often as the cap lets it through
            log_touch(NewTouch(anna.pk, "mailing", "out", "delivered", now - timedelta(hours=1)), by=None, now=now)
        a_day(now)
        assert abandoned(now) == []
    sent = Turn.objects.filter(prospect=anna, state="sent", item__isnull=False).order_by("ended_at")
    assert [turn.item.title for turn in sent if turn.item] == ["Guide", "Series"]


def test_what_is_moved_says_why_and_until_when(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    for days in (20, 15, 10, 4):
        log_touch(NewTouch(anna.pk, "mailing", "out", "delivered", NOW - days * DAY), by=None, now=NOW - days * DAY)
    type(anna).objects.filter(pk=anna.pk).update(next_touch_at=NOW)  # as if it had been set before these
    a_day(NOW)
    moved = Turn.objects.get(prospect=anna)
    assert (moved.state, moved.ended_because, moved.moved_to_at) == (Turn.State.MOVED, "cap", MONDAY)
    assert abandoned(NOW + 9 * DAY) == []
    type(anna).objects.get(pk=anna.pk, next_touch_at=MONDAY)


def test_what_is_moved_again_and_again_is_still_looked_at(house: House) -> None:
    """No count of tries ends it: each time there is a date, and at last it goes."""
    anna = warm(house, interests=["pumps"])
    now = NOW
    for _time in range(6):
        log_touch(NewTouch(anna.pk, "mailing", "out", "delivered", now - timedelta(hours=1)), by=None, now=now)
        type(anna).objects.filter(pk=anna.pk).update(next_touch_at=now)  # as if it had been set before this one
        a_day(now)
        assert abandoned(now) == []
        now += 5 * DAY
    assert Turn.objects.filter(prospect=anna, state=Turn.State.MOVED).count() >= 4
    for day in range(0, 70, 3):
        a_day(now + day * DAY)
        assert abandoned(now + day * DAY) == []
    assert Turn.objects.filter(prospect=anna, state="sent", item__isnull=False).exists()
