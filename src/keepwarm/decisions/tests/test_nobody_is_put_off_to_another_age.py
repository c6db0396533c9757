"""A year that is a slip of the pen puts nobody out of sight: by each way to move a next touch it is refused in a sentence."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from keepwarm.decisions.actions import choose, defer, keep_warm, log_touch, settle
from keepwarm.decisions.batch import Choice, NewTouch
from keepwarm.decisions.promising import check_promise
from keepwarm.decisions.refusals import FARTHEST, TooFarAhead
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
WAYS: dict[str, Callable[[Prospect, datetime], object]] = {
    "put off": lambda anna, at: defer(anna.pk, at, "later", by=None, now=NOW),
    "own call": lambda anna, at: choose(anna.pk, Choice("call", at, "then"), by=None, now=NOW),
    "own keep warm": lambda anna, at: choose(anna.pk, Choice("keep_warm", at, "then"), by=None, now=NOW),
    "put back": lambda anna, at: keep_warm(anna.pk, at, "not now", by=None, now=NOW),
    "after a call": lambda anna, at: log_touch(touch(anna, choice=Choice("call", at, "then")), by=None, now=NOW),
    "put back after a call": lambda anna, at: log_touch(touch(anna, recycle_until=at, because="not now"), by=None, now=NOW),
    "promised": lambda anna, at: check_promise(anna, at, now=NOW),
}


def touch(anna: Prospect, **decided: object) -> NewTouch:
    return NewTouch(anna.pk, "phone", "out", "no_answer", NOW, anna.owner_id, **decided)  # type: ignore[arg-type]


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    anna = meet(house, inquired_at=NOW - timedelta(days=4))
    settle([anna.pk], by=user_of(house.ines), now=NOW)
    return Prospect.objects.get(pk=anna.pk)


@pytest.mark.parametrize("at", [NOW + FARTHEST + timedelta(days=1), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)], ids=["ten years", "ever"])
@pytest.mark.parametrize("way", WAYS)
def test_too_far_ahead_is_refused_and_changes_nothing(anna: Prospect, way: str, at: datetime) -> None:
    with pytest.raises(TooFarAhead, match="Look at the year once more"):
        WAYS[way](anna, at)
    after = Prospect.objects.get(pk=anna.pk)
    assert (after.next_step, after.next_touch_at, after.version) == (anna.next_step, anna.next_touch_at, anna.version)
    assert not Touch.objects.exists()


@pytest.mark.parametrize("way", [way for way in WAYS if way != "promised"])
def test_a_far_day_that_somebody_meant_stands(anna: Prospect, way: str) -> None:
    WAYS[way](anna, NOW + timedelta(days=3 * 365))
    assert Prospect.objects.get(pk=anna.pk).version > anna.version
