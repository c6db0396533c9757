"""After a letter was accepted its copy stands in the Sent folder of the account once, on a real Dovecot; that never sends again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.sealing import seal
from keepwarm.outbox.sending.sent_folder import file_what_is_due
from tests.cast import NOW
from tests.mail_servers import PASSWORD, Dovecot, dovecot

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


def accepted(port: int, **fields: object) -> Message:
    imap = {
        "imap_host": "127.0.0.1",
        "imap_port": port,
        "imap_security": "none",
        "imap_user": "ines",
        "imap_secret": seal(PASSWORD, about="imap"),
    }
    Account.objects.create(name="Ines", host="127.0.0.1", from_email="ines@house.example", made_at=NOW, **{**imap, **fields})
    row = queue_message(NewMessage(kind="answer", to_email="anna@arnold.example", subject="Our talk", text="Hello"), now=NOW)
    Message.objects.filter(pk=row.pk).update(state="accepted", settled_at=NOW, file_next_at=NOW)
    return row


def test_it_stands_in_the_sent_folder_once(server: Dovecot) -> None:
    row = accepted(server.port)
    assert file_what_is_due(now=NOW) == 1
    assert file_what_is_due(now=NOW + timedelta(days=1)) == 0
    Message.objects.update(file_next_at=NOW)  # the answer of the first time was lost
    file_what_is_due(now=NOW)
    with server.open("ines") as box:
        box.folder.set("Sent")
        (found,) = box.fetch(mark_seen=False)
    assert (found.headers["message-id"][0], found.flags) == (f"<{row.message_id}>", ("\\Seen",))
    row.refresh_from_db()
    assert (row.state, row.file_next_at) == ("accepted", None)


def test_a_server_that_is_away_is_tried_again_later_and_the_letter_stays_accepted() -> None:
    row = accepted(1)
    assert file_what_is_due(now=NOW) == 0
    row.refresh_from_db()
    assert row.state == "accepted"
    assert row.file_next_at is not None
    assert row.file_next_at > NOW
    assert "refused" in Account.objects.get().checked_said.lower()
