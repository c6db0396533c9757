"""A marketer without a seat calls from a prospect's page and writes down how it ended: a contact like any other, named in the morning."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries import morning_report
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from tests.cast import NOW, House

SignIn = Callable[[Seat | User], Client]


def test_a_marketer_calls_and_the_conversation_goes_on_from_there(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client, address = sign_in(house.max), f"/prospects/{anna.ref}/called/"
    assert address in client.get(f"/prospects/{anna.ref}/").content.decode()
    assert "tel:" in client.get(address).content.decode()
    assert client.post(address, {"version": anna.version}).status_code == 422, "how did it end?"

    sent = {"version": anna.version, "disposition": "reached", "learned": "has a new plant"}
    assert client.post(address, sent).headers["Location"] == f"/prospects/{anna.ref}/"

    touch = Touch.objects.get(prospect=anna)
    anna.refresh_from_db()
    assert (touch.channel, touch.by, touch.seat, touch.learned) == ("phone", house.max, None, "has a new plant")
    assert anna.last_reached_at == touch.happened_at
    assert anna.next_touch_at is not None
    report = morning_report(for_=house.mona, on=NOW.date(), now=NOW + timedelta(days=1))
    assert [line.person.name for part in report.parts for line in part.reached] == ["Anna Arnold"]
    assert sign_in(house.dora).get(address).status_code == 403, "a director changes nothing"
