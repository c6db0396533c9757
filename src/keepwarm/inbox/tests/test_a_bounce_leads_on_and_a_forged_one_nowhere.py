"""What follows a report depends on whose it is, and on what it says: about the address, for now, or about us."""

from datetime import timedelta

import pytest

from keepwarm.consent.models import Channel, Suppression, Wish
from keepwarm.inbox.models import CameBack
from keepwarm.inbox.tests.conftest import LATER, Take, Written, write_to
from keepwarm.outbox.models import Message, State
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Signal
from tests.mails import complaint, mail, read_receipt, report

FULL = {"status": "5.2.2", "said": "552 5.2.2 mailbox full"}


def test_a_hard_bounce_ends_the_use_of_the_address_and_another_way_is_next(written: Written, take: Take) -> None:
    row = take(report(to=written.back_to, message_id=written.message.message_id))
    assert (row.kind, row.state, row.prospect_id) == ("bounce", "done", written.anna.pk)
    assert written.address().state == Address.State.BOUNCED
    message = Message.objects.get(pk=written.message.pk)
    assert (message.state, message.because, message.told_at) == (State.BOUNCED, "bounced", None)
    assert written.fresh().next_touch_at is not None
    assert written.fresh().next_step == "call"


@pytest.mark.parametrize("what", ["no tag and no message of ours", "a tag nobody made", "the letter of another"])
def test_a_forged_bounce_suppresses_nobody(written: Written, take: Take, what: str) -> None:
    raw = {
        "no tag and no message of ours": report(),
        "a tag nobody made": report(to=f"ines+{'a' * 26}@house.example", message_id="y@house.example"),
        "the letter of another": report("bob@arnold.example", to=written.back_to),
    }[what]
    if what == "the letter of another":
        raw = raw.replace(b"bob@arnold.example", b"bob@arnold.example")  # Anna's server speaks of Bob, to whom we did not write
    row = take(raw)
    assert row.state == "done"
    assert written.address().state == Address.State.OK
    if what != "the letter of another":
        assert Message.objects.get(pk=written.message.pk).state == State.ACCEPTED
    assert not Suppression.objects.exists()
    assert not CameBack.objects.filter(is_believed=True).exists()


def test_what_is_said_about_us_is_never_held_against_them(written: Written, take: Take) -> None:
    take(report(to=written.back_to, status="5.7.1", said="550 5.7.1 Service unavailable; client host blocked using a block list"))
    assert written.address().state == Address.State.OK
    message = Message.objects.get(pk=written.message.pk)
    assert (message.state, message.because) == (State.BOUNCED, "sent_back")


def test_soft_bounces_are_counted_and_three_in_a_month_are_hard(written: Written, take: Take) -> None:
    for number in range(3):
        message = write_to(written.anna, written.account, key=f"letter {number}")
        take(report(to=f"ines+{message.tag}@house.example", **FULL), now=LATER + timedelta(days=number))
        assert (written.address().state == Address.State.BOUNCED) is (number == 2)


def test_the_same_report_twice_counts_once(written: Written, take: Take) -> None:
    for copy in range(3):
        take(report(to=written.back_to, **FULL) + b"\r\n" * copy)
    assert written.address().state == Address.State.OK


def test_a_delay_changes_nothing_and_a_delivery_settles_a_doubt(written: Written, take: Take) -> None:
    take(report(to=written.back_to, action="delayed", status="4.4.1", said="timed out"))
    assert Message.objects.get(pk=written.message.pk).state == State.ACCEPTED
    Message.objects.update(state=State.UNCERTAIN)
    take(report(to=written.back_to, action="delivered", status="2.0.0", said="250 ok"))
    assert Message.objects.get(pk=written.message.pk).state == State.ACCEPTED


def test_a_complaint_stops_the_mailings_at_once(written: Written, take: Take) -> None:
    row = take(complaint(to=written.back_to, message_id=written.message.message_id))
    assert row.kind == "spam_report"
    wish = Wish.objects.get(prospect=written.anna)
    assert (wish.kind, wish.channel) == (Wish.Kind.NO_CHANNEL, Channel.MAILING)
    assert Suppression.objects.get().scope == Suppression.Scope.MAILING
    assert written.address().state == Address.State.OK


@pytest.mark.parametrize("kind", ["auth-failure", "not-spam"])
def test_feedback_that_is_nobodys_wish_changes_nothing(written: Written, take: Take, kind: str) -> None:
    take(complaint(to=written.back_to, kind=kind))
    assert not Wish.objects.exists()
    assert not Suppression.objects.exists()


def test_a_forged_complaint_changes_nothing(written: Written, take: Take) -> None:
    take(complaint())
    assert not Wish.objects.exists()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: Delivery problem with your pallets", "Yes, do tell us more.\n\nAnna Arnold\nanna@arnold.example"),
        ("Undeliverable mail?", "I wrote to you and got this:\n\n550 5.1.1 <anna@arnold.example>: User unknown\n\nCan you help?"),
    ],
)
@pytest.mark.parametrize("threaded", [True, False])
def test_whoever_writes_about_a_failure_is_no_failure(written: Written, take: Take, subject: str, body: str, threaded: bool) -> None:
    row = take(mail(body, subject=subject, **(written.thread if threaded else {})))
    assert row.prospect == written.anna
    assert row.touch is not None
    assert Signal.objects.open().filter(prospect=written.anna, kind=Signal.Kind.REPLY).exists()
    assert (written.address().state, Message.objects.get().state) == (Address.State.OK, State.ACCEPTED)


def test_a_mail_without_a_sender_that_tells_of_no_failure_waits_for_a_person(written: Written, take: Take) -> None:
    row = take(mail("Please give me a call tomorrow.\nbob@elsewhere.example", sender="", subject="Hello"))
    assert (row.state, row.prospect) == ("waits", None)


@pytest.mark.parametrize("disposition", ["displayed", "deleted"])
def test_three_read_receipts_say_that_mails_arrived(written: Written, take: Take, disposition: str) -> None:
    for number in range(3):
        message = write_to(written.anna, written.account, key=f"letter {number}", state=State.UNCERTAIN)
        row = take(read_receipt(to=f"ines+{message.tag}@house.example", message_id=message.message_id, disposition=disposition))
        assert (row.kind, row.state) == ("machine", "done")
        assert Message.objects.get(pk=message.pk).state == State.ACCEPTED
    assert written.address().state == Address.State.OK
