"""After the days of the policy only key, result and moment of a message that was taken stay; what is in doubt stays whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.courier.actions import empty_parcels
from keepwarm.courier.models import Attempt, Parcel, State
from keepwarm.messaging.actions import report_delivery
from keepwarm.messaging.queries.lists import list_messages
from tests.cast import NOW, open_house
from tests.gateways import Answer, a_gateway, by_message, send, set_gateway, write

pytestmark = pytest.mark.django_db
LONG = NOW + timedelta(days=91)


def test_what_was_taken_is_emptied_and_everything_else_stays() -> None:
    house = open_house()
    with a_gateway(Answer(202), Answer(504), Answer(400), Answer(500)) as gateway:
        set_gateway(gateway)
        names = ("Anna Arnold", "Bert Bow", "Cem Can", "Dora Dix")
        people = [by_message(house, name, phone=f"+44740012345{number}") for number, name in enumerate(names)]
        messages = [send(write(person)) for person in people]
    before = [line.state for line in list_messages(for_=None)]
    assert sorted(before) == ["accepted", "failed", "queued", "uncertain"]
    assert empty_parcels(now=NOW + timedelta(days=89)) == 0
    assert empty_parcels(now=LONG) == 1
    assert empty_parcels(now=LONG) == 0
    assert {row.state: bool(row.body) for row in Parcel.objects.all()} == {
        State.ACCEPTED: False,
        State.UNCERTAIN: True,
        State.FAILED: True,
        State.QUEUED: True,
    }
    assert set(Attempt.objects.values_list("parcel__state", flat=True)) == {State.UNCERTAIN, State.FAILED, State.QUEUED}
    assert [line.state for line in list_messages(for_=None)] == before
    taken = messages[0]
    assert taken.parcel is not None
    assert (taken.text, report_delivery(taken.parcel.ref, "delivered", now=LONG).pk) == ("Hello Anna, the slides are there.", taken.pk)


def test_many_are_emptied_piece_by_piece_from_the_oldest_on(django_assert_max_num_queries: object) -> None:
    with a_gateway() as gateway:
        endpoint, _secret = set_gateway(gateway)
    Parcel.objects.bulk_create(
        Parcel(
            endpoint=endpoint,
            once_key=f"k{number}",
            ref=f"r{number}",
            what="message.send",
            body="{}",
            state=State.ACCEPTED,
            queued_at=NOW,
            next_try_at=NOW,
            settled_at=NOW + timedelta(seconds=number),
            told_at=None if number == 7 else NOW,
        )
        for number in range(1_000)
    )
    with django_assert_max_num_queries(19):  # type: ignore[operator]  # three pieces, each read and written in one transaction, and the policy
        assert empty_parcels(now=LONG, most=2_000) == 999
    assert [row.once_key for row in Parcel.objects.exclude(body="")] == ["k7"], "nobody has read what became of it"
