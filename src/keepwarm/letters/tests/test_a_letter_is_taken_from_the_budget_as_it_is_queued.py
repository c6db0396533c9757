"""Sending takes the letter from the budget, writes the touch and queues the message: all, or nothing."""

from datetime import timedelta

import pytest

from keepwarm.consent.actions import record_wishes
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import log_touch, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.refusals import StaleForm
from keepwarm.engine.words import Disposition
from keepwarm.letters.actions import Text, grant_exception, save_draft, withdraw_exception
from keepwarm.letters.actions.exceptions import UsedAlready
from keepwarm.letters.models import Draft, Letter, LetterException
from keepwarm.letters.queries.budget import open_exceptions, read_budget
from keepwarm.letters.refusals import CapReached, EmailBudgetSpent, MayNotWrite, OnItsWayAlready, PurposeClosed
from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.queries.accounts import NoAccount
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.queries import NotYours
from keepwarm.touches.actions import note_sent_folder_read
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, meet, open_house, user_of
from tests.writing import call_others, open_mail, write_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    return house


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house)


def nothing_was_written() -> None:
    assert not Letter.objects.exists()
    assert not Message.objects.exists()
    assert not Touch.objects.filter(channel="email").exists()


def test_a_letter_is_a_touch_a_message_and_a_letter_less(house: House, anna: Prospect) -> None:
    call_others(house, 4)
    save_draft(anna, house.ines, Text("schedule", "Thursday?", "Hello"), version=0, now=NOW)
    letter = write_to(anna)
    anna.refresh_from_db()
    assert (letter.touch.disposition, letter.touch.purpose, letter.touch.args["subject"]) == (Disposition.QUEUED, "schedule", "Thursday?")
    assert letter.message is not None
    assert (letter.message.to_email, letter.message.from_name, letter.message.touch_id) == ("anna@arnold.example", "Ines", letter.touch_id)
    assert anna.because_rule == "letter_on_its_way"
    assert read_budget(house.ines, now=NOW).left == 0
    assert not Draft.objects.exists()


def test_the_third_letter_waits_for_four_more_calls(house: House, anna: Prospect) -> None:
    note_sent_folder_read(house.ines.pk, now=NOW)
    call_others(house, 8)
    for number in range(2):
        write_to(meet(house, f"Reader {number}", phone="", email=f"r{number}@x.example"))
    with pytest.raises(EmailBudgetSpent, match=r"2 of 10 is 20 %. Four calls earn the next one."):
        write_to(anna)
    assert Letter.objects.count() == Message.objects.count() == 2
    call_others(house, 3, named="More")
    with pytest.raises(EmailBudgetSpent, match="One call earns"):
        write_to(anna)
    call_others(house, 1, named="Last")
    write_to(anna)


def test_no_figure_is_named_where_the_mailbox_is_not_connected(house: House, anna: Prospect) -> None:
    with pytest.raises(EmailBudgetSpent) as refused:
        write_to(anna)
    assert not any(sign.isdigit() for sign in refused.value.sentence)


def test_what_was_asked_in_writing_is_answered_and_fills_the_share(house: House, anna: Prospect) -> None:
    log_touch(NewTouch(anna.pk, "email", "in", "received", NOW, args={"kind": "question", "message_id": "q@x"}), by=None, now=NOW)
    letter = write_to(anna, purpose="answer")
    assert letter.message is not None
    assert (letter.budget_free, letter.message.kind, letter.message.in_reply_to) == ("asked", "answer", "q@x")
    assert read_budget(house.ines, now=NOW).share.letters == 1
    assert not Signal.objects.open().filter(kind="reply").exists()


def test_who_may_only_be_written_to_is_served_in_writing(house: House, anna: Prospect) -> None:
    record_wishes([Wish(prospect=anna, kind=Wish.Kind.NO_CHANNEL, channel="phone", said_at=NOW)])
    assert write_to(anna).budget_free == "written_only"


