"""A date that a person moved stands while nothing was tried: a note or a mended fact neither brings it back nor forgets it."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import defer, log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.refusals import PostponedTooOften
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db
IN_SIX_DAYS = NOW + timedelta(days=6)


@pytest.fixture
def anna() -> Prospect:
    anna = meet(open_house())
    settle([anna.pk], by=None, now=NOW)
    defer(anna.pk, IN_SIX_DAYS, "", by=None, now=NOW)
    return anna


def test_a_note_and_mended_facts_leave_it(anna: Prospect) -> None:
    log_touch(NewTouch(anna.pk, "note", "out", "done", NOW, note="Her office moves."), by=None, now=NOW)
    settle([anna.pk], by=None, now=NOW + timedelta(hours=1))
    anna.refresh_from_db()
    assert (anna.next_touch_at, anna.postponed) == (IN_SIX_DAYS, 1)
    with pytest.raises(PostponedTooOften):
        defer(anna.pk, IN_SIX_DAYS + timedelta(days=1), "", by=None, now=NOW)


def test_an_attempt_sets_a_new_date(anna: Prospect) -> None:
    after = log_touch(NewTouch(anna.pk, "phone", "out", "no_answer", NOW, seat_id=anna.owner_id), by=None, now=NOW).prospect
    assert after.next_touch_at != IN_SIX_DAYS
    assert after.postponed == 0
