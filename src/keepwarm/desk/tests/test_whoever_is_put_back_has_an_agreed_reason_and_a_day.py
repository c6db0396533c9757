"""Recycling from any stage: an agreed reason, a day, and the right person when it was the wrong one."""

from collections.abc import Callable

import pytest
from django.test import Client

from keepwarm.engine.words import RecycleReason, Stage
from keepwarm.handoff.actions import accept, offer
from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, user_of
from tests.leads import a_lead, agree

SignIn = Callable[[Seat | User], Client]


def put_back(client: Client, prospect: Prospect, **said: str) -> str:
    """The page after the form was sent."""
    form = {"version": str(prospect.version), "pick": "6", **said}
    return client.post(f"/desk/{prospect.ref}/keep-warm/", form, follow=True).content.decode()


def test_the_reason_is_kept_for_the_report(house: House, anna: Prospect, sign_in: SignIn) -> None:
    assert "is kept warm" in put_back(sign_in(house.ines), anna, reason="no_budget", words="until spring")
    change = StandingChange.objects.get(prospect=anna, what="recycle")
    assert (change.reason, change.because) == (RecycleReason.NO_BUDGET, "no budget until a day: until spring")


@pytest.mark.parametrize(("reason", "question"), [("lost_to", "Lost to whom?"), ("other", "What is it?")])
def test_some_reasons_need_words(house: House, anna: Prospect, sign_in: SignIn, reason: str, question: str) -> None:
    assert question in put_back(sign_in(house.ines), anna, reason=reason)
    assert not StandingChange.objects.filter(what="recycle").exists()


def test_the_wrong_person_names_the_right_one_at_the_same_firm(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    assert "How can they be reached?" in put_back(client, anna, reason="wrong_person", right_name="Rita Right")
    put_back(client, anna, reason="wrong_person", right_name="Rita Right", right_email="rita@arnold.example")
    rita = Prospect.objects.get(name="Rita Right")
    assert (rita.organization, rita.owner) == (anna.organization, house.ines)
    assert "Rita Right" in StandingChange.objects.get(prospect=anna, what="recycle").because


def test_a_number_nobody_can_read_puts_nobody_back(house: House, anna: Prospect, sign_in: SignIn) -> None:
    put_back(sign_in(house.ines), anna, reason="wrong_person", right_name="Rita Right", right_phone="no number")
    assert not StandingChange.objects.filter(what="recycle").exists()
    assert not Prospect.objects.filter(name="Rita Right").exists()


def test_a_manager_puts_back_from_the_prospects_page(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.mona)
    assert f"/desk/{anna.ref}/keep-warm/" in client.get(f"/prospects/{anna.ref}/").content.decode()
    assert "is kept warm" in put_back(client, anna, reason="no_need")


def test_out_of_sales_one_comes_back_too(house: House, sign_in: SignIn) -> None:
    agree()
    lead = a_lead(house, "Dora Dunn", phone="", email="d@x.example")
    accept(offer(lead.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    put_back(sign_in(house.cara), Prospect.objects.get(pk=lead.pk), reason="lost_to", words="Rival Ltd")
    lead.refresh_from_db()
    assert (lead.stage, lead.next_step) == (Stage.CONVERSING, "keep_warm")
    assert HandOff.objects.get().closed_as == HandOff.Closed.RECYCLED
