"""Postfix's smtp-sink takes every letter whole, and a server with TLS and passwords is believed only with its own certificate."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.utils import timezone

from keepwarm.outbox.models import Message
from keepwarm.outbox.sending.line import Line
from keepwarm.outbox.sending.steps import Broke, Refused, Server, Step, Timing
from tests.faults.test_each_step_of_handing_over_can_break import queue, send_once

WAIT = Timing(connect=5, reply=5, block=5, dot=5)
SINK = "/usr/sbin/smtp-sink"


@pytest.fixture
def postfix() -> Iterator[tuple[int, Path]]:
    """smtp-sink on a free port, and the folder in which it keeps each letter."""
    if not Path(SINK).exists():
        pytest.skip("smtp-sink is not installed: apt-get install postfix")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept = Path(tempfile.mkdtemp(prefix="keepwarm-sink-"))  # not below pytest's folder, which is its owner's alone
    kept.chmod(0o777)  # it runs as nobody
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
    sink = subprocess.Popen([SINK, *as_user, "-d", f"{kept}/%M.", f"127.0.0.1:{port}", "20"], stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.05)
    yield port, kept
    sink.terminate()
    sink.wait(10)
    shutil.rmtree(kept)


@pytest.mark.django_db(transaction=True)
def test_postfix_takes_each_letter_whole(postfix: tuple[int, Path]) -> None:
    port, kept = postfix
    rows = queue(20, port)
    assert send_once().sent == 20
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in kept.iterdir()]
    assert sorted(one["Message-ID"] for one in letters if one["Message-ID"]) == sorted(f"<{row.message_id}>" for row in rows)
    assert {one.get_content().rstrip() for one in letters if one["Message-ID"]} == {".one\n..two\nthree"}, "the sink ends with a line more"
    assert Message.objects.filter(state="accepted").count() == 20


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For localhost, signed by itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + key.private_bytes(*form))
    return path


class Takes:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        self.taken.append(bytes(envelope.original_content or b""))
        return "250 taken"


def knows(server: object, session: object, envelope: object, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"ines", b"pears"), handled=False)


@pytest.fixture
def private(certificate: Path) -> Iterator[tuple[int, Takes]]:
    """A server that wants STARTTLS and a password."""
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(certificate)
    taken = Takes()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Controller(
        taken, hostname="127.0.0.1", port=port, tls_context=secure, require_starttls=True, authenticator=knows, auth_required=True
    )
    server.start()
    yield port, taken
    server.stop()


def speak(port: int, secret: str, trust: Callable[[], ssl.SSLContext], security: str = "starttls") -> str:
    """What the server says to a whole letter."""

    async def run() -> str:
        line = Line(Server("localhost", port, security, "ines", secret), WAIT, trust=trust)
        try:
            await line.open()
            await line.begin("ines@house.example", "anna@arnold.example", b"Subject: Hi\r\n\r\n.dot\r\n")
            return (await line.finish()).text
        finally:
            await line.close(politely=True)

    return asyncio.run(run())


def test_a_private_line_with_a_password_carries_a_letter(private: tuple[int, Takes], certificate: Path) -> None:
    port, taken = private
    assert speak(port, "pears", lambda: ssl.create_default_context(cafile=str(certificate))) == "taken"
    assert taken.taken == [b"Subject: Hi\r\n\r\n.dot\r\n"]


def test_a_certificate_that_nobody_vouches_for_gets_no_password(private: tuple[int, Takes]) -> None:
    with pytest.raises(Broke) as problem:
        speak(private[0], "pears", ssl.create_default_context)
    assert problem.value.step == Step.TLS


def test_a_wrong_password_is_told_apart(private: tuple[int, Takes], certificate: Path) -> None:
    with pytest.raises(Refused) as problem:
        speak(private[0], "plums", lambda: ssl.create_default_context(cafile=str(certificate)))
    assert (problem.value.step, problem.value.reply.code) == (Step.AUTH, 535)


def test_a_server_without_starttls_gets_nothing() -> None:
    plain = Controller(Takes(), hostname="127.0.0.1", port=_free())
    plain.start()
    try:
        with pytest.raises(Broke, match="offers no STARTTLS"):
            speak(plain.port, "pears", ssl.create_default_context)
    finally:
        plain.stop()


def test_elsewhere_without_tls_nothing_is_said() -> None:
    with pytest.raises(Broke, match="Without TLS"):
        asyncio.run(Line(Server("192.0.2.1", 25, "none"), WAIT).open())


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.django_db(transaction=True)
def test_the_pace_of_a_domain_is_shared_and_nothing_is_lost(postfix: tuple[int, Path]) -> None:
    rows = queue(5, postfix[0], pace_per_minute=20)
    assert send_once().sent == 1, "then one each three seconds"
    waiting = sorted(Message.objects.filter(state="queued").values_list("next_try_at", flat=True))
    assert len(waiting) == 4
    assert waiting[0] > timezone.now()
    assert len(rows) == 5
