"""Messages go along when two people are one, and lose their words when somebody is forgotten, also those that wait."""

from __future__ import annotations

import pytest

from keepwarm.circle.actions.forget import forget
from keepwarm.circle.actions.merge import merge
from keepwarm.courier.models import Parcel
from keepwarm.messaging.actions import hear, send_due
from keepwarm.messaging.models import Heard, Message
from tests.cast import NOW, meet, open_house
from tests.gateways import PHONE, a_gateway, by_message, set_gateway, write

pytestmark = pytest.mark.django_db


def test_what_was_written_and_heard_moves_and_is_forgotten() -> None:
    house = open_house()
    with a_gateway() as gateway:
        set_gateway(gateway)
        anna = by_message(house)
        write(anna)
        hear("in-1", PHONE, "I am the secret one", now=NOW)
        other = meet(house, "Anna Arnoldt", email="anna@arnoldt.example", phone="")
        merge(other.pk, anna.pk, because="the same", by=None, now=NOW)
        assert {Message.objects.get().prospect_id, Heard.objects.get().prospect_id} == {other.pk}
        forget(other.pk, by=house.adam, now=NOW)
        send_due(now=NOW)
    assert gateway.heard == []
    parcel = Parcel.objects.get()
    assert (Message.objects.get().text, Heard.objects.get().text, Heard.objects.get().sender) == ("", "", "")
    assert (parcel.body, parcel.state) == ("", "cancelled")
