"""Kept warm until a date: when it comes by itself, what was tried before counts no more, and the books agree."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import choose, keep_warm, log_touch, plan, settle, wake
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import Choice, NewTouch
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet

pytestmark = pytest.mark.django_db
WAKES = NOW + timedelta(days=30)


@pytest.fixture
def anna(house: House) -> Prospect:
    """Tried once, one voicemail, and put back for a month."""
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    log_touch(NewTouch(anna.pk, "phone", "out", "voicemail", NOW, house.ines.pk), by=house.ines.user, now=NOW)
    return keep_warm(anna.pk, WAKES, "later", by=house.ines.user, now=NOW + timedelta(hours=1))


def attempts(prospect: Prospect) -> tuple[int, int]:
    prospect.refresh_from_db()
    return prospect.attempts, prospect.voicemails


def test_waking_begins_the_round(anna: Prospect) -> None:
    assert attempts(anna) == (1, 1)
    wake(now=WAKES + timedelta(minutes=3))
    assert attempts(anna) == (0, 0)
    assert audit(now=WAKES + timedelta(days=2)).is_clean


def test_the_nightly_plan_begins_it_too(anna: Prospect) -> None:
    plan(now=WAKES + timedelta(minutes=3))
    assert attempts(anna) == (0, 0)


def test_one_that_nobody_has_begun_is_found_by_the_audit_but_not_at_once(anna: Prospect) -> None:
    assert audit(now=WAKES + timedelta(minutes=4)).is_clean
    assert {one.what for one in audit(now=WAKES + timedelta(hours=1)).found} == {"attempts", "voicemails"}


def test_who_is_wanted_before_the_date_begins_the_round_then(anna: Prospect, house: House) -> None:
    early = NOW + timedelta(days=5)
    choose(anna.pk, Choice("call", early + timedelta(hours=1), "they are ready"), by=house.ines.user, now=early)
    later = early + timedelta(days=1)
    log_touch(NewTouch(anna.pk, "phone", "out", "no_answer", later, house.ines.pk), by=house.ines.user, now=later)
    wake(now=WAKES + timedelta(minutes=3))
    assert attempts(anna) == (1, 0)
