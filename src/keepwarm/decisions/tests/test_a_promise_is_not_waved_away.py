"""Not this one, on what was promised: only a reason that ends the promise ends it."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import choose, log_touch, refuse_advice, undo_touch
from keepwarm.decisions.batch import Choice, NewTouch
from keepwarm.decisions.refusals import NotOpenToUndo, PromiseStands
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def anna() -> Prospect:
    house: House = open_house()
    prospect = meet(house)
    promised = NewTouch(prospect.pk, "phone", "out", "someone_else", NOW, house.ines.pk, call_back_at=NOW + timedelta(hours=2))
    return log_touch(promised, by=None, now=NOW).prospect


@pytest.mark.parametrize("reason", ["bad_moment", "facts_wrong"])
def test_a_bad_moment_does_not_end_a_promise(anna: Prospect, reason: str) -> None:
    with pytest.raises(PromiseStands, match="Put it off"):
        refuse_advice(anna.pk, reason, by=None, now=LATER)
    anna.refresh_from_db()
    assert anna.because_rule == "promised_call"


@pytest.mark.parametrize("reason", ["already_spoke", "wrong_person", "no_fit"])
def test_a_promise_that_is_not_owed_any_more_waits_no_longer(anna: Prospect, reason: str) -> None:
    after = refuse_advice(anna.pk, reason, by=None, now=LATER)
    assert (after.next_step, after.because_rule) == ("keep_warm", "recycled")
    assert not Signal.objects.open().exists()


def test_what_was_decided_since_is_not_undone_along_with_a_touch(anna: Prospect) -> None:
    touch = anna.touches.get()
    choose(anna.pk, Choice("call", NOW + timedelta(days=3)), by=None, now=LATER)
    with pytest.raises(NotOpenToUndo, match="decided about them since"):
        undo_touch(touch.ref, by=None, now=LATER)


def test_a_promise_to_someone_who_had_ended_opens_them_again(anna: Prospect) -> None:
    at = NOW + timedelta(hours=1)
    log_touch(NewTouch(anna.pk, "phone", "out", "says_no", at, anna.owner_id), by=None, now=at)
    later = NewTouch(anna.pk, "phone", "out", "someone_else", at, anna.owner_id, call_back_at=NOW + timedelta(days=1))
    after = log_touch(later, by=None, now=at).prospect
    assert after.is_open
    assert (after.because_rule, after.next_touch_at) == ("promised_call", NOW + timedelta(days=1))


def test_an_attempt_at_someone_who_had_ended_is_kept_and_leaves_them_ended(anna: Prospect) -> None:
    at = NOW + timedelta(hours=1)
    log_touch(NewTouch(anna.pk, "phone", "out", "says_no", at, anna.owner_id), by=None, now=at)
    after = log_touch(NewTouch(anna.pk, "phone", "out", "voicemail", at, anna.owner_id), by=None, now=at).prospect
    assert not after.is_open
    assert not Signal.objects.open().exists()