def test_an_answer_needs_a_question_and_a_follow_up_a_call(house: House, anna: Prospect) -> None:
    call_others(house, 8)
    with pytest.raises(PurposeClosed, match="Nothing they asked"):
        write_to(anna, purpose="answer")
    with pytest.raises(PurposeClosed, match="Opens after a call attempt"):
        write_to(anna, purpose="after_voicemail")
    with pytest.raises(PurposeClosed, match="what the letter is for"):
        write_to(anna, purpose="pitch")
    nothing_was_written()
    log_touch(NewTouch(anna.pk, "phone", "out", "voicemail", NOW, house.ines.pk), by=None, now=NOW)
    write_to(Prospect.objects.get(pk=anna.pk), purpose="after_voicemail")


def test_only_who_runs_the_team_grants_an_exception_and_it_is_used_once(house: House, anna: Prospect) -> None:
    with pytest.raises(NotYours):
        grant_exception(house.ines, because="I want to", by=house.max, now=NOW)
    grant_exception(house.ines, because="the fair is tomorrow", prospect=anna, by=house.mona, now=NOW)
    with pytest.raises(EmailBudgetSpent):
        write_to(meet(house, "Ben Brook", email="b@x.example"))
    letter = write_to(anna)
    used = LetterException.objects.get()
    assert (letter.budget_free, used.used_by, used.because) == ("exception", letter, "the fair is tomorrow")
    with pytest.raises(EmailBudgetSpent):
        write_to(meet(house, "Cleo Castle", email="c@x.example"))


def test_what_was_granted_for_one_person_is_used_for_them_before_what_was_granted_for_any(house: House, anna: Prospect) -> None:
    grant_exception(house.ines, because="for any", by=house.mona, now=NOW)
    grant_exception(house.ines, because="for Anna", prospect=anna, by=house.mona, now=NOW)
    write_to(anna)
    assert [one.because for one in open_exceptions(house.ines)] == ["for any"]


def test_a_letter_that_was_held_back_gives_its_exception_back(house: House, anna: Prospect) -> None:
    (granted,) = grant_exception(house.ines, because="the fair is tomorrow", by=house.mona, now=NOW)
    letter = write_to(anna)
    with pytest.raises(UsedAlready):
        withdraw_exception(granted.ref, by=house.mona, now=NOW)
    undo_touch(letter.touch.ref, by=user_of(house.ines), now=NOW)
    assert not LetterException.objects.get().is_used
    again = write_to(Prospect.objects.get(pk=anna.pk))
    assert LetterException.objects.get().used_by == again
    undo_touch(again.touch.ref, by=user_of(house.ines), now=NOW)
    withdraw_exception(granted.ref, by=house.mona, now=NOW)
    assert not open_exceptions(house.ines).exists()


def test_two_letters_are_not_on_their_way_to_one_person(house: House, anna: Prospect) -> None:
    call_others(house, 12)
    write_to(anna)
    with pytest.raises(OnItsWayAlready):
        write_to(anna, seat=house.ines)


def test_a_wish_a_dead_address_and_a_stale_page_are_in_the_way(house: House, anna: Prospect) -> None:
    call_others(house, 12)
    with pytest.raises(StaleForm):
        write_to(anna, version=anna.version - 1)
    record_wishes([Wish(prospect=anna, kind=Wish.Kind.NO_CHANNEL, channel="email", said_at=NOW)])
    with pytest.raises(MayNotWrite):
        write_to(anna)
    Wish.objects.update(lifted_at=NOW)
    Address.objects.filter(kind="email").update(state=Address.State.BOUNCED)
    with pytest.raises(MayNotWrite, match="no email address"):
        write_to(anna)
    nothing_was_written()


def test_the_cap_holds_for_letters_but_not_for_answers(house: House, anna: Prospect) -> None:
    call_others(house, 12)
    for days_ago in (5, 10, 15, 20):
        at = NOW - timedelta(days=days_ago)
        log_touch(NewTouch(anna.pk, "mailing", "out", "delivered", at), by=None, now=at)
    with pytest.raises(CapReached, match="write from 28 November on"):
        write_to(Prospect.objects.get(pk=anna.pk))
    log_touch(NewTouch(anna.pk, "email", "in", "received", NOW, args={"kind": "question"}), by=None, now=NOW)
    write_to(Prospect.objects.get(pk=anna.pk), purpose="answer")


def test_without_a_mail_account_nothing_is_written(house: House, anna: Prospect) -> None:
    call_others(house, 4)

    Account.objects.all().delete()
    with pytest.raises(NoAccount):
        write_to(anna)
    nothing_was_written()
