"""What becomes of a message when the server says no, says later, or hangs up, at each step: never sent twice, never lost in silence."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from keepwarm.outbox.actions import handing, queue_message
from keepwarm.outbox.actions.claiming import sweep
from keepwarm.outbox.gate import Asked
from keepwarm.outbox.models import Account, Attempt, Message
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.sending import sender
from keepwarm.outbox.sending.lane import Rhythm
from keepwarm.outbox.sending.sender import Sending
from tests.faults.sink import Sink, Told, running

pytestmark = pytest.mark.django_db(transaction=True)
QUICK = Rhythm(poll=0.05, rest=0.05, idle=0.2, lease=timedelta(seconds=30))


def queue(count: int, port: int, **fields: object) -> list[Message]:
    given = {
        "name": "House",
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "from_email": "hello@house.example",
        "pace_per_minute": 0,
        "connections": 2,
    }
    Account.objects.create(made_at=timezone.now(), **{**given, **fields})
    news = [NewMessage(kind="system", to_email=f"p{n}@x.example", subject="Hi", text=".one\n..two\nthree") for n in range(count)]
    return [queue_message(new, now=timezone.now()) for new in news]


def send_once() -> Sending:
    async def run() -> Sending:
        sending = Sending(clock=timezone.now, rhythm=QUICK)
        await asyncio.wait_for(sending.run(once=True), 60)
        return sending

    try:
        return asyncio.run(run())
    finally:
        connections.close_all()


def told_once(step: str, answer: str) -> Told:
    """Says it the first time, and yes from then on."""
    left = [answer]
    return lambda asked: left.pop() if asked == step and left else ""


def retry_now() -> None:
    Message.objects.filter(state="queued").update(next_try_at=timezone.now())


@pytest.mark.parametrize("pipelining", [True, False])
def test_what_the_server_takes_is_accepted_once_and_byte_for_byte(pipelining: bool) -> None:
    with running(Sink(pipelining=pipelining)) as sink:
        rows = queue(7, sink.port)
        assert send_once().sent == 7
        assert send_once().sent == 0
    assert sorted(sink.taken) == sorted(row.message_id for row in rows)
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}
    assert sink.bodies[0].endswith(b"\r\n\r\n=2Eone\r\n=2E.two\r\nthree\r\n.\r\n")
    assert Attempt.objects.filter(outcome="accepted", code=250).count() == 7


@pytest.mark.parametrize("step", ["greeting", "ehlo", "mail", "rcpt", "data", "body", "dot"])
def test_a_line_that_breaks_before_the_dot_is_answered(step: str) -> None:
    with running(Sink(told_once(step, "cut"))) as sink:
        queue(1, sink.port)
        send_once()
        row = Message.objects.get()
        if step == "dot":
            assert (row.state, row.because) == ("uncertain", "line_broke")
            retry_now()
            assert send_once().sent == 0, "never again by itself"
            return
        assert row.state == "queued" or step in {"greeting", "ehlo"}, "a server that hung up so early is tried again at once"
        retry_now()
        send_once()
        assert sink.taken == [row.message_id]
    assert Message.objects.get().state == "accepted"


def test_taken_and_never_heard_of_is_uncertain() -> None:
    with running(Sink(told_once("answer", "cut"))) as sink:
        (row,) = queue(1, sink.port)
        send_once()
        retry_now()
        send_once()
        assert sink.taken == [row.message_id]
    assert Message.objects.get().state == "uncertain"


@pytest.mark.parametrize("step", ["greeting", "ehlo", "mail", "rcpt", "data", "dot"])
def test_later_is_tried_again_with_the_same_bytes(step: str) -> None:
    with running(Sink(told_once(step, "451 4.3.0 later"))) as sink:
        (row,) = queue(1, sink.port)
        send_once()
        now = Message.objects.get()
        assert now.state == "queued" or step in {"greeting", "ehlo"}
        assert now.tries == (step not in {"greeting", "ehlo"})
        retry_now()
        send_once()
        assert sink.taken == [row.message_id]
    assert Message.objects.get().state == "accepted"


@pytest.mark.parametrize("step", ["rcpt", "data", "dot"])
def test_no_is_final_and_kept_in_the_servers_words(step: str) -> None:
    with running(Sink(told_once(step, "550 5.1.1 nobody here"))) as sink:
        queue(2, sink.port, connections=1)
        send_once()
        assert len(sink.taken) == 1, "the next one on the same line goes"
    failed = Message.objects.get(state="failed")
    assert (failed.because, failed.last_reply) == ("refused", "550 5.1.1 nobody here")
    assert Message.objects.filter(state="accepted").count() == 1


@pytest.mark.parametrize(
    ("step", "answer", "state", "said"),
    [
        ("rcpt", "550 5.1.1 nobody\x00here", "failed", "550 5.1.1 nobody here"),
        ("dot", "250 taken \x00\x1b[31m", "accepted", ""),
        ("dot", "451 later\x00", "queued", "451 later"),
    ],
)
def test_what_no_text_can_hold_in_a_servers_words_stops_nothing(step: str, answer: str, state: str, said: str) -> None:
    with running(Sink(told_once(step, answer))) as sink:
        queue(1, sink.port)
        send_once()
    assert list(Message.objects.values_list("state", "last_reply")) == [(state, said)]


def test_a_fault_of_ours_with_one_message_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(asked: Sequence[Asked], **words: Any) -> dict[int, str]:
        if any(one.to_email == "p1@x.example" for one in asked):
            raise KeyError(7)
        return {}

    monkeypatch.setattr(handing, "held_back", ask)
    with running(Sink()) as sink:
        rows = queue(5, sink.port, connections=5)
        send_once()
        assert sorted(sink.taken) == sorted(row.message_id for row in rows if row.to_email != "p1@x.example")
    assert Message.objects.filter(state="accepted").count() == 4
    stuck = Message.objects.get(to_email="p1@x.example")
    assert (stuck.state, stuck.lease_until is not None) == ("claimed", True), "its lease lets it wait again"


def test_a_message_that_cannot_be_signed_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pen:
        def sign(self, raw: bytes, *, at: datetime) -> bytes:
            if b"p0@x.example" in raw:
                raise ValueError("no pen")
            return b"X-Signed: yes\r\n"

    monkeypatch.setattr(sender, "signer_of", lambda account: Pen())
    with running(Sink()) as sink:
        queue(3, sink.port, connections=1)
        assert send_once().sent == 2
    assert Message.objects.filter(state="claimed").count() == 1


def test_a_server_whose_name_is_none_is_told_of_and_everything_waits() -> None:
    queue(2, 1, host="mail..example.com", security="tls")
    send_once()
    assert "could not be reached" in Account.objects.get().checked_said
    assert Message.objects.filter(state="queued", tries=0).count() == 2


@pytest.mark.parametrize(("step", "answer"), [("mail", "550 5.7.1 not your address"), ("greeting", "554 go away")])
def test_an_account_out_of_order_loses_nothing(step: str, answer: str) -> None:
    with running(Sink(lambda asked: answer if asked == step else "")) as sink:
        queue(3, sink.port)
        send_once()
    account = Account.objects.get()
    assert Message.objects.filter(state="queued", tries=0).count() == 3
    assert (account.paused_at is not None) == (step == "mail")
    assert "not your address" in account.paused_because or "go away" in account.checked_said


def test_later_is_final_only_after_days_and_several_tries() -> None:
    with running(Sink(lambda asked: "452 4.2.2 full" if asked == "rcpt" else "")) as sink:
        queue(1, sink.port)
        send_once()
        Message.objects.update(first_tried_at=timezone.now() - timedelta(days=6))
        for expected in ("queued", "queued", "queued", "failed"):
            retry_now()
            send_once()
            assert Message.objects.get().state == expected
    assert Message.objects.get().because == "too_long"


def test_a_sender_that_died_with_the_dot_on_its_way_leaves_it_uncertain() -> None:
    first, second = queue(2, 1)
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(pk=first.pk).update(state="claimed", fence=5, lease_until=past)
    Message.objects.filter(pk=second.pk).update(state="handing_over", fence=5, lease_until=past)
    assert sweep(now=timezone.now()) == 2
    assert Message.objects.get(pk=first.pk).state == "queued"
    assert Message.objects.get(pk=second.pk).state == "uncertain"
