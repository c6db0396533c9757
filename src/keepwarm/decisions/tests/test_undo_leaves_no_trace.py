"""Undo of a log gives back everything the touch changed, and keeps the row that says so."""

from datetime import timedelta
from typing import Any

import pytest

from keepwarm.answers.models import Answer, Question
from keepwarm.decisions.actions import log_touch, settle, undo_touch
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import Choice, NewAnswer, NewTouch, NewWish
from keepwarm.decisions.refusals import NotOpenToUndo
from keepwarm.engine.words import Evidence
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, meet

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
KEPT = ("stage", "next_step", "because_rule", "next_touch_at", "attempts", "reached", "last_touch_at", "wake_at", "chosen_step")


def snapshot(prospect: Prospect) -> dict[str, Any]:
    prospect.refresh_from_db()
    return {name: getattr(prospect, name) for name in KEPT}


def call(prospect: Prospect, disposition: str, **more: Any) -> NewTouch:
    fields: dict[str, Any] = {"happened_at": NOW, "seat_id": prospect.owner_id, **more}
    return NewTouch(prospect.pk, "phone", "out", disposition, **fields)


@pytest.mark.parametrize(
    "more",
    [
        {"disposition": "reached", "learned": "yes"},
        {"disposition": "voicemail"},
        {"disposition": "says_no"},
        {"disposition": "never_call"},
        {"disposition": "someone_else", "call_back_at": NOW + timedelta(days=1)},
        {"disposition": "reached", "recycle_until": NOW + timedelta(days=100), "because": "no budget"},
        {"disposition": "reached", "choice": Choice("call", NOW + timedelta(days=5))},
        {"disposition": "reached", "wishes": (NewWish("not_before", until_at=NOW + timedelta(days=90)),)},
    ],
    ids="-".join,
)
def test_the_prospect_stands_as_before(house: House, more: dict[str, Any]) -> None:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    before = snapshot(anna)
    touch = log_touch(call(anna, **more), by=house.ines.user, now=NOW).touch
    assert snapshot(anna) != before
    undo_touch(touch.ref, by=house.ines.user, now=NOW)
    assert snapshot(anna) == before
    assert audit(now=NOW).is_clean
    assert Touch.objects.get(ref=touch.ref).voided_by == house.ines.user


def test_an_answer_that_was_superseded_holds_again(house: House) -> None:
    anna = meet(house)
    Question.objects.create(key="need", label="Need")
    for words in ("two stops", "three stops"):
        said = NewAnswer("need", words, Evidence.CONVERSATION)
        touch = log_touch(call(anna, "reached", answers=(said,)), by=None, now=NOW).touch
    undo_touch(touch.ref, by=None, now=LATER)
    in_force = Answer.objects.get(prospect=anna, superseded_by__isnull=True, voided_at__isnull=True)
    assert in_force.value == "two stops"


def test_a_promise_that_was_settled_waits_again(house: House) -> None:
    anna = meet(house)
    promised = NOW + timedelta(hours=2)
    log_touch(call(anna, "someone_else", call_back_at=promised), by=None, now=NOW)
    touch = log_touch(call(anna, "reached", happened_at=promised), by=None, now=promised).touch
    assert not Signal.objects.open().exists()
    after = undo_touch(touch.ref, by=None, now=promised)
    assert (after.because_rule, after.next_touch_at) == ("promised_call", promised)


def test_a_number_marked_wrong_is_in_use_again(house: House) -> None:
    anna = meet(house)
    number = Address.objects.get(prospect=anna, kind="phone")
    touch = log_touch(call(anna, "wrong_number", address_id=number.pk), by=None, now=NOW).touch
    undo_touch(touch.ref, by=None, now=LATER)
    number.refresh_from_db()
    assert number.state == Address.State.OK


def test_only_the_newest_can_be_undone_and_only_once(house: House) -> None:
    anna = meet(house)
    first = log_touch(call(anna, "no_answer"), by=None, now=NOW).touch
    second = log_touch(call(anna, "busy"), by=None, now=NOW).touch
    with pytest.raises(NotOpenToUndo, match="newer"):
        undo_touch(first.ref, by=None, now=LATER)
    undo_touch(second.ref, by=None, now=LATER)
    with pytest.raises(NotOpenToUndo, match="before"):
        undo_touch(second.ref, by=None, now=LATER)
    undo_touch(first.ref, by=None, now=LATER)
