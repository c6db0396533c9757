"""Journey 9: an automatic reply in German names a stand-in and a day. Everything rests until then; nobody is mailed by a machine."""

from datetime import UTC, date, datetime, timedelta

import pytest

from keepwarm.decisions.actions import plan, settle
from keepwarm.inbox.actions import take_mail, take_proposal
from keepwarm.inbox.models import Proposal, Received
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Account, Message, State
from keepwarm.outbox.new import NewMessage
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, meet, open_house, user_of
from tests.mails import mail

AWAY = """Sehr geehrte Damen und Herren,

vielen Dank für Ihre Nachricht. Ich bin ab dem 03.12.2026 wieder im Büro. Ihre E-Mail wird nicht weitergeleitet.
In dringenden Fällen wenden Sie sich bitte an meine Kollegin Frau Petra Vogt, petra.vogt@arnold.example.

Mit freundlichen Grüßen
Anna Arnold
"""


@pytest.mark.django_db
def test_out_of_the_office() -> None:
    house = open_house()
    anna = meet(house, firm="Arnold GmbH")
    settle([anna.pk], by=None, now=NOW)
    account = Account.objects.create(
        seat=house.ines, name="Ines", host="127.0.0.1", from_email="ines@house.example", tags="plus", made_at=NOW
    )
    address = Address.objects.get(prospect=anna, kind="email")
    new = NewMessage(
        kind="personal", to_email=address.normalized, prospect_id=anna.pk, address_id=address.pk, seat_id=anna.owner_id,
        account_id=account.pk, subject="Unser Gespräch", text="Guten Tag", once_key="first",
    )  # fmt: skip
    letter = queue_message(new, now=NOW)
    Message.objects.filter(pk=letter.pk).update(state=State.ACCEPTED, settled_at=NOW, told_at=NOW)
    before = Prospect.objects.get(pk=anna.pk)

    # the automatic reply comes back within the minute
    raw = mail(
        AWAY, subject="Automatische Antwort: Unser Gespräch", to=f"ines+{letter.tag}@house.example", auto_submitted="auto-replied",
        in_reply_to=f"<{letter.message_id}>",
    )  # fmt: skip
    row = take_mail(raw, now=NOW + timedelta(minutes=1))
    assert (row.kind, row.state, row.prospect) == ("out_of_office", Received.State.DONE, anna)
    assert row.reading["wake_on"] == "2026-12-03"

    # it is no reply: nothing of theirs on the timeline, nobody waits for an answer, nobody is nearer to a lead
    assert not Touch.objects.filter(prospect=anna, direction="in").exists()
    assert not Signal.objects.open().filter(prospect=anna, kind=Signal.Kind.REPLY).exists()
    after = Prospect.objects.get(pk=anna.pk)
    assert (after.stage, after.last_progress_at, after.is_lead) == (before.stage, before.last_progress_at, before.is_lead)

    # everything waits until after the day, whatever the nights between plan
    back = datetime(2026, 12, 3, 9, tzinfo=UTC)
    for night in range(1, 14):
        plan(now=NOW + timedelta(days=night))
        waiting = Prospect.objects.get(pk=anna.pk)
        assert waiting.next_touch_at is not None
        assert waiting.next_touch_at >= back, night
    assert waiting.wake_at is not None
    assert waiting.wake_at.date() == date(2026, 12, 3)

    # the stand-in is proposed, and no machine has written to her, or to anybody
    proposal = Proposal.objects.get(prospect=anna)
    assert "Vogt" in proposal.name
    assert (proposal.email, proposal.state) == ("petra.vogt@arnold.example", Proposal.State.OPEN)
    assert Message.objects.count() == 1
    petra = take_proposal(proposal.ref, name="Petra Vogt", email="", by=user_of(house.ines), now=NOW + timedelta(hours=2))
    assert petra.organization == anna.organization
    assert Message.objects.count() == 1

    # after the day they are due again
    plan(now=back + timedelta(hours=1))
    due = Prospect.objects.get(pk=anna.pk)
    assert due.next_touch_at is not None
    assert due.next_touch_at <= back + timedelta(days=4)
