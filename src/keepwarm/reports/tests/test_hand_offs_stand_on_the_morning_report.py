"""Whom sales has not answered, and who came back: by name, for whoever sees every rep."""

from datetime import timedelta

import time_machine
from django.test import Client

from keepwarm.handoff.actions import give_back, offer
from tests.cast import NOW, House, user_of
from tests.leads import a_lead, agree


def test_waiting_late_and_returned_ones_are_named(house: House) -> None:
    agree()
    names = ("Dora Dunn", "Edgar Ebbs", "Fay Fenn")
    dora, edgar, fay = (a_lead(house, name, phone="", email=f"p{n}@x.example", at=NOW - timedelta(days=4)) for n, name in enumerate(names))
    offer(dora.pk, by=house.max, now=NOW, to_seat=house.cara)
    offer(edgar.pk, by=house.max, now=NOW - timedelta(days=3), to_seat=house.carl)
    back = offer(fay.pk, by=house.max, now=NOW - timedelta(days=1, hours=1), to_seat=house.carl)
    give_back(back.ref, reason="no_budget", words="spent", by=user_of(house.carl), now=NOW - timedelta(days=1))
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(house.mona)
        found = client.get("/reports/morning/").context["page"].handoffs
        assert [line.name for line in found.waiting] == ["Dora Dunn"]
        assert [line.name for line in found.unanswered] == ["Edgar Ebbs"]
        assert [(line.name, "No budget" in line.small) for line in found.returned] == [("Fay Fenn", True)]
        client.force_login(user_of(house.ines))
        assert client.get("/reports/morning/").context["page"].handoffs is None
