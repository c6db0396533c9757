"""Way 2: an error that passes ends somebody's sequence. Here whatever becomes of a mail, a next touch follows."""

from datetime import timedelta

import pytest

from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.programs.models import Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, deliver, fresh, warm


@pytest.mark.parametrize("state", [Mailed.FAILED, Mailed.UNCERTAIN, Mailed.BOUNCED, Mailed.CANCELLED])
def test_whatever_becomes_of_a_mail_another_turn_follows(house: House, state: str) -> None:
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    carry_out(now=NOW)
    deliver(now=NOW + timedelta(minutes=5), state=state, reply="451 try again")
    assert fresh(anna).next_touch_at is not None
    for day in range(1, 28, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    if anna.addresses.get(kind="email").state == "ok":
        assert Turn.objects.filter(prospect=anna, state="sent").count() == 2, "the next item went after the gap"
    assert Message.objects.filter(state=Mailed.QUEUED).count() == 0


def test_a_mail_that_still_waits_for_their_server_is_looked_at_by_a_person(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    carry_out(now=NOW)
    after = fresh(anna)
    assert (after.because_rule, after.next_touch_at) == ("letter_on_its_way", NOW + 5 * DAY)
