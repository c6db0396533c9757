"""Mails written for the tests: replies, reports, and the seeds from which broken ones are grown."""

import random
from collections.abc import Iterator

OURS = "ines@house.example"


def mail(
    body: str = "Hello", *, subject: str = "Re: Hello", sender: str = "Anna Arnold <anna@arnold.example>", to: str = OURS, **more: str
) -> bytes:
    """A plain mail. Further headers by name, with `_` for `-`: `in_reply_to="<1@house.example>"`; empty ones are left out."""
    rows = {"From": sender, "To": to, "Subject": subject, "Date": "Wed, 18 Nov 2026 09:00:00 +0000", "Message-ID": "<m1@arnold.example>"}
    rows |= {name.replace("_", "-").title().replace("Message-Id", "Message-ID"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\n" for name, value in rows.items() if value)
    return f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n".replace("\n", "\r\n").encode()


def report(
    recipient: str = "anna@arnold.example",
    *,
    status: str = "5.1.1",
    said: str = "550 5.1.1 User unknown",
    action: str = "failed",
    to: str = OURS,
    message_id: str = "x@house.example",
) -> bytes:
    """A delivery report as RFC 3464 wants it."""
    text = f"""From: Mail Delivery System <MAILER-DAEMON@relay.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

Your message could not be delivered.

<{recipient}>: host mx.arnold.example said: {said} (in reply to RCPT TO command)

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--cut
Content-Type: text/rfc822-headers

From: {OURS}
To: {recipient}
Subject: Hello
Message-ID: <{message_id}>

--cut--
"""
    return text.replace("\n", "\r\n").encode()


def read_receipt(recipient: str = "anna@arnold.example", *, to: str, message_id: str, disposition: str = "displayed") -> bytes:
    """That a mail was shown to somebody, as RFC 8098 wants it."""
    text = f"""From: Anna Arnold <{recipient}>
To: {to}
Subject: Read: Hello
In-Reply-To: <{message_id}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="cut"

--cut
Content-Type: text/plain

Your message was read on Wednesday.

--cut
Content-Type: message/disposition-notification

Final-Recipient: rfc822; {recipient}
Original-Message-ID: <{message_id}>
Disposition: manual-action/MDN-sent-manually; {disposition}

--cut--
"""
    return text.replace("\n", "\r\n").encode()


def complaint(recipient: str = "anna@arnold.example", *, kind: str = "abuse", to: str = OURS, message_id: str = "x@house.example") -> bytes:
    """A complaint as RFC 5965 wants it."""
    return f"""From: <feedback@provider.example>
To: {to}
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="cut"

--cut
Content-Type: text/plain

Someone complained.

--cut
Content-Type: message/feedback-report

Feedback-Type: {kind}
Version: 1
User-Agent: Provider/1.0
Original-Rcpt-To: {recipient}

--cut
Content-Type: message/rfc822

From: {OURS}
To: {recipient}
Message-ID: <{message_id}>
Subject: Hello

Hello
--cut--
""".replace("\n", "\r\n").encode()


def page(markup: str, **more: str) -> bytes:
    """A mail in HTML alone."""
    return mail(markup, **more).replace(b"text/plain", b"text/html")


_TWO_PARTS = (
    b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\n\r\nhi\r\n--b--\r\n--a\r\n"
    b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--a--\r\n'
)
SEEDS = (
    mail("Please call me after 15 March.\n\nOn Monday Ines wrote:\n> unsubscribe here\n"),
    mail("Bin bis 3.12. nicht im Büro. Vertretung: Udo Uhl, udo@arnold.example", subject="Abwesenheit", auto_submitted="auto-replied"),
    mail("=?utf-8?q?broken?= =?x?b?////", subject="=?utf-8?b?w7w=?= =?iso-2022-jp?B?GyRCJWYhPA?="),
    report(),
    report(status="4.2.2", said="452 mailbox full", action="delayed"),
    complaint(),
    page("<html><body><p>Yes</p><blockquote>was</blockquote><script>alert(1)</script><img src=http://a.example/x></body></html>"),
    mail("caf=E9", content_transfer_encoding="quoted-printable", references="<a@b.example> <c@d.example>"),
    _TWO_PARTS,
    b"From nobody Thu Jan  1 00:00:00 1970\nSubject: x\n\n\xff\xfe\x00body",
    b"",
)
"""Sound mails, and a few that are not, of every kind that the inbox knows."""
_PIECES = (
    b"\r\n", b"\n", b"\r", b"\x00", b"\xff", b"--cut", b"--cut--", b"--a", b"boundary=", b'"', b"=?utf-8?b?", b"?=", b"Content-Type: ",
    b"multipart/mixed; boundary=a", b"message/rfc822", b"charset=utf-7", b"charset=unicode_escape", b"charset=idna", b"base64",
    b"Content-Transfer-Encoding: ", b"@", b"<", b">", b"From: ", b"Final-Recipient: rfc822;", b"Status: 9.9.9", b"5.1.1", b"(((((((((",
    b"=" * 70, b" " * 500, b"a" * 2_000, b"\xe2\x80\xae", b"Date: Wed, 99 Foo 99999 99:99:99 +9999", b"&#x110000;", b"<![CDATA[",
    b"<a href='",
)  # fmt: skip


def broken_mails(count: int, *, seed: int = 1) -> Iterator[bytes]:
    """Mails grown from the seeds by cutting, doubling, swapping and inserting: the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        raw = bytearray(chance.choice(SEEDS))
        for _ in range(chance.randint(1, 8)):
            _break(raw, chance)
        yield bytes(raw[:60_000])


def _break(raw: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(raw) + 1)
    to = min(len(raw), at + chance.choice((1, 2, 10, 100, 1000)))
    how = chance.randrange(6)
    if how == 0:
        raw[at:to] = b""
    elif how == 1:
        raw[at:at] = raw[at:to] * chance.choice((1, 2, 20))
    elif how == 2:
        raw[at:at] = chance.choice(_PIECES) * chance.choice((1, 1, 1, 3, 40))
    elif how == 3:
        raw[at : at + 1] = bytes([chance.randrange(256)])
    elif how == 4:
        other = chance.choice(SEEDS)
        raw[at:to] = other[: chance.randrange(len(other) + 1)]
    else:
        raw[at:] = raw[to:] + raw[at:to]
