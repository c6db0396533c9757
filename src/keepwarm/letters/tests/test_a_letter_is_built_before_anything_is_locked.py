"""A letter is encoded before anything is locked, made anew where something has changed since, and ends with a link to the preferences."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.db import connection

from keepwarm.consent.links import LinkUnreadable, Purpose, read_token
from keepwarm.consent.models import Wish
from keepwarm.letters.actions import enclose, save_draft, send_letter
from keepwarm.letters.actions.drafting import Text
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.checking import NewLetter, check_letter
from keepwarm.outbox.actions import queueing
from keepwarm.outbox.mime import Letter as Bytes
from keepwarm.outbox.mime import build
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, meet
from tests.writing import A_TIME, write_to

LARGE = 10 * 2**20


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house)


def mail_of(letter: Letter) -> EmailMessage:
    assert letter.message is not None
    assert letter.message.frozen is not None
    read = message_from_bytes(bytes(letter.message.frozen.raw), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


@pytest.mark.django_db(transaction=True)
def test_ten_megabytes_are_encoded_while_nothing_is_locked(house: House, anna: Prospect, monkeypatch: pytest.MonkeyPatch) -> None:
    locked: list[bool] = []

    def watched(letter: Bytes) -> bytes:
        locked.append(connection.in_atomic_block)
        return build(letter)

    monkeypatch.setattr(queueing, "build", watched)
    draft = save_draft(anna, house.ines, Text(), version=0, now=NOW)
    file = enclose(draft, name="plan.pdf", media_type="application/pdf", raw=b"x" * LARGE, now=NOW)
    letter = write_to(anna, enclosures=(file,))
    assert locked == [False], "once, and outside"
    assert letter.message is not None
    assert (letter.message.touch_id, letter.message.size > LARGE) == (letter.touch_id, True)


@pytest.mark.django_db
def test_what_has_changed_since_is_made_anew(house: House, anna: Prospect) -> None:
    checked = check_letter(NewLetter(anna, house.ines, "schedule", "Thursday?", A_TIME, overrule="a test"), now=NOW)
    Signal.objects.create(prospect=anna, kind="reply", raised_at=NOW)
    letter = send_letter(checked, by=house.ines.user, now=NOW)
    assert letter.message is not None
    assert (letter.budget_free, letter.message.budget_free, letter.message.kind) == ("asked", "asked", "answer")
    assert "List-Unsubscribe" not in mail_of(letter), "a direct answer"


@pytest.mark.django_db
def test_each_letter_leads_to_the_preferences_and_can_be_unsubscribed(house: House, anna: Prospect) -> None:
    mail = mail_of(write_to(anna))
    text = mail.get_content()
    token = text.rstrip().rpartition("/hear/")[2].strip("/")
    assert read_token(Purpose.PREFERENCES, token).prospect_ref == anna.ref
    with pytest.raises(LinkUnreadable):
        read_token(Purpose.UNSUBSCRIBE, token)
    assert "/hear/one-click/" in mail["List-Unsubscribe"]


@pytest.mark.django_db
def test_to_whom_may_only_be_written_the_message_says_that_no_budget_holds_it_back(house: House) -> None:
    ben = meet(house, "Ben Brook", email="ben@brook.example")
    Wish.objects.create(prospect=ben, kind="no_channel", channel="phone", said_at=NOW)
    letter = write_to(ben)
    assert letter.message is not None
    assert (letter.message.budget_free, letter.message.kind) == ("written_only", "personal")
    assert "List-Unsubscribe" in mail_of(letter)
