"""Right before the dot: whatever was said since a letter was queued holds it back, and another sender's claim sends nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from keepwarm.consent.models import Permission, Wish
from keepwarm.consent.queries.sending import WhyNot
from keepwarm.engine.policy import Policy
from keepwarm.outbox.actions import cancel_for, queue_message, rule
from keepwarm.outbox.actions.claiming import sweep
from keepwarm.outbox.actions.handing import Done, Ready, hand_over
from keepwarm.outbox.models import Account, Attempt, Message
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.protocol import Verdict
from keepwarm.outbox.words import BECAUSE, say_because
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    Account.objects.create(name="House", host="127.0.0.1", from_email="hello@house.example", made_at=NOW)
    return open_house()


def claimed(house: House, anna: Prospect, kind: str = "personal", **fields: object) -> Message:
    touch = Touch.objects.create(
        prospect=anna, seat=house.ines, channel="email", purpose="confirm", disposition="delivered", happened_at=NOW, logged_at=NOW
    )
    address = Address.objects.get(prospect=anna, kind="email")
    to = {"prospect_id": anna.pk, "address_id": address.pk, "touch_id": touch.pk, "seat_id": house.ines.pk, "budget_free": "written_only"}
    given = {"kind": kind, "to_email": address.normalized, "subject": "Hi", "text": "Hi", **to, **fields}
    row = queue_message(NewMessage(**given), now=NOW)  # type: ignore[arg-type]
    Message.objects.filter(pk=row.pk).update(state="claimed", fence=7, lease_until=NOW + timedelta(minutes=20))
    return row


def ask(row: Message, fence: int = 7, policy: Policy | None = None) -> str:
    """What becomes of the row at its gate."""
    said = hand_over([Ready(row.pk, fence)], [], worker="w", policy=policy or Policy(), now=NOW)[row.pk]
    row.refresh_from_db()
    return row.because if said == Verdict.CANCELLED else said


def test_what_nothing_speaks_against_goes(house: House) -> None:
    row = claimed(house, meet(house))
    assert ask(row) == "go"
    assert row.state == "handing_over"
    assert ask(row) == "lost", "once"


def test_a_wish_holds_it_back_and_the_row_says_so(house: House) -> None:
    anna = meet(house)
    row = claimed(house, anna)
    Wish.objects.create(prospect=anna, kind="stop", said_at=NOW)
    assert ask(row) == "stop"
    assert (row.state, row.settled_at) == ("cancelled", NOW)
    assert Attempt.objects.get().outcome == "cancelled"


def test_an_end_an_undo_and_a_dead_address_hold_it_back(house: House) -> None:
    ended, undone, dead = (claimed(house, meet(house, f"Person {n}", email=f"p{n}@x.example")) for n in range(3))
    Prospect.objects.filter(pk=ended.prospect_id or 0).update(ended_at=NOW, end_reason="said_no", next_touch_at=None)
    Touch.objects.filter(pk=undone.touch_id or 0).update(voided_at=NOW)
    Address.objects.filter(pk=dead.address_id or 0).update(state="bounced")
    assert [ask(row) for row in (ended, undone, dead)] == ["ended", "undone", "address_dead"]


def test_a_mailing_needs_a_permission_that_holds(house: House) -> None:
    anna = meet(house)
    assert ask(claimed(house, anna, "mailing")) == "no_permission"
    Permission.objects.create(prospect=anna, channel="mailing", kind="express", given_at=NOW)
    assert ask(claimed(house, anna, "mailing")) == "go"


def test_the_cap_counts_what_came_before_and_the_budget_what_it_rested_on(house: House) -> None:
    anna = meet(house)
    rows = [claimed(house, anna) for _ in range(3)]
    assert [ask(row, policy=Policy(cap_touches=2)) for row in rows] == ["go", "go", "cap"]
    assert ask(claimed(house, meet(house, "Bert Best", email="b@x.example"), budget_free="")) == "budget"


def letter(house: House, anna: Prospect, at: datetime) -> Message:
    """A letter that the budget counts, queued then, and claimed."""
    row = claimed(house, anna, budget_free="")
    Touch.objects.filter(pk=row.touch_id or 0).update(happened_at=at)
    return row


def work(house: House, count: int, at: datetime) -> None:
    """Calls, each to somebody else."""
    for number in range(count):
        other = meet(house, f"Other {at:%d} {number}", email="")
        Touch.objects.create(
            prospect=other, seat=house.ines, channel="phone", disposition="no_answer", honest=True, happened_at=at, logged_at=at
        )


def test_a_letter_that_waited_for_days_keeps_the_place_it_took(house: House) -> None:
    before = NOW - timedelta(days=8)
    work(house, 8, before)
    rows = [letter(house, meet(house, f"Reader {n}", email=f"r{n}@x.example"), before + timedelta(days=1, hours=n)) for n in range(3)]
    for day in range(2, 6):
        work(house, 1, before + timedelta(days=day))
    first, second, third = rows
    assert ask(third) == "budget", "eight calls earned two letters, the four since no third"
    assert ask(second) == "go"
    undone = Touch.objects.filter(channel="phone", happened_at=before).order_by("pk")[:5]
    Touch.objects.filter(pk__in=[touch.pk for touch in undone]).update(voided_at=NOW)
    assert ask(first) == "budget", "what it rested on was undone"


def test_room_of_today_is_as_good_as_a_place_of_its_own(house: House) -> None:
    row = letter(house, meet(house, "Reader", email="r@x.example"), NOW - timedelta(days=1))
    work(house, 4, NOW - timedelta(hours=1))
    assert ask(row) == "go"


def test_anothers_claim_and_a_letter_held_back_by_hand_send_nothing(house: House) -> None:
    row, held = claimed(house, meet(house)), claimed(house, meet(house, "Bert Best", email="b@x.example"))
    cancel_for([held.pk], because="by_hand", now=NOW)
    assert (ask(row, fence=8), ask(held)) == ("lost", "lost")
    Message.objects.filter(pk=row.pk).update(lease_until=NOW)
    assert ask(row) == "lost"


@pytest.mark.parametrize("key", [*BECAUSE, *WhyNot])
def test_every_reason_has_words(key: str) -> None:
    assert len(say_because(key)) > len(key) / 2
    assert say_because(key) != key


def test_a_yes_that_comes_late_is_believed_after_a_person_had_it_sent_again(house: House) -> None:
    """The sender stood still past its lease, a person said "send it again", and then the sender tells that their server took it."""
    row = claimed(house, meet(house))
    assert ask(row) == "go"
    later = NOW + timedelta(minutes=30)
    sweep(now=later)
    row.refresh_from_db()
    assert row.state == "uncertain"
    rule(row, "again", because="They never got it", by=None, now=later)
    hand_over([], [Done(row.pk, 7, "accepted", "dot", later)], worker="w", policy=Policy(), now=later)
    row.refresh_from_db()
    assert row.state == "accepted", "else they get it twice, and we knew"


def test_no_other_result_of_a_late_sender_is_believed_then(house: House) -> None:
    row = claimed(house, meet(house))
    ask(row)
    later = NOW + timedelta(minutes=30)
    sweep(now=later)
    rule(row, "again", because="They never got it", by=None, now=later)
    for outcome in ("refused", "uncertain", "later"):
        hand_over([], [Done(row.pk, 7, outcome, "dot", later)], worker="w", policy=Policy(), now=later)
        row.refresh_from_db()
        assert row.state == "queued"
    assert hand_over([Ready(row.pk, 7)], [], worker="w", policy=Policy(), now=later)[row.pk] == Verdict.LOST
