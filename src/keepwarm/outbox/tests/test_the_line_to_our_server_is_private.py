"""TLS of the configured server, met over real lines on loopback: nothing is sent, and nobody signs in."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from keepwarm.outbox.deliverability.checking_server import check_tls
from keepwarm.outbox.deliverability.found import State


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    path = Path(tmp_path_factory.mktemp("tls")) / "own.pem"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(pem + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(path)
    return found


@pytest.fixture
def plain() -> Iterator[int]:
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def private(certificate: ssl.SSLContext) -> Iterator[int]:
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port(), tls_context=certificate)
    server.start()
    yield server.port
    server.stop()


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def test_a_server_without_tls_is_named(plain: int) -> None:
    found = check_tls("127.0.0.1", plain, "starttls")
    assert (found.state, "no STARTTLS" in found.said) == (State.BAD, True)
    assert check_tls("127.0.0.1", plain, "tls").state == State.BAD
    assert check_tls("127.0.0.1", plain, "none").state == State.OK


def test_a_certificate_that_nobody_vouches_for_is_no_certificate(private: int) -> None:
    found = check_tls("localhost", private, "starttls")
    assert (found.state, "certificate" in found.said) == (State.BAD, True)


def test_a_server_that_is_not_there_is_unknown(plain: int) -> None:
    assert check_tls("127.0.0.1", 1, "starttls").state == State.UNKNOWN
