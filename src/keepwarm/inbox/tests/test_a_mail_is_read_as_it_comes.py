"""A real Dovecot says that a mail came (IDLE), and it is read at once; where the server does not offer it, the minute's round does."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from keepwarm.inbox.actions import connect_mailbox, fetch_mailbox, retire_mailbox
from keepwarm.inbox.listening import Listening, listen
from keepwarm.inbox.models import Mailbox, Received
from keepwarm.staff.models import User
from tests.cast import NOW, open_house
from tests.mail_servers import PASSWORD, Dovecot, dovecot
from tests.mails import mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
PATIENCE = 40.0


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture(scope="module")
def silent() -> Iterator[Dovecot]:
    with dovecot("imap_capability = IMAP4rev1 UIDPLUS LITERAL+") as running:
        yield running


@pytest.fixture
def mona() -> User:
    return open_house().mona


def connect(server: Dovecot, user: str) -> Mailbox:
    line = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": user, "password": PASSWORD}
    return connect_mailbox("house", **line, by=None, now=NOW)  # type: ignore[arg-type]


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)


def test_it_is_read_when_the_server_says_so_and_the_thread_ends_cleanly(server: Dovecot, mona: User) -> None:
    box = connect(server, "idle-one")
    listening = Listening(lambda: NOW)
    listening.look()
    wait_until(lambda: Mailbox.objects.get(pk=box.pk).read_at is not None)
    for count in (1, 2):
        server.deliver("idle-one", mail(f"Pear {count}", message_id=f"<{count}@x.example>"), at=NOW)
        wait_until(lambda count=count: Received.objects.exclude(state="new").count() == count)  # type: ignore[misc]
    (thread,) = [thread for thread, _ in listening.threads.values()]
    retire_mailbox(box, by=mona, now=NOW)
    listening.look()
    thread.join(timeout=PATIENCE)
    assert not thread.is_alive()
    listening.end()


def test_without_idle_the_round_of_the_minute_reads_it(silent: Dovecot, mona: User) -> None:
    box = connect(silent, "idle-two")
    fetch_mailbox(box, now=NOW)
    assert listen(box.pk, lambda: NOW, threading.Event()) is False
    silent.deliver("idle-two", mail("A fig"), at=NOW)
    assert fetch_mailbox(Mailbox.objects.get(pk=box.pk), now=NOW) == 1
    listening = Listening(lambda: NOW)
    listening.look()
    wait_until(lambda: len(listening.polled) == 1)
    listening.look()
    assert not listening.threads, "it is not asked again"
    connection.close()
