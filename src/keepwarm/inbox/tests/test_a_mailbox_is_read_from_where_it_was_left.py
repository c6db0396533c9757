"""A real Dovecot: each mail once, from where it was left, whatever a mail is and whatever the server does."""

from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest
from imap_tools import FolderInfo

from keepwarm.decisions.actions import log_touch, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.refusals import NotOpenToUndo
from keepwarm.inbox import files
from keepwarm.inbox.actions import CannotRead, connect_mailbox, fetch_mailbox, retire_mailbox
from keepwarm.inbox.actions.mailboxes import UnusableMailbox
from keepwarm.inbox.models import Mailbox, Received
from keepwarm.inbox.tests.conftest import LATER, Written
from keepwarm.outbox.models import Message
from keepwarm.outbox.sending.sent_folder import known_sent_folder
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import SentFolder, Touch
from tests.cast import user_of
from tests.mail_servers import PASSWORD, Dovecot, dovecot
from tests.mails import SEEDS, mail

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


def connect(server: Dovecot, user: str, written: Written, kind: str = "house", password: str = PASSWORD) -> Mailbox:
    seat = None if kind == "house" else written.house.ines
    box = connect_mailbox(
        kind, host="127.0.0.1", port=server.port, security="none", user=user, password=password, by=None, now=LATER, seat=seat
    )
    fetch_mailbox(box, now=LATER)
    return Mailbox.objects.get(pk=box.pk)


def fetch(box: Mailbox, **more: int) -> int:
    return fetch_mailbox(Mailbox.objects.get(pk=box.pk), now=LATER, **more)


def test_what_lay_there_is_left_alone_and_what_comes_is_read_once(server: Dovecot, written: Written) -> None:
    server.deliver("one", mail("old"), at=LATER)
    box = connect(server, "one", written)
    assert not Received.objects.exists()
    server.deliver("one", mail("new", **written.thread), at=LATER)
    assert (fetch(box), fetch(box)) == (1, 0)
    row = Received.objects.get()
    assert (row.prospect, row.state) == (written.anna, "waits")
    with server.open("one") as seen:
        assert [bool(one.flags) for one in seen.fetch(mark_seen=False)] == [False, True]


