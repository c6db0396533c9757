"""A server in another time zone, names that are not English, a lost key: a mailbox is read, or says why, and holds up no other."""

from datetime import UTC, datetime, timedelta

import pytest

from keepwarm.inbox import tasks
from keepwarm.inbox.actions import CannotRead, connect_mailbox, fetch_mailbox
from keepwarm.inbox.models import Mailbox, Received
from keepwarm.inbox.tests.conftest import Written
from tests.mail_servers import PASSWORD, Dovecot, dovecot
from tests.mails import mail

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 19, 2, tzinfo=UTC)
"""The evening before in California."""


def connect(server: Dovecot, user: str, *, now: datetime = EVENING, folder: str = "") -> Mailbox:
    line = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": user, "password": PASSWORD, "folder": folder}
    return connect_mailbox("house", **line, by=None, now=now)  # type: ignore[arg-type]


def test_a_server_whose_day_is_yesterday_keeps_no_mail_from_us(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    with dovecot() as server:
        box = connect(server, "west")
        fetch_mailbox(box, now=EVENING)
        server.deliver("west", mail("Two pears.", **written.thread), at=EVENING + timedelta(hours=1))
        assert fetch_mailbox(Mailbox.objects.get(), now=EVENING + timedelta(hours=2)) == 1
    assert Received.objects.get().prospect == written.anna


def test_users_and_folders_have_names_in_any_language(written: Written) -> None:
    with dovecot("auth_username_chars =") as server:
        server_folder = "Anfragen & Grüße 見積"
        box = connect(server, "jörg", folder=server_folder)
        with pytest.raises(CannotRead):
            fetch_mailbox(box, now=EVENING)  # it signs in, and there is no such folder yet
        assert "codec" not in Mailbox.objects.get().problem
        _make_folder(server, "jörg", server_folder)
        fetch_mailbox(Mailbox.objects.get(), now=EVENING)
        assert Mailbox.objects.get().problem == ""


def test_a_mailbox_whose_password_is_lost_says_so_and_the_next_one_is_read(written: Written) -> None:
    with dovecot() as server:
        lost, next_one = connect(server, "lost"), connect(server, "next")
        Mailbox.objects.filter(pk=lost.pk).update(secret=lost.secret[:-8] + "AAAAAAA=")
        tasks.read_mailboxes(now=EVENING)
    assert "password" in Mailbox.objects.get(pk=lost.pk).problem
    assert Mailbox.objects.get(pk=next_one.pk).read_at == EVENING


def test_whatever_breaks_at_one_mailbox_the_next_one_is_read(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    with dovecot() as server:
        odd, next_one = connect(server, "odd"), connect(server, "next")

        def broken(mailbox: Mailbox, *, now: datetime) -> int:
            if mailbox.pk == odd.pk:
                raise AttributeError
            return fetch_mailbox(mailbox, now=now)

        monkeypatch.setattr(tasks, "fetch_mailbox", broken)
        tasks.read_mailboxes(now=EVENING)
    assert Mailbox.objects.get(pk=next_one.pk).read_at == EVENING


def _make_folder(server: Dovecot, user: str, folder: str) -> None:
    from imap_tools import MailBoxUnencrypted

    box = MailBoxUnencrypted("127.0.0.1", port=server.port, timeout=30)
    box.login_utf8(user, PASSWORD, initial_folder="INBOX")
    box.folder.create(folder)
    box.logout()
