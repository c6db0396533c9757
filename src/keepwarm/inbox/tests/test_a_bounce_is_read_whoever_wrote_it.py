"""Right recipient, and hard or soft, by what was said and not by who said it; nothing hard by mistake."""

import pytest

from keepwarm.inbox.reading.bounces import Bounce, read_bounces
from keepwarm.inbox.reading.bounces.codes import reply_in, status_in
from keepwarm.inbox.reading.bounces.judging import is_hard, judge
from keepwarm.inbox.reading.mime import read_mail
from tests.mails import complaint, mail, report

RETURNED = "\nReceived: from a by b; Mon, 2 Nov 2026 00:00:00 +0000\nFrom: ines@house.example\nTo: %s\nSubject: hi\n\nhi\n"


def read(raw: bytes) -> tuple[Bounce, ...]:
    return read_bounces(read_mail(raw))


def from_daemon(subject: str, body: str) -> bytes:
    return mail(body, subject=subject, sender="MAILER-DAEMON@relay.example")


@pytest.mark.parametrize(
    ("said", "hard"),
    [
        ("550 5.1.1 <x@b.example>: Recipient address rejected: User unknown in virtual mailbox table", True),
        ("550 no such user here", True),
        ("550 Benutzer unbekannt", True),
        ("550 Kein Benutzer mit diesem Namen", True),
        ("550 Destinatario inexistente", True),
        ("550 That address is not hosted here", True),
        ("550 5.1.1 Cette adresse est introuvable", True),
        ("Adresse d au moins un destinataire invalide. Invalid recipient. FOO_416 [416]", True),
        ("usuario desconocido", True),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", True),
        ("550 5.4.1 Recipient address rejected: Access denied", True),
        ("Host or domain name not found. Name service error for name=b.example type=A: Host not found", True),
        ("556 5.1.10 this domain has a null MX", True),
        ("550 x@b.example has moved to y@b.example", True),
        ("Host or domain name not found. Name service error: Host not found, try again", False),
        ("552 5.2.2 Over quota", False),
        ("450 4.1.1 <x@b.example>: Recipient address rejected: unverified address", False),
        ("550 5.2.1 The email account that you tried to reach is disabled.", False),
        ("554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.dnsbl.example", False),
        ("550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy", False),
        ("550-5.7.25 The IP address sending this message does not have a PTR record", False),
        ("553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", False),
        ("554 5.7.1 message refused as spam", False),
        ("550 Access denied", False),
        ("Connection timed out", False),
        ("550 : User unknown", False),
        ("550 Unknown user x@b.example (state 14).", True),
        ("550 Unknown user <x@b.example>: not taken (state 18).", False),
    ],
)
def test_what_a_server_says_tells_whether_the_address_is_of_no_use(said: str, hard: bool) -> None:
    status = status_in(said)
    reason = judge(said, "", status=status)
    assert is_hard(reason, status=status, reply=reply_in(said), action="failed", said=said) is hard, reason


@pytest.mark.parametrize(
    "said",
    [
        "554 mx.b.example 192.0.2.1 found on one or more DNSBLs",
        "550 Mail content denied",
        "554 Denied (Mode: normal)",
        "554 No thanks. Your network is listed",
        "550 This domain only takes mail over TLS 1.2 or later",
        "501 Invalid domain name in HELO",
    ],
)
def test_what_is_said_of_us_when_the_name_is_given_is_not_held_against_the_name(said: str) -> None:
    reason = judge(said, "(in reply to RCPT TO command)", status="")
    assert not is_hard(reason, status="", reply="550", action="failed", said=said), reason


LAYOUTS: dict[str, tuple[str, list[tuple[str, bool]]]] = {
    "Mail delivery failed: returning message to sender": (
        "The following address(es) failed:\n\n  x@b.example\n    Unrouteable address\n  y@c.example\n"
        "    SMTP error from remote mail server after RCPT TO:<y@c.example>:\n    host mx [192.0.2.1]: 452 4.2.2 mailbox full\n"
        + RETURNED
        % "x@b.example, y@c.example",
        [("x@b.example", True), ("y@c.example", False)],
    ),
    "failure notice": (
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n<x@b.example>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n" + RETURNED % "x@b.example",
        [("x@b.example", True)],
    ),
    "Returned mail: see transcript for details": (
        (
            "   ----- The following addresses had permanent fatal errors -----\n<x@b.example>\n"
            "    (reason: 550 5.1.1 <x@b.example>... User unknown)\n\n   ----- Transcript of session follows -----\n"
            ">>> RCPT To:<x@b.example>\n<<< 550 5.1.1 <x@b.example>... User unknown\n"
        ),
        [("x@b.example", True)],
    ),
    "Unzustellbar: Hallo": (
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger:\n\nx@b.example\nDie Adresse wurde nicht gefunden.\n",
        [("x@b.example", True)],
    ),
    "Undeliverable Mail": ("Delivery failed 20 attempts: x@b.example\n\nOriginal message follows.\n", [("x@b.example", False)]),
    "Mail delivery failed": (
        "A message from <ines@house.example> to <x@b.example> was rejected:\n550 user unknown\n",
        [("x@b.example", True)],
    ),
    "Delivery report": (
        "Recipient | Status\nx@b.example | 550 no such user\ny@b.example | 552 over quota\n",
        [("x@b.example", True), ("y@b.example", False)],
    ),
    "DELIVERY FAILURE": (
        "--- Reasons ---\n\nUser not listed in the address book\nx@b.example\n\n--- Returned ---\n",
        [("x@b.example", True)],
    ),
    "Returned mail: Host unknown": (
        "554 <x@b.example>... 550 Host unknown\n554 <y@c.example>... 550 Host unknown\n250 d.example (smtp)... Deferred\n",
        [("x@b.example", True), ("y@c.example", True)],
    ),
    "Undeliverable: Hello": (
        "Your message to x@b.example couldn't be delivered.\n\nx wasn't found at b.example.\n\nHow to mend it: …\n",
        [("x@b.example", True)],
    ),
    "Mail System Error": (
        "The user(s) account is disabled.\n\n<x@b.example>: 550 user unknown (in reply to RCPT TO command)\n",
        [("x@b.example", False)],
    ),
}


