"""A touch counts from when it happened, not from when it was told: what came later is not answered by it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from keepwarm.decisions.actions import arrive, choose, end, log_touch, log_touches, undo_touch
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import Arrival, Choice, NewTouch
from keepwarm.decisions.refusals import MomentPassed
from keepwarm.prospects.models import Prospect
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal
from tests.cast import NOW, House

pytestmark = pytest.mark.django_db
MONTHS_AGO = NOW - timedelta(days=200)
LATER = NOW + timedelta(minutes=5)


def told(anna: Prospect, disposition: str, **more: Any) -> NewTouch:
    fields: dict[str, Any] = {"channel": "phone", "direction": "out", "happened_at": NOW, "seat_id": anna.owner_id, **more}
    return NewTouch(anna.pk, disposition=disposition, **fields)


def waiting(anna: Prospect) -> list[str]:
    return sorted(Signal.objects.open().filter(prospect=anna).values_list("kind", flat=True))


def test_a_call_of_long_ago_does_not_answer_who_asks_today(anna: Prospect) -> None:
    raise_signals([Signal(prospect=anna, kind=Signal.Kind.CONTACT_ASKED, raised_at=NOW, due_at=LATER, source="inquiry:1")])
    log_touch(told(anna, "reached", happened_at=MONTHS_AGO), by=None, now=LATER)
    assert waiting(anna) == ["contact_asked"]
    log_touch(told(anna, "no_answer", happened_at=LATER), by=None, now=LATER)
    assert waiting(anna) == []


def test_a_call_of_long_ago_does_not_carry_out_todays_choice(anna: Prospect) -> None:
    choose(anna.pk, Choice("call", NOW + timedelta(days=2)), by=None, now=NOW)
    after = log_touch(told(anna, "no_answer", happened_at=MONTHS_AGO), by=None, now=LATER).prospect
    assert (after.next_step, after.because_rule) == ("call", "own_choice_call")


def test_a_mail_of_before_the_end_opens_nobody_again(anna: Prospect) -> None:
    end(anna.pk, "said_no", because="no", by=None, now=NOW)
    after = log_touch(told(anna, "received", channel="email", direction="in", happened_at=MONTHS_AGO), by=None, now=LATER).prospect
    assert not after.is_open
    assert audit(now=LATER).is_clean


def test_each_of_several_touches_told_together_settles_what_waited_for_it(anna: Prospect) -> None:
    raise_signals([Signal(prospect=anna, kind=Signal.Kind.CALL_BACK, raised_at=NOW, due_at=LATER, source="by hand")])
    both = [told(anna, "voicemail", happened_at=LATER), told(anna, "delivered", channel="email", happened_at=LATER + timedelta(minutes=1))]
    log_touches(both, by=None, now=LATER + timedelta(minutes=2))
    assert waiting(anna) == []


def test_undo_of_what_opened_somebody_again_ends_them_as_before(anna: Prospect) -> None:
    end(anna.pk, "said_no", because="no", by=None, now=NOW)
    back = log_touch(told(anna, "reached", direction="in", happened_at=LATER), by=None, now=LATER)
    assert back.prospect.is_open
    after = undo_touch(back.touch.ref, by=None, now=LATER)
    assert (after.is_open, after.end_reason, after.ended_at) == (False, "said_no", NOW)
    assert audit(now=LATER).is_clean


def test_undo_keeps_whose_choice_it_was(house: House, anna: Prospect) -> None:
    choose(anna.pk, Choice("call", NOW + timedelta(days=2)), by=house.ines.user, now=NOW)
    touch = log_touch(told(anna, "reached", happened_at=LATER), by=house.ines.user, now=LATER).touch
    assert undo_touch(touch.ref, by=house.ines.user, now=LATER).chosen_by == house.ines.user


def test_a_no_of_long_ago_does_not_end_who_came_since(anna: Prospect) -> None:
    after = log_touch(told(anna, "says_no", happened_at=MONTHS_AGO), by=None, now=LATER).prospect
    assert after.is_open


def test_a_message_of_long_ago_waits_for_nobody(anna: Prospect) -> None:
    log_touch(told(anna, "received", channel="email", direction="in", happened_at=MONTHS_AGO), by=None, now=LATER)
    assert waiting(anna) == []
    log_touch(told(anna, "received", channel="email", direction="in", happened_at=NOW), by=None, now=LATER)
    assert waiting(anna) == ["reply"]


def test_today_may_be_chosen_in_the_evening_of_the_far_west(anna: Prospect) -> None:
    evening = NOW.replace(hour=1) + timedelta(days=1)  # 17:00 of the 18th in Los Angeles
    nine = NOW.replace(hour=17, minute=0)
    assert choose(anna.pk, Choice("call", nine), by=None, now=evening).because_rule == "own_choice_call"
    with pytest.raises(MomentPassed):
        choose(anna.pk, Choice("call", nine - timedelta(days=1)), by=None, now=evening)


def test_a_list_that_tells_of_before_the_end_opens_nobody_again(house: House, anna: Prospect) -> None:
    end(anna.pk, "said_no", because="no", by=None, now=NOW)

    def come(fingerprint: str, inquired_at: datetime | None, *, cold: bool = False) -> bool:
        one = Arrival("Anna Arnold", house.ines.pk, house.web.pk, fingerprint, prospect_id=anna.pk, inquired_at=inquired_at, cold=cold)
        arrive([one], by=None, now=LATER)
        anna.refresh_from_db()
        return anna.is_open

    assert not come("old", MONTHS_AGO)
    assert not come("undated", None)
    assert not come("bought", LATER, cold=True)
    assert come("new", LATER)