def test_the_next_read_goes_on_where_this_one_ended(server: Dovecot, written: Written) -> None:
    box = connect(server, "two", written)
    for number in range(5):
        server.deliver("two", mail(f"mail {number}", message_id=f"<{number}@x.example>", **written.thread), at=LATER)
    assert [fetch(box, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert Received.objects.count() == 5


def test_whatever_a_mail_is_the_next_one_is_read(server: Dovecot, written: Written) -> None:
    box = connect(server, "three", written)
    raws = [raw for raw in SEEDS if raw.strip()]
    for raw in raws:
        server.deliver("three", raw, at=LATER)
    assert fetch(box) == len(raws)
    assert not Received.objects.filter(state="new").exists()
    assert all(files.read(row.hashed) for row in Received.objects.all())


def test_numbered_anew_nothing_is_followed_twice(server: Dovecot, written: Written) -> None:
    box = connect(server, "four", written)
    server.deliver("four", mail("Two pears.", **written.thread), at=LATER)
    fetch(box)
    server.number_anew("four")
    server.deliver("four", mail("Three figs.", message_id="<n@x.example>", **written.thread), at=LATER)
    fetch(box)
    assert Touch.objects.filter(channel="email", direction="in").count() == 2
    assert Received.objects.filter(kind="again").count() == 1


def test_of_a_reps_own_mailbox_only_what_concerns_us_is_kept(server: Dovecot, written: Written) -> None:
    box = connect(server, "five", written, "own")
    server.deliver("five", mail("Dinner tonight?", sender="mum@family.example", to="ines@house.example"), at=LATER)
    server.deliver("five", mail("Two pears.", **written.thread), at=LATER)
    assert fetch(box) == 1
    assert Received.objects.get().prospect == written.anna
    with server.open("five") as box_of_ines:
        assert not any("\\Seen" in one.flags for one in box_of_ines.fetch(mark_seen=False))


def test_a_sent_folder_brings_letters_sent_elsewhere_and_says_that_nothing_is_missing(server: Dovecot, written: Written) -> None:
    box = connect(server, "six", written, "sent")
    assert SentFolder.objects.get().seat == written.house.ines
    ours = Message.objects.get()
    sent = {"sender": "ines@house.example", "to": "anna@arnold.example"}
    server.deliver("six", mail("From home", message_id="<h@house.example>", **sent), at=LATER, folder="Sent")
    server.deliver("six", mail("To mum", sender="ines@house.example", to="mum@family.example"), at=LATER, folder="Sent")
    server.deliver("six", mail("Filed", message_id=f"<{ours.message_id}>", **sent), at=LATER, folder="Sent")
    assert fetch(box) == 1, "what the outbox filed is known, and is not listed as sent elsewhere"
    touch = Touch.objects.get(channel="email")
    assert (touch.direction, touch.seat, touch.args["elsewhere"]) == ("out", written.house.ines, True)
    with pytest.raises(NotOpenToUndo, match="has left"):
        undo_touch(touch.ref, by=user_of(written.house.ines), now=LATER)
    retire_mailbox(box, by=user_of(written.house.ines), now=LATER)
    assert not SentFolder.objects.exists()


def test_letters_of_the_last_days_stand_in_the_share_as_soon_as_it_is_told(server: Dovecot, written: Written) -> None:
    sent = {"sender": "ines@house.example", "to": "anna@arnold.example"}
    for days in (2, 20):
        text = mail("From home", message_id=f"<{days}@house.example>", date=format_datetime(LATER - timedelta(days=days)), **sent)
        server.deliver("nine", text, at=LATER - timedelta(days=days), folder="Sent")
    connect(server, "nine", written, "sent")
    assert SentFolder.objects.exists()
    assert list(Touch.objects.filter(channel="email").values_list("happened_at", flat=True)) == [LATER - timedelta(days=2)]


def test_a_letter_that_was_noted_by_hand_too_counts_once(server: Dovecot, written: Written) -> None:
    box, ines = connect(server, "ten", written, "sent"), written.house.ines
    noted = log_touch(NewTouch(written.anna.pk, "email", "out", "delivered", LATER, ines.pk, by_hand=True), by=ines.user, now=LATER).touch
    sent = {"sender": "ines@house.example", "to": "anna@arnold.example", "date": format_datetime(LATER - timedelta(minutes=5))}
    for number in (1, 2):
        server.deliver("ten", mail(f"Letter {number}", message_id=f"<t{number}@house.example>", **sent), at=LATER, folder="Sent")
    fetch(box)
    first, second = Touch.objects.filter(channel="email").order_by("pk")
    assert (first.pk, first.by_hand, first.args["elsewhere"], second.args["elsewhere"]) == (noted.pk, False, True, True)
    assert Received.objects.order_by("pk").first().touch == noted  # type: ignore[union-attr]


def test_a_sent_folder_is_found_by_its_name_where_it_is_not_marked() -> None:
    class Folders(list[FolderInfo]):
        def list(self) -> Any:
            return self

    def found(*names: str) -> str:
        return known_sent_folder(SimpleNamespace(folder=Folders(FolderInfo(name, ".", ()) for name in names)))  # type: ignore[arg-type]

    assert found("INBOX", "INBOX.Gesendete Elemente") == "INBOX.Gesendete Elemente"
    assert found("INBOX", "Éléments envoyés", "Not sent") == "Éléments envoyés"
    assert found("INBOX", "Consent") == ""


def test_a_mailbox_that_cannot_be_read_says_why_and_nothing_is_lost(server: Dovecot, written: Written) -> None:
    box = connect(server, "seven", written)
    server.deliver("seven", mail("Two pears.", **written.thread), at=LATER)
    Mailbox.objects.update(port=1)
    with pytest.raises(CannotRead, match="seven"):
        fetch(box)
    assert Mailbox.objects.get().problem
    Mailbox.objects.update(port=server.port)
    assert fetch(box) == 1
    assert Mailbox.objects.get().problem == ""


def test_a_wrong_password_is_said(server: Dovecot, written: Written) -> None:
    with pytest.raises(CannotRead):
        connect(server, "eight", written, password="wrong")


def test_the_password_is_sealed(server: Dovecot, written: Written) -> None:
    assert PASSWORD not in connect(server, "nine", written).secret


def test_who_may_connect_what(written: Written) -> None:
    line = {"host": "imap.house.example", "user": "x", "password": "y", "now": LATER}
    with pytest.raises(NotYours):
        connect_mailbox("house", **line, by=user_of(written.house.ines))  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        connect_mailbox("own", **line, seat=written.house.ivo, by=user_of(written.house.ines))  # type: ignore[arg-type]
    connect_mailbox("own", **line, seat=written.house.ines, by=user_of(written.house.ines))  # type: ignore[arg-type]
    connect_mailbox("house", **line, by=written.house.mona)  # type: ignore[arg-type]


def test_two_folders_of_one_account_are_two_mailboxes_and_the_same_one_again_is_changed(written: Written) -> None:
    line = {"host": "imap.house.example", "user": "x", "password": "y", "by": written.house.mona, "now": LATER}
    first = connect_mailbox("house", **line)  # type: ignore[arg-type]
    second = connect_mailbox("house", **line, folder="Support")  # type: ignore[arg-type]
    again = connect_mailbox("house", **line, folder=" INBOX ", port=143)  # type: ignore[arg-type]
    assert (first.pk, second.pk) == (again.pk, second.pk)
    assert list(Mailbox.objects.order_by("pk").values_list("folder", "port")) == [("INBOX", 143), ("Support", 993)]


@pytest.mark.parametrize(
    "given",
    [
        {"host": "a b"},
        {"host": "imap..house.example"},
        {"user": ""},
        {"host": "x\r\nA1 LOGOUT"},
        {"security": "none"},
        {"kind": "own"},
        {"kind": "nothing"},
    ],
)
def test_what_cannot_be_read_is_refused(written: Written, given: dict[str, str]) -> None:
    line = {"kind": "house", "host": "imap.house.example", "user": "x", "password": "y", "by": written.house.mona, "now": LATER, **given}
    with pytest.raises(UnusableMailbox):
        connect_mailbox(**line)  # type: ignore[arg-type]