@pytest.mark.parametrize("subject", LAYOUTS)
def test_reports_that_follow_no_rule_are_read_by_their_layout(subject: str) -> None:
    body, told = LAYOUTS[subject]
    assert [(one.recipient, one.is_hard) for one in read(from_daemon(subject, body))] == told


def test_what_a_colon_announces_is_read_with_it() -> None:
    body = "was not delivered to:\n\n  anna@arnold.example\n\nbecause:\n\n  User anna (anna@arnold.example) not listed in Domino Directory"
    assert [(one.recipient, one.is_hard) for one in read(from_daemon("DELIVERY FAILURE", body))] == [("anna@arnold.example", True)]


def test_a_report_by_the_rules_is_read_by_its_fields() -> None:
    (told,) = read(report())
    assert (told.recipient, told.status, told.reply_code, str(told.reason), told.is_hard) == (
        "anna@arnold.example",
        "5.1.1",
        "550",
        "userunknown",
        True,
    )


def test_the_servers_own_words_win_over_a_vague_field() -> None:
    (told,) = read(report(status="5.0.0", said="550 5.7.1 blocked by policy"))
    assert told.status == "5.7.1"
    assert told.is_ours
    assert not told.is_hard


def test_a_delay_and_a_delivery_are_no_bounces() -> None:
    assert [one.kind for one in read(report(action="delayed", status="4.4.1", said="timed out"))] == ["delayed"]
    assert [one.kind for one in read(report(action="delivered", status="2.0.0", said="250 ok"))] == ["delivered"]


def test_a_complaint_names_whom_it_is_from_and_of_what_kind() -> None:
    (told,) = read(complaint(kind="opt-out"))
    assert (told.kind, told.recipient, told.feedback) == ("complaint", "anna@arnold.example", "opt-out")


def test_a_providers_notice_in_json_is_a_report() -> None:
    notice = (
        '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":'
        '[{"emailAddress":"X@b.example","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}'
    )
    (told,) = read(mail(notice, subject="Notice", sender="notices@provider.example"))
    assert (told.recipient, told.is_hard) == ("x@b.example", True)


@pytest.mark.parametrize(
    "raw",
    [
        mail("Thank you, but my colleague bob@arnold.example decides. The user list could not be found."),
        mail("Our server said 550 user unknown for x@b.example, can you check?", in_reply_to="<1@house.example>"),
        mail("Bin im Urlaub, Vertretung udo@arnold.example", subject="Abwesend", auto_submitted="auto-replied"),
    ],
)
def test_a_persons_words_and_an_absence_are_no_bounces(raw: bytes) -> None:
    assert read(raw) == ()


IN_OTHER_WORDS: dict[str, tuple[str, list[tuple[str, bool]]]] = {
    "Non remis : Herbs": (
        "Échec de la remise de votre message à x@b.example.\n\nx est introuvable dans b.example.\n",
        [("x@b.example", True)],
    ),
    "Onbestelbaar: Herbs": (
        "Uw bericht aan x@b.example kan niet worden bezorgd.\n\nx is niet gevonden op b.example.\n",
        [("x@b.example", True)],
    ),
    "Kan ikke leveres: Herbs": (
        "Din meddelelse til x@b.example kunne ikke leveres.\n\nx blev ikke fundet på b.example.\n",
        [("x@b.example", True)],
    ),
    "系统退信": ("收件人：x@b.example\n退信原因：收件人邮件地址（x@b.example）不存在，邮件无法送达。\n", [("x@b.example", True)]),
    "Undeliverable: Herbs": (
        (
            "Delivery has failed to these recipients or groups:\n\nXenia Beer (x@b.example)<mailto:x@b.example>\n"
            "The email address you entered couldn't be found.\n\ny@b.example<mailto:y@b.example>\nThe recipient's mailbox is full.\n"
        ),
        [("x@b.example", True), ("y@b.example", False)],
    ),
}


@pytest.mark.parametrize("subject", IN_OTHER_WORDS)
def test_reports_in_other_words_and_languages_name_whom_they_are_about(subject: str) -> None:
    body, told = IN_OTHER_WORDS[subject]
    assert [(one.recipient, one.is_hard) for one in read(from_daemon(subject, body))] == told


@pytest.mark.parametrize(
    "said",
    [
        "550 <virus.team@b.example>: user unknown",
        "550 5.1.1 <dkim-fail@b.example>: user unknown",
        "550 5.1.10 Recipient not found: x@b.example",
        "550 User x.beer@b.example not found in directory",
        "550 Okänd användare",
    ],
)
def test_the_name_of_whoever_is_unknown_says_nothing_about_why(said: str) -> None:
    assert judge(said, "", status=status_in(said)) == "userunknown"


def test_a_complaint_about_a_mail_to_nobody_in_its_head_is_from_whom_the_servers_took_it_for() -> None:
    raw = complaint().replace(b"Original-Rcpt-To: anna@arnold.example\n", b"")
    raw = raw.replace(b"To: anna@arnold.example", b"Received: from a by b for <anna@arnold.example>; Mon")
    assert [one.recipient for one in read(raw)] == ["anna@arnold.example"]
