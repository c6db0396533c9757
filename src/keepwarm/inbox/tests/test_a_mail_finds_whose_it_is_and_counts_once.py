"""Threading, duplicates, other addresses, several people at one address, the forgotten and the merged, and loops."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.circle.actions import forget, merge
from keepwarm.consent.models import Wish
from keepwarm.inbox import files
from keepwarm.inbox.actions import read_received
from keepwarm.inbox.actions.keeping import keep_mail
from keepwarm.inbox.models import Received
from keepwarm.inbox.queries.copies import copy_address
from keepwarm.inbox.tests.conftest import LATER, Take, Written
from keepwarm.outbox.models import Account, Message, State
from keepwarm.prospects.models import Address
from keepwarm.touches.models import SentFolder, Signal, Touch
from tests.cast import meet, user_of
from tests.mails import broken_mails, mail

HI = "Two pears."


def theirs() -> int:
    return Touch.objects.filter(channel="email", direction="in", voided_at__isnull=True).count()


@pytest.mark.parametrize("how", ["tag", "thread", "sender"])
def test_each_way_leads_to_anna(written: Written, take: Take, how: str) -> None:
    raw = {
        "tag": mail(HI, to=f"Ines <{written.back_to.upper()}>"),
        "thread": mail(HI, **written.thread),
        "sender": mail(HI),
    }[how]
    row = take(raw)
    assert (row.prospect, row.linked, row.is_verified) == (written.anna, how, True)


def test_a_reply_from_another_address_is_linked_but_not_verified(written: Written, take: Take) -> None:
    row = take(mail("Please call me today.", sender="Anna <anna@private.example>", **written.thread))
    assert (row.prospect, row.is_verified, row.state) == (written.anna, False, "waits")
    assert not Address.objects.filter(normalized="anna@private.example").exists()


def test_what_a_colleague_answers_whom_we_know_is_theirs(written: Written, take: Take) -> None:
    bob = meet(written.house, "Bob Arnold", email="bob@arnold.example", phone="", firm="Arnold Ltd")
    row = take(mail("Please remove me from your mailing list.", sender="Bob <bob@arnold.example>", **written.thread))
    assert (row.prospect, row.is_verified, row.kind) == (bob, True, "unsubscribe")
    assert set(Wish.objects.values_list("prospect", flat=True)) == {bob.pk}


def test_an_address_of_several_people_is_nobodys(written: Written, take: Take) -> None:
    meet(written.house, "Anton Arnold", phone="")
    row = take(mail(HI))
    assert (row.prospect, row.state) == (None, "waits")


def test_the_same_mail_by_two_ways_is_one_reply(written: Written, take: Take) -> None:
    take(mail(HI, **written.thread))
    again = take(mail(HI, delivered_to="hello@house.example", **written.thread))
    assert again.kind == "again"
    assert theirs() == 1


def test_of_one_mail_by_two_ways_at_once_the_faster_one_counts(written: Written, take: Take) -> None:
    first = keep_mail(mail(HI, **written.thread), now=LATER)
    take(mail(HI, delivered_to="hello@house.example", **written.thread))
    read_received(first.pk, now=LATER)
    first.refresh_from_db()
    assert (first.kind, theirs()) == ("again", 1)


def test_one_that_could_not_be_read_is_no_reason_to_leave_its_copy_alone(written: Written, take: Take) -> None:
    first = take(mail(HI, **written.thread))
    Received.objects.filter(pk=first.pk).update(state=Received.State.QUARANTINED)
    assert take(mail(HI, delivered_to="hello@house.example", **written.thread)).kind != "again"


def test_two_mails_with_one_message_id_are_two(written: Written, take: Take) -> None:
    take(mail(HI, **written.thread))
    assert take(mail("And four plums.", **written.thread)).kind != "again"
    assert theirs() == 2


def test_two_replies_at_once_are_two_touches_and_one_waiting(written: Written, take: Take) -> None:
    take(mail(HI, message_id="<a@arnold.example>", **written.thread))
    take(mail("Five figs.", message_id="<b@arnold.example>", **written.thread))
    assert theirs() == 2
    assert written.fresh().because_rule == "reply_to_speak"


def test_a_mail_is_read_once_however_often_it_is_asked_for(written: Written, take: Take) -> None:
    row = take(mail(HI, **written.thread))
    read_received(row.pk, now=LATER)
    take(mail(HI, **written.thread))
    assert theirs() == 1


def test_our_own_mail_that_comes_back_begins_no_loop(written: Written, take: Take) -> None:
    row = take(mail(HI, sender="ines@house.example", message_id=f"<{written.message.message_id}>"))
    assert (row.kind, row.state) == ("machine", "done")
    assert theirs() == 0


def test_a_machines_answer_is_no_reply_and_nobody_answers_it(written: Written, take: Take) -> None:
    before = written.fresh()
    row = take(mail("Your mail was received. Ticket 4711.", auto_submitted="auto-replied", **written.thread))
    assert row.state == "done"
    assert theirs() == 0
    assert not Signal.objects.open().filter(kind=Signal.Kind.REPLY).exists()
    assert Message.objects.count() == 1
    assert written.fresh().last_progress_at == before.last_progress_at


def test_a_newsletter_of_theirs_is_noted_and_nothing_more(written: Written, take: Take) -> None:
    row = take(mail("News!", list_id="<news.arnold.example>"))
    assert (row.kind, row.state, theirs()) == ("machine", "done", 0)


def test_a_reply_to_a_doubtful_letter_says_that_it_arrived(written: Written, take: Take) -> None:
    Message.objects.update(state=State.UNCERTAIN)
    take(mail(HI, **written.thread))
    assert Message.objects.get().state == State.ACCEPTED


def test_a_reply_of_somebody_merged_goes_to_the_one_who_remains(written: Written, take: Take) -> None:
    other = meet(written.house, "Anna A.", email="a@arnold.example", phone="")
    merge(other.pk, written.anna.pk, because="the same", by=written.house.mona, now=LATER)
    row = take(mail(HI, **written.thread), now=LATER + timedelta(hours=1))
    assert row.prospect == other


def test_forgetting_takes_the_bytes_and_a_later_reply_is_a_strangers(written: Written, take: Take) -> None:
    row = take(mail(HI, **written.thread))
    hashed = row.hashed
    assert files.read(hashed)
    forget(written.anna.pk, by=written.house.mona, now=LATER)
    row.refresh_from_db()
    assert (row.text, row.from_email, row.subject, row.hashed) == ("", "", "", "")
    later = take(mail("Six quinces.", message_id="<c@arnold.example>", **written.thread), now=LATER + timedelta(days=1))
    assert later.prospect is None


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_forgotten_leave_the_disk(written: Written, take: Take) -> None:
    row = take(mail("Ten dates.", **written.thread))
    assert files.read(row.hashed)
    forget(written.anna.pk, by=written.house.mona, now=LATER)
    assert files.read(row.hashed) == b""


def copies_of(written: Written) -> str:
    """Where Ines copies to, once the house has an address that takes tags."""
    Account.objects.create(name="House", host="127.0.0.1", from_email="hello@house.example", tags="plus", made_at=LATER)
    return copy_address(written.house.ines)


@pytest.mark.parametrize("header", ["delivered_to", "x_original_to", "bcc"])
def test_a_letter_sent_elsewhere_and_copied_to_us_stands_on_the_timeline(written: Written, take: Take, header: str) -> None:
    to = {"to": "anna@arnold.example", header: copies_of(written)}
    row = take(mail(HI, sender="Ines <ines@house.example>", subject="From home", **to))
    assert (row.kind, row.prospect) == ("sent", written.anna)
    touch = Touch.objects.get(channel="email")
    assert (touch.direction, touch.disposition, touch.seat, touch.by_hand) == ("out", "delivered", written.house.ines, False)
    assert touch.args["elsewhere"] is True
    assert SentFolder.objects.get().seat == written.house.ines


def test_a_from_of_ours_alone_proves_nothing(written: Written, take: Take) -> None:
    copies, hello = copies_of(written), "hello@house.example"
    forged: list[dict[str, str]] = [
        {"delivered_to": hello},
        {"delivered_to": hello, **written.thread},
        {"delivered_to": "hello+" + "a" * 26 + "@house.example"},
        {"delivered_to": copies, "cc": copies},
        {"delivered_to": copies, "sender": "ivo@house.example"},
        {"delivered_to": written.back_to},
    ]
    for number, head in enumerate(forged):
        given = {"sender": "Ines <ines@house.example>", "to": "anna@arnold.example", "message_id": f"<f{number}@x.example>", **head}
        row = take(mail(f"Call me {number}.", **given))
        assert (row.kind, row.state, row.prospect, row.touch) == ("unproven", "done", None, None), head
    assert not Touch.objects.filter(channel="email").exists()
    assert not SentFolder.objects.exists(), "the share stays unknown"


def test_the_copy_address_stands_where_mailboxes_do(written: Written, client: Client) -> None:
    client.force_login(user_of(written.house.ines))
    assert "takes no tags yet" in client.get("/inbox/mailboxes/").content.decode()
    copies = copies_of(written)
    assert copies in client.get("/inbox/mailboxes/").content.decode()
    client.force_login(user_of(written.house.ivo))
    assert copies not in client.get("/inbox/mailboxes/").content.decode()


def take_broken(count: int, take: Take, *, seed: int) -> None:
    for raw in broken_mails(count, seed=seed):
        row = take(raw)
        assert row.state != Received.State.NEW, row.problem
        assert files.read(row.hashed) == raw
    assert not Received.objects.filter(state=Received.State.QUARANTINED).exists()


def test_broken_mails_are_kept_and_break_nothing(written: Written, take: Take) -> None:
    take_broken(150, take, seed=3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_thousands_of_broken_mails_are_kept_and_break_nothing(written: Written, take: Take, seed: int) -> None:
    """Five thousand on each database; fifty thousand are read, and not kept, by `test_any_bytes_give_a_mail.py`."""
    take_broken(1_000, take, seed=100 + seed)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00" * 1000, mail("x", date=""), mail("x", sender=""), mail("", subject=""), mail("x", message_id="<" + "a" * 5000 + ">")],
)
def test_a_mail_without_what_mails_have_is_kept(written: Written, take: Take, raw: bytes) -> None:
    row = take(raw)
    assert row.state != "new"
    assert files.read(row.hashed) == raw
