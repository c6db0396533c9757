"""What a reply plainly says is followed without a person, in several languages; what stands in its quote is not what it says."""

from datetime import UTC, datetime

import pytest

from keepwarm.consent.models import Channel, Wish
from keepwarm.inbox.actions.replying import is_sure
from keepwarm.inbox.models import Received
from keepwarm.inbox.tests.conftest import Take, Written
from keepwarm.touches.models import Signal, Touch
from tests.mails import mail

pytestmark = pytest.mark.django_db
QUOTE = "\n\nOn Tue, 17 Nov 2026 Ines <ines@house.example> wrote:\n> Hello Anna, here is our news.\n> To unsubscribe click here.\n"


def reply(written: Written, take: Take, text: str, **more: str) -> Received:
    return take(mail(text + QUOTE, subject="Re: Hello", **{**written.thread, **more}))


@pytest.mark.parametrize(
    "text",
    [
        "Please remove me from your mailing list.",
        "Unsubscribe",
        "Bitte nehmen Sie mich aus Ihrem Verteiler.",
        "Merci de me retirer de votre liste de diffusion.",
        "Por favor, eliminen mi dirección de su lista de correo.",
    ],
)
def test_who_wants_no_more_gets_no_more(written: Written, take: Take, text: str) -> None:
    row = reply(written, take, text)
    assert (row.kind, row.state) == ("unsubscribe", "done")
    assert Wish.objects.filter(prospect=written.anna, kind=Wish.Kind.NO_CHANNEL, channel=Channel.MAILING).exists()


@pytest.mark.parametrize(("confidence", "sure"), [(0.89, False), (0.9, True)])
def test_a_perhaps_of_no_more_is_asked_of_a_person(confidence: float, sure: bool) -> None:
    """Every way is closed for nobody who perhaps only said no; a reply that waits holds mailings back in the meantime."""
    assert is_sure(Received(kind="unsubscribe", confidence=confidence)) is sure


def test_unsubscribe_in_the_quote_alone_is_nobodys_wish(written: Written, take: Take) -> None:
    row = reply(written, take, "Thank you, that was helpful. Could you tell me what the smaller model costs?")
    assert row.kind != "unsubscribe"
    assert not Wish.objects.exists()
    assert "unsubscribe" not in row.text


def test_who_wants_no_more_is_heard_from_any_address(written: Written, take: Take) -> None:
    row = reply(written, take, "Please unsubscribe me from this list.", sender="Anna <anna@private.example>")
    assert not row.is_verified
    assert Wish.objects.filter(prospect=written.anna, channel=Channel.MAILING).exists()


@pytest.mark.parametrize(
    "text", ["How long does the delivery take? Please don't call me, write to me instead.", "Kein Bedarf. Bitte rufen Sie nicht mehr an."]
)
def test_who_asks_not_to_be_called_is_not_called_whatever_else_they_wrote(written: Written, take: Take, text: str) -> None:
    reply(written, take, text)
    wish = Wish.objects.get(prospect=written.anna, channel=Channel.PHONE)
    assert (wish.kind, wish.words) == (Wish.Kind.NO_CHANNEL, text)
    assert written.fresh().next_step != "call"


def test_who_only_tells_when_not_to_call_may_be_called(written: Written, take: Take) -> None:
    reply(written, take, "How long does the delivery take? Please don't call me before Thursday.")
    assert not Wish.objects.filter(prospect=written.anna, kind=Wish.Kind.NO_CHANNEL, channel=Channel.PHONE).exists()


def test_please_call_me_is_a_call(written: Written, take: Take) -> None:
    row = reply(written, take, "Please give me a call, my number is below. I would like to talk about this on the phone.")
    assert (row.kind, row.state) == ("wants_call", "done")
    assert Signal.objects.open().get(kind=Signal.Kind.REPLY).args["kind"] == "call_me"
    assert written.fresh().next_step == "call"


def test_not_before_a_day_is_kept_to_the_day(written: Written, take: Take) -> None:
    row = reply(written, take, "This is not the right time for us. Please get back to me after 15 March 2027.")
    assert row.kind == "not_now"
    if row.state == "done":
        wake = written.fresh().wake_at
        assert wake is not None
        assert datetime(2027, 3, 14, tzinfo=UTC) < wake < datetime(2027, 3, 18, tzinfo=UTC)


def test_a_day_more_than_a_year_away_is_asked_of_a_person(written: Written, take: Take) -> None:
    """Else they would come back after ninety days, who asked for more than a year."""
    row = reply(written, take, "This is not the right time for us. Please get back to me on 20 January 2028.")
    assert (row.kind, row.reading["wake_on"], row.state) == ("not_now", "2028-01-20", "waits")
    assert written.fresh().wake_at is None


def test_a_reply_that_is_read_days_late_is_answered_all_the_same(written: Written, take: Take) -> None:
    """The mailbox could not be read over a long weekend."""
    raw = mail("How long does the delivery take, and what does it cost?", **written.thread)
    row = take(raw, now=datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert row.touch is not None
    assert Signal.objects.open().filter(prospect=written.anna, kind=Signal.Kind.REPLY).exists()


def test_an_automatic_reply_without_words_for_it_is_noted(written: Written, take: Take) -> None:
    row = take(mail("Your message has been received. Ticket 4711.", auto_submitted="auto-replied", **written.thread))
    assert (row.kind, row.state) == ("auto_ack", "done")
    assert not Touch.objects.filter(channel="email").exists()


def test_a_reply_in_html_is_read_by_its_words(written: Written, take: Take) -> None:
    markup = "<html><body><p>Please remove me from your mailing list.</p><blockquote>old news</blockquote></body></html>"
    raw = mail(markup, **written.thread).replace(b"text/plain", b"text/html")
    assert take(raw).kind == "unsubscribe"
