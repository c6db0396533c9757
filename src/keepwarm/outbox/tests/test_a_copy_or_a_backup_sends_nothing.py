"""Machine, folder and the count of what was handed over tell a copy and a restored backup from the house that sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from keepwarm.outbox import house_mark
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.actions.absorbing import forget
from keepwarm.outbox.actions.claiming import claim
from keepwarm.outbox.actions.sending_house import confirm_the_house, count_handed, keep_count_outside, look_at_the_house
from keepwarm.outbox.models import Account, Frozen, Message, SendingHouse
from keepwarm.outbox.new import NewMessage
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db


def letter(**fields: object) -> Message:
    Account.objects.get_or_create(name="House", defaults={"host": "127.0.0.1", "from_email": "hello@house.example", "made_at": NOW})
    given = {"kind": "system", "to_email": "anna@arnold.example", "subject": "Hi", "text": "Hello Anna", **fields}
    return queue_message(NewMessage(**given), now=NOW)  # type: ignore[arg-type]


def test_the_same_house_goes_on_sending() -> None:
    for _ in range(3):
        assert look_at_the_house(now=NOW).frozen_at is None
        count_handed(5)
        keep_count_outside()
    assert house_mark.read_count() == 15


def test_an_older_database_put_back_sends_nothing_until_confirmed() -> None:
    letter()
    look_at_the_house(now=NOW)
    count_handed(5)
    keep_count_outside()
    SendingHouse.objects.update(handed=3)  # as it was in the backup
    assert look_at_the_house(now=NOW).frozen_because == "restored"
    account = Account.objects.get()
    assert claim(account, worker="w", now=NOW) == []
    confirm_the_house(send_what_waits=True, by=None, now=NOW)
    assert look_at_the_house(now=NOW).frozen_at is None
    assert len(claim(account, worker="w", now=NOW)) == 1


def test_a_copied_folder_is_another_house(settings: Settings, tmp_path: Path) -> None:
    look_at_the_house(now=NOW)
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "mail_mark").write_text((tmp_path / "mail_mark").read_text())
    settings.HOME = tmp_path / "copy"
    assert look_at_the_house(now=NOW).frozen_because == "copied"


def test_a_claim_has_a_fence_that_nobody_else_has_and_is_taken_once() -> None:
    letter()
    account = Account.objects.get()
    (first,) = claim(account, worker="one", now=NOW)
    assert claim(account, worker="two", now=NOW) == []
    row = Message.objects.get()
    assert (row.state, row.fence, row.claimed_by) == ("claimed", first.fence, "one")
    assert b"Hello Anna" in first.raw


def test_a_forgotten_person_leaves_no_trace_in_the_mail() -> None:
    anna = meet(open_house())
    row = letter(prospect_id=anna.pk)
    forget([anna.pk], now=NOW)
    row.refresh_from_db()
    assert (row.state, row.because, row.to_email, row.subject) == ("cancelled", "forgotten", row.ref, "")
    assert not Frozen.objects.exists()
