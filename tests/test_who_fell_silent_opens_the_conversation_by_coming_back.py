"""A conversation that silence ended opens again with the first deed of theirs: not by a robot's, and not after another end."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import end, heed_signs
from keepwarm.prospects.models import Prospect
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind
from keepwarm.signs.recording import NewSign
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db
SINCE = NOW - timedelta(days=30)


def ended_by(reason: str) -> Prospect:
    anna = meet(open_house())
    end(anna.pk, reason, because="no answer to the last question", by=None, now=SINCE)
    return anna


def does(anna: Prospect, *, because: str = "", days: int = 0) -> Prospect:
    record_signs([NewSign(anna.pk, Kind.CLICK, NOW - timedelta(days=days), robot_because=because)], now=NOW)
    heed_signs(now=NOW + timedelta(minutes=4))
    anna.refresh_from_db()
    return anna


def test_a_click_brings_them_back_with_a_next_touch() -> None:
    anna = does(ended_by("no_sign_of_life"))
    assert (anna.ended_at, anna.end_reason) == (None, "")
    assert anna.next_touch_at is not None
    assert anna.changes.filter(what="end", because="they came back").exists()


@pytest.mark.parametrize(("reason", "because", "days"), [("no_sign_of_life", "agent", 0), ("said_no", "", 0), ("no_sign_of_life", "", 40)])
def test_what_brings_nobody_back(reason: str, because: str, days: int) -> None:
    """A robot; an end by their own word; a click from before the end that was told late."""
    anna = does(ended_by(reason), because=because, days=days)
    assert anna.end_reason == reason
