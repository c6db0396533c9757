"""A gateway for short messages on loopback, a real HTTP server: it answers as it is told, and keeps what it heard.

with a_gateway() as phone_company:            # answers 202 to everything, or what `answers` says, one after the other
    set_gateway(phone_company)                # the house uses it
    anna = by_message(open_house())           # somebody who said yes to short messages
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from keepwarm.consent.models import Permission
from keepwarm.courier.actions import add_endpoint
from keepwarm.courier.models import Endpoint
from keepwarm.courier.new import NewEndpoint
from keepwarm.decisions.actions import settle
from keepwarm.messaging.actions import send_due, write_messages
from keepwarm.messaging.models import Message
from keepwarm.prospects.models import Prospect
from tests.cast import LONG_AGO, NOW, House
from tests.keeping import warm

PHONE = "+447400123456"


@dataclass(frozen=True)
class Answer:
    """What the gateway says; `hangs`: it reads everything and then says nothing until the test is over."""

    code: int = 202
    body: str = ""
    retry_after: str = ""
    hangs: bool = False


@dataclass
class Gateway:
    """The running server: `heard` is (headers, raw bytes) of each request."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def keys(self) -> list[str]:
        """The idempotency keys, in the order of the requests."""
        return [headers["idempotency-key"] for headers, _raw in self.heard]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What was posted."""
        return [json.loads(raw) for _headers, raw in self.heard]


@contextmanager
def a_gateway(*answers: Answer) -> Iterator[Gateway]:
    """A server for the length of the block."""
    gateway = Gateway(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.heard.append(({name.lower(): value for name, value in self.headers.items()}, raw))
            answer = gateway.answers.pop(0) if gateway.answers else Answer()
            if answer.hangs:
                gateway.over.wait(20)
                return
            self.send_response(answer.code)
            if answer.retry_after:
                self.send_header("Retry-After", answer.retry_after)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.url = f"http://127.0.0.1:{server.server_port}/messages"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield gateway
    finally:
        gateway.over.set()
        server.shutdown()
        server.server_close()


def set_gateway(gateway: Gateway, *, is_idempotent: bool = False) -> tuple[Endpoint, str]:
    """The house uses it; and its secret."""
    new = NewEndpoint("Phone company", gateway.url, is_inside=True, is_idempotent=is_idempotent)
    return add_endpoint(Endpoint.Kind.MESSAGES, new, by=None, now=LONG_AGO)


def by_message(
    house: House, name: str = "Anna Arnold", *, phone: str = PHONE, interests: tuple[str, ...] = (), by_mail: bool = False
) -> Prospect:
    """Somebody who said yes to short messages, and whose turn comes at NOW."""
    person = warm(house, name, phone=phone, by_mail=by_mail, interests=interests)
    Permission.objects.create(prospect=person, channel="message", kind="express", given_at=LONG_AGO)
    settle([person.pk], by=None, now=NOW)
    return Prospect.objects.get(pk=person.pk)


def write(person: Prospect, text: str = "Hello {first_name|there}, the slides are there.", *, now: datetime = NOW) -> Message:
    """A message of ours that waits for the courier."""
    done = write_messages([person.pk], text=text, by=None, now=now)
    assert done.refs, done.held
    return Message.objects.get(ref=done.refs[0])


def send(message: Message, *, now: datetime = NOW, seconds: float = 3.0) -> Message:
    """A round of the courier, and how the message stands then."""
    send_due(now=now, seconds=seconds)
    return Message.objects.select_related("parcel", "touch").get(pk=message.pk)
