"""The reader is total: whatever comes, it gives a mail, soon, and looks at a bounded part of it."""

import signal
import tracemalloc
from collections.abc import Iterator

import pytest

from keepwarm.inbox.reading.automatic import automatic
from keepwarm.inbox.reading.bounces import read_bounces
from keepwarm.inbox.reading.headers import read_headers
from keepwarm.inbox.reading.html import safe_html
from keepwarm.inbox.reading.mime import DEEPEST, MOST_PARTS, read_mail
from keepwarm.inbox.reading.words import words_of
from tests.mails import broken_mails, mail, page


@pytest.fixture(autouse=True)
def fails_instead_of_hanging() -> Iterator[None]:
    """Ten minutes of the processor's time: what takes that long would never end."""

    def give_up(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, 600)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def read_wholly(raw: bytes) -> None:
    parsed = read_mail(raw)
    safe_html(words_of(parsed).html)
    automatic(parsed.headers)
    read_bounces(parsed)


def test_broken_mails_are_read_without_a_word() -> None:
    for raw in broken_mails(500):
        read_wholly(raw)


@pytest.mark.long
def test_fifty_thousand_broken_mails_are_read_without_a_word() -> None:
    for raw in broken_mails(50_000, seed=7):
        read_wholly(raw)


BOMBS = {
    "nested": b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(20_000)),
    "many parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 100_000,
    "long header": b"Subject: " + b"=?utf-8?q?a?= " * 300_000 + b"\n\nx",
    "many headers": b"X: y\n" * 200_000 + b"\nx",
    "no line ends": b"a" * 5_000_000,
    "open brackets": page("<div " * 200_000),
    "deep html": page("<div><blockquote>" * 50_000),
    "deep list": page("<ul><li><p>" * 30_000),
    "deep, and said to be shallow": page("<div></i>" * 40_000),
    "half tags": page("<a href='" * 40_000),
    "comments": page("<!--" * 100_000),
    "at signs": mail("@a" * 100_000, sender="<" * 50_000, subject="@" * 50_000),
    "dashes": b"Content-Type: multipart/mixed; boundary=-\n\n" + b"-" * 3_000_000,
    "references": mail("x", references="<a@b.example> " * 20_000),
    "report": mail("550 5.1.1 " * 30_000 + "x@b.example\n" * 20_000, sender="mailer-daemon@b.example", subject="failure notice"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_to_its_end(name: str) -> None:
    read_wholly(BOMBS[name])


def test_fifty_megabytes_are_read_in_part_and_say_so() -> None:
    raw = mail("Please call me.") + b"--a\r\n" + b"QUFB" * 13_000_000
    tracemalloc.start()
    parsed = read_mail(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "too_big" in parsed.problems
    assert words_of(parsed).text.startswith("Please call me.")
    assert peak < 60_000_000


def test_nesting_and_number_of_parts_are_bounded() -> None:
    assert "too_deep" in read_mail(BOMBS["nested"]).problems
    many = read_mail(BOMBS["many parts"])
    assert len(many.parts) <= MOST_PARTS
    assert DEEPEST < 100


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "café".encode(), "café"),
        ("us-ascii", "café".encode(), "café"),
        ("utf-8", "café".encode("latin-1"), "café"),
        ("no-such-charset", "café".encode("latin-1"), "café"),
        ("unicode_escape", b"caf\\u00e9", "caf\\u00e9"),
        ("punycode", b"hello", "hello"),
        ("utf-7", b"+2AA-x", "?x"),
        ("iso-2022-jp", "ネコ".encode("iso-2022-jp"), "ネコ"),
        ("gb2312", "猫".encode("gb18030"), "猫"),
    ],
)
def test_a_wrong_charset_does_no_harm(charset: str, body: bytes, text: str) -> None:
    raw = b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n" + body
    assert words_of(read_mail(raw)).text == text


def test_a_mail_without_date_from_or_body_is_a_mail() -> None:
    parsed = read_mail(b"Subject: only this\r\n\r\n")
    assert (parsed.headers.get("subject"), words_of(parsed).text) == ("only this", "")
    assert "no_headers" in read_mail(b"").problems


def test_a_subject_reads_as_its_letters_stand() -> None:
    """With a mark that turns the direction round "live" would be shown as "evil"."""
    assert read_headers("Subject: \u202elive\u2066 now\n".encode()).get("subject") == "live now"


def test_line_ends_of_every_system_are_read() -> None:
    for end in (b"\r\n", b"\n", b"\r"):
        assert words_of(read_mail(mail("one\ntwo").replace(b"\r\n", end))).text == "one\ntwo"
