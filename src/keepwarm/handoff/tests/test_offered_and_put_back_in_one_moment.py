"""Of an offer and a putting back in the very same moment the later one counts, whichever it was."""

from datetime import timedelta

import pytest

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import keep_warm
from keepwarm.handoff.actions import offer, tick
from keepwarm.handoff.models import HandOff
from keepwarm.touches.models import Signal
from tests.cast import NOW, House
from tests.leads import a_lead

pytestmark = pytest.mark.django_db
SPRING = NOW + timedelta(days=120)


def test_who_is_put_back_right_after_the_offer_waits_for_sales_no_more(house: House) -> None:
    anna = a_lead(house)
    offer(anna.pk, by=house.max, now=NOW)
    keep_warm(anna.pk, SPRING, "not before spring", by=house.mona, now=NOW)
    assert tick(now=NOW).closed == 1
    assert HandOff.objects.get().closed_as == HandOff.Closed.RECYCLED
    assert audit_house(now=NOW).is_clean


def test_who_is_offered_right_after_being_put_back_waits_for_sales(house: House) -> None:
    anna = a_lead(house)
    keep_warm(anna.pk, SPRING, "not before spring", by=house.mona, now=NOW)
    offer(anna.pk, by=house.max, now=NOW)
    assert tick(now=NOW).closed == 0
    assert HandOff.objects.get().closed_at is None
    assert Signal.objects.open().filter(kind="handoff").count() == 1
