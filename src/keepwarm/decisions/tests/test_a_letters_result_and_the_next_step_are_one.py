"""A letter is a touch when queued; what became of it is written into the touch together with the next step."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import LetterResult, log_touch, settle_letters, undo_touch
from keepwarm.decisions.actions.letters import CANCELLED
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.refusals import NotOpenToUndo
from keepwarm.engine.words import Disposition
from keepwarm.outbox.models import Account, Message, State
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Signal, Touch
from keepwarm.touches.queries import email_shares
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def house() -> House:
    return open_house()


def voicemail(prospect: Prospect) -> None:
    log_touch(NewTouch(prospect.pk, "phone", "out", "voicemail", NOW, prospect.owner_id), by=None, now=NOW)


def send(prospect: Prospect) -> Touch:
    return log_touch(NewTouch(prospect.pk, "email", "out", Disposition.QUEUED, NOW, prospect.owner_id), by=None, now=NOW).touch


def settle_as(touch: Touch, outcome: str, at: object = None) -> Prospect:
    assert settle_letters([LetterResult(touch.pk, outcome, SOON, "refused")], now=SOON) == 1
    assert audit(now=SOON).is_clean
    return Prospect.objects.get(pk=touch.prospect_id)


def test_while_it_is_on_its_way_the_next_touch_is_to_know_what_became_of_it(house: House) -> None:
    anna = meet(house)
    voicemail(anna)
    touch = send(anna)
    anna.refresh_from_db()
    assert (anna.because_rule, anna.next_step) == ("letter_on_its_way", "keep_warm")
    assert anna.last_ours_at == NOW, "of the voicemail: a letter has not arrived before it is delivered"
    assert set(Signal.objects.open().values_list("kind", "source")) == {("letter", f"touch:{touch.ref}")}


def test_delivered_it_counts_from_then(house: House) -> None:
    anna = meet(house)
    voicemail(anna)
    touch = send(anna)
    anna = settle_as(touch, Disposition.DELIVERED)
    assert anna.because_rule == "try_again"
    assert anna.last_ours_at == SOON
    assert not Signal.objects.open().exists()
    assert settle_letters([LetterResult(touch.pk, Disposition.DELIVERED, SOON)], now=SOON) == 0, "twice changes nothing"


@pytest.mark.parametrize("outcome", [Disposition.FAILED, Disposition.UNCERTAIN, CANCELLED])
def test_what_did_not_arrive_is_said_by_phone(house: House, outcome: str) -> None:
    anna = meet(house)
    voicemail(anna)
    touch = send(anna)
    anna = settle_as(touch, outcome)
    assert (anna.because_rule, anna.next_step) == ("letter_missed", "call")
    waiting = {"letter_missed"} | ({"voicemail"} if outcome != Disposition.UNCERTAIN else set())
    assert set(Signal.objects.open().values_list("kind", flat=True)) == waiting
    log_touch(NewTouch(anna.pk, "phone", "out", "no_answer", SOON, anna.owner_id), by=None, now=SOON)
    anna.refresh_from_db()
    assert anna.because_rule == "try_again", "one attempt, and the round goes on"


def test_only_what_left_us_fills_the_share(house: House) -> None:
    anna, ben = meet(house), meet(house, "Ben Brook", phone="", email="b@x.example")
    touch, other = send(anna), send(ben)
    settle_as(touch, CANCELLED)
    settle_as(other, Disposition.FAILED)
    assert email_shares([house.ines], share=0.2, days=5, now=SOON)[house.ines.pk].letters == 1


def test_a_letter_that_comes_back_later_had_not_arrived(house: House) -> None:
    anna = meet(house)
    touch = send(anna)
    settle_as(touch, Disposition.DELIVERED)
    anna = settle_as(touch, Disposition.FAILED)
    assert anna.because_rule == "letter_missed"
    assert anna.last_ours_at is None


def test_a_promised_call_is_not_held_up_by_a_letter(house: House) -> None:
    anna = meet(house)
    at = NOW + timedelta(hours=2)
    log_touch(NewTouch(anna.pk, "phone", "out", "someone_else", NOW, anna.owner_id, call_back_at=at), by=None, now=NOW)
    touch = send(anna)
    anna.refresh_from_db()
    assert anna.because_rule == "promised_call"
    log_touch(NewTouch(anna.pk, "phone", "out", "reached", SOON, anna.owner_id), by=None, now=SOON)
    assert list(Signal.objects.open().values_list("kind", flat=True)) == ["letter"], "a talk does not tell what became of the letter"
    settle_as(touch, Disposition.DELIVERED)


def test_of_someone_who_ended_meanwhile_the_result_is_still_kept(house: House) -> None:
    anna = meet(house)
    touch = send(anna)
    log_touch(NewTouch(anna.pk, "phone", "out", "says_no", SOON, anna.owner_id), by=None, now=SOON)
    assert settle_as(touch, Disposition.FAILED).ended_at is not None
    assert Touch.objects.get(pk=touch.pk).disposition == Disposition.FAILED
    assert not Signal.objects.open().exists()


def message_for(touch: Touch, state: str) -> Message:
    account = Account.objects.create(name="House", host="mail.house.example", from_email="us@house.example", made_at=NOW)
    return Message.objects.create(
        account=account,
        kind="personal",
        prospect_id=touch.prospect_id,
        touch=touch,
        to_email="anna@arnold.example",
        from_email="us@house.example",
        message_id="x@house.example",
        tag="t",
        dated_at=NOW,
        boundary="b",
        hashed="h",
        state=state,
        queued_at=NOW,
        next_try_at=NOW,
    )


def test_undone_it_is_not_sent(house: House) -> None:
    anna = meet(house)
    voicemail(anna)
    touch = send(anna)
    message = message_for(touch, State.QUEUED)
    undo_touch(touch.ref, by=None, now=SOON)
    message.refresh_from_db()
    anna.refresh_from_db()
    assert (message.state, message.because) == (State.CANCELLED, "undone")
    assert set(Signal.objects.open().values_list("kind", flat=True)) == {"voicemail"}
    assert settle_letters([LetterResult(touch.pk, CANCELLED, SOON)], now=SOON) == 0


@pytest.mark.parametrize("state", [State.HANDING_OVER, State.ACCEPTED, State.UNCERTAIN])
def test_what_has_left_cannot_be_undone(house: House, state: str) -> None:
    touch = send(meet(house))
    message_for(touch, state)
    with pytest.raises(NotOpenToUndo, match="cannot be called back"):
        undo_touch(touch.ref, by=None, now=SOON)
    touch.refresh_from_db()
    assert touch.voided_at is None
