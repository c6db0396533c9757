"""Who accepts, who says no, and whose words go to the prospect."""

import pytest
from django.test import Client
from django.urls import reverse

from keepwarm.handoff.actions import accept, give_back, offer, tick
from keepwarm.handoff.actions.introducing import approve_introduction
from keepwarm.handoff.models import Asking, HandOff
from keepwarm.handoff.queries import visible_handoffs
from keepwarm.handoff.refusals import AnsweredAlready
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, user_of
from tests.leads import a_lead

pytestmark = pytest.mark.django_db


def late(house: House) -> Asking:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    asking = handoff.askings.get()
    tick(now=asking.due_at)
    return asking


def test_nobody_says_no_for_a_rep_who_is_late_but_another_may_take_the_lead(house: House) -> None:
    asking = late(house)
    with pytest.raises(NotYours, match="Cara is asked, and answers"):
        give_back(asking.handoff.ref, reason="no_need", by=user_of(house.carl), now=asking.due_at)
    accept(asking.handoff.ref, by=user_of(house.carl), now=asking.due_at)
    assert HandOff.objects.get().prospect.owner == house.carl


def test_a_manager_says_no_for_them(house: House) -> None:
    asking = late(house)
    give_back(asking.handoff.ref, reason="no_need", by=house.mona, now=asking.due_at)
    assert HandOff.objects.get().state == HandOff.State.RETURNED


def test_words_are_approved_after_sales_accepted_too_until_sales_is_done(house: House) -> None:
    anna = a_lead(house)
    words = {"introduce": "call", "introduction": "Meet {rep}."}
    handoff = offer(anna.pk, by=user_of(house.ines), now=NOW, to_seat=house.cara, **words)  # type: ignore[arg-type]
    accept(handoff.ref, by=user_of(house.cara), now=NOW)
    client = Client()
    client.force_login(house.max)
    assert "Approve these words" in client.get(reverse("handoff:show", args=[handoff.ref])).content.decode()
    assert approve_introduction(handoff.ref, introduction="Meet {rep}, who knows.", by=house.max, now=NOW).approved_by == house.max
    HandOff.objects.update(closed_at=NOW, closed_as=HandOff.Closed.CUSTOMER)
    with pytest.raises(AnsweredAlready, match="Cara accepted Anna Arnold before"):
        approve_introduction(handoff.ref, introduction="Other words", by=house.max, now=NOW)


def test_each_reads_what_they_own_offered_had_or_were_asked_and_nothing_else(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=user_of(house.ines), now=NOW, to_seat=house.cara)
    for seat, sees in ((house.ines, True), (house.cara, True), (house.carl, False), (house.ivo, False)):
        reader = User.objects.get(pk=user_of(seat).pk)
        assert visible_handoffs(reader).filter(pk=handoff.pk).exists() == sees, reader
