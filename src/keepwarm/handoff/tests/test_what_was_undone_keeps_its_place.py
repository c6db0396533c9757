"""Between an undo and the clock, which lets the hand-off run on within a minute, no other one takes its place."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import log_touch, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.actions import accept, offer, tick
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.page_offer import offerable, show_offer
from keepwarm.handoff.refusals import OfferedAlready
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, user_of
from tests.leads import a_lead

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def test_nobody_is_offered_while_their_hand_off_is_about_to_run_on(house: House) -> None:
    anna = a_lead(house)
    first = accept(offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    no = log_touch(NewTouch(anna.pk, "phone", "out", "says_no", LATER, house.cara.pk), by=house.mona, now=LATER).touch
    tick(now=LATER)
    undo_touch(no.ref, by=house.mona, now=LATER)
    undone = Prospect.objects.get()
    with pytest.raises(OfferedAlready, match="with them, already"):
        offer(anna.pk, by=house.max, now=LATER)
    assert not offerable(undone, house.max)
    assert "with them, already" in show_offer(undone, for_=house.max, now=LATER).obstacle
    tick(now=LATER)
    assert HandOff.objects.get(closed_at=None) == first
