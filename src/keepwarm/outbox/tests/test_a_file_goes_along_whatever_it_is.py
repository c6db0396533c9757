"""A file arrives under its name and whole, whatever it is called and whatever the browser takes it for."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from keepwarm.outbox.mime import Letter, build
from keepwarm.outbox.new import Attachment

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
RAW = b"Subject: inner\r\n\r\nText\n\x00\xff"


def with_file(name: str, kind: str) -> bytes:
    file = Attachment(name, kind, RAW)
    return build(Letter("1@house.example", AT, "=_b", "i@house.example", "a@b.example", "File", "Here it is.", attachments=(file,)))


@pytest.mark.parametrize("name", ["a.pdf", 'Angebot „A“ für Über & Öl 100 %; x="1".pdf', "見積書" * 66, "x" * 200, "😀" * 50 + ".txt", "'"])
def test_it_keeps_its_name_and_no_line_is_too_long(name: str) -> None:
    raw = with_file(name, "application/pdf")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    (part,) = message_from_bytes(raw, policy=policy.default).iter_attachments()
    assert (part.get_filename(), part.get_content_type(), part.get_payload(decode=True)) == (name, "application/pdf", RAW)


@pytest.mark.parametrize("kind", ["message/rfc822", "multipart/mixed", "Message/Partial", "nonsense", "text/html; charset=x", "a/b\tc", ""])
def test_what_cannot_travel_so_is_a_file_like_any_other(kind: str) -> None:
    (part,) = message_from_bytes(with_file("mail.eml", kind), policy=policy.default).iter_attachments()
    assert (part.get_content_type(), part.get_filename(), part.get_payload(decode=True)) == ("application/octet-stream", "mail.eml", RAW)
