"""Results of the outbox become the end of the touch and the next step; a crash in between loses and doubles nothing."""

from datetime import timedelta
from typing import Any

import pytest

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import results
from keepwarm.engine.words import Disposition
from keepwarm.letters.actions import settle_results
from keepwarm.letters.models import Letter
from keepwarm.outbox.actions import record_bounce
from keepwarm.outbox.models import Message, State
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet
from tests.writing import write_to

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(seconds=40), NOW + timedelta(minutes=5)


@pytest.fixture
def letter(house: House) -> Letter:
    return write_to(meet(house))


def becomes(letter: Letter, state: str, *, because: str = "", reply: str = "") -> None:
    """What the sender writes when it knows."""
    rows = Message.objects.filter(touch=letter.touch_id)
    rows.update(state=state, settled_at=SOON, told_at=None, because=because, last_reply=reply)


def disposition(letter: Letter) -> str:
    return Touch.objects.get(pk=letter.touch_id).disposition


def anna() -> Prospect:
    return Prospect.objects.get(name="Anna Arnold")


@pytest.mark.parametrize(
    ("state", "ends", "rule"),
    [
        (State.ACCEPTED, Disposition.DELIVERED, "first_call"),
        (State.UNCERTAIN, Disposition.UNCERTAIN, "letter_missed"),
        (State.FAILED, Disposition.FAILED, "letter_missed"),
    ],
)
def test_each_result_ends_the_touch_and_sets_the_next_step(letter: Letter, state: str, ends: str, rule: str) -> None:
    becomes(letter, state)
    assert settle_results(now=SOON) == 1
    assert (disposition(letter), anna().because_rule) == (ends, rule)
    assert settle_results(now=LATER) == 0
    assert audit_house(now=LATER).is_clean


def test_what_was_held_back_is_void_and_the_letter_is_the_reps_again(letter: Letter) -> None:
    becomes(letter, State.CANCELLED, because="cap")
    settle_results(now=SOON)
    touch = Touch.objects.get(pk=letter.touch_id)
    assert touch.voided_at is not None
    assert touch.args["because"] == "cap"
    assert anna().because_rule == "letter_missed"


def test_an_address_that_is_dead_is_used_no_more(letter: Letter) -> None:
    becomes(letter, State.FAILED, because="refused", reply="550 5.1.1 no such user")
    settle_results(now=SOON)
    assert Address.objects.get(kind="email", prospect=anna()).state == Address.State.BOUNCED


def test_what_comes_back_days_later_had_not_arrived(letter: Letter) -> None:
    becomes(letter, State.ACCEPTED)
    settle_results(now=SOON)
    message = Message.objects.get(touch=letter.touch_id)
    record_bounce(message, reply="550 5.1.1 unknown", now=LATER)
    settle_results(now=LATER)
    assert (disposition(letter), anna().because_rule) == (Disposition.FAILED, "letter_missed")
    assert Address.objects.get(kind="email", prospect=anna()).state == Address.State.BOUNCED


def test_a_crash_before_the_note_that_it_was_told_undoes_both(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    becomes(letter, State.ACCEPTED)

    def crash(*args: Any, **kwargs: Any) -> int:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(results, "mark_told", crash)
        with pytest.raises(RuntimeError):
            settle_results(now=SOON)
    assert disposition(letter) == Disposition.QUEUED
    assert settle_results(now=SOON) == 1
    assert disposition(letter) == Disposition.DELIVERED


def test_the_audit_names_a_result_that_nobody_read_and_a_touch_without_a_message(letter: Letter) -> None:
    assert audit_house(now=LATER).is_clean, "a letter may wait for days"
    becomes(letter, State.ACCEPTED)
    assert [one.what for one in audit_house(now=LATER).found] == ["letter"]
    settle_results(now=LATER)
    assert audit_house(now=LATER).is_clean
    Touch.objects.filter(pk=letter.touch_id).update(disposition=Disposition.QUEUED)
    assert "letter" in {one.what for one in audit_house(now=LATER).found}
