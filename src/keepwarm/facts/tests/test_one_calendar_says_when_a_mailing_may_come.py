"""`open_from`: cap, gap, wish, permission, hours and talks with sales, read from rows for many at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from keepwarm.consent.models import Permission, Wish
from keepwarm.facts.pacing import Pace, open_from
from keepwarm.prospects.models import Address, Prospect, Stage
from keepwarm.touches.models import Channel, Signal, Touch
from tests.cast import LONG_AGO, NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return open_house()


def permitted(house: House, name: str, **more: object) -> Prospect:
    prospect = meet(house, name, email=f"{name.split(maxsplit=1)[0].lower()}@firm.example", **more)  # type: ignore[arg-type]
    Permission.objects.create(prospect=prospect, channel="mailing", kind="express", given_at=LONG_AGO)
    return prospect


def wrote(prospect: Prospect, at: datetime, *, channel: str = Channel.MAILING, disposition: str = "delivered") -> None:
    Touch.objects.create(prospect=prospect, channel=channel, direction="out", disposition=disposition, happened_at=at, logged_at=at)
    if disposition == "delivered":
        Prospect.objects.filter(pk=prospect.pk).update(last_ours_at=at, last_touch_at=at)


def pace(prospect: Prospect, *, channel: str = Channel.MAILING, now: datetime = NOW) -> Pace:
    return open_from([prospect.pk], channel=channel, now=now)[prospect.pk]


def test_nothing_holds_it_back(house: House) -> None:
    assert pace(permitted(house, "Anna Arnold")) == Pace(NOW, "open")


def test_without_permission_never_and_paper_needs_an_address(house: House) -> None:
    ben = meet(house, "Ben Bauer")
    assert pace(ben) == Pace(None, "not_permitted")
    assert pace(ben, channel=Channel.POST) == Pace(None, "not_permitted")
    Address.objects.create(prospect=ben, kind="post", value="1 Mill Lane", normalized="1 mill lane")
    assert pace(ben, channel=Channel.POST) == Pace(NOW, "open")


def test_the_gap_runs_from_any_channel_and_from_what_is_on_its_way(house: House) -> None:
    anna, cora = permitted(house, "Anna Arnold"), permitted(house, "Cora Castro")
    wrote(anna, NOW - DAY, channel=Channel.EMAIL)
    wrote(cora, NOW - DAY, channel=Channel.POST, disposition="queued")
    assert pace(anna) == Pace(NOW + 2 * DAY, "gap")
    assert pace(cora) == pace(anna)


def test_the_cap_counts_all_channels(house: House) -> None:
    anna = permitted(house, "Anna Arnold")
    for days, channel in ((25, Channel.POST), (20, Channel.EMAIL), (12, Channel.MAILING), (5, Channel.MAILING)):
        wrote(anna, NOW - days * DAY, channel=channel)
    assert pace(anna) == Pace(NOW + 5 * DAY, "cap")


def test_a_wish_a_promise_and_a_talk_with_sales_come_first(house: House) -> None:
    anna, cora, dora = (permitted(house, name) for name in ("Anna Arnold", "Cora Castro", "Dora Diaz"))
    until = datetime(2027, 3, 1, 10, tzinfo=UTC)
    Wish.objects.create(prospect=anna, kind="not_before", channel="mailing", until_at=until, said_at=NOW)
    Signal.objects.create(prospect=cora, kind="call_back", raised_at=NOW, due_at=NOW + DAY)
    Prospect.objects.filter(pk=dora.pk).update(stage=Stage.IN_SALES)
    Touch.objects.create(prospect=dora, channel="phone", direction="out", disposition="no_answer", happened_at=NOW - DAY, logged_at=NOW)
    assert pace(anna) == Pace(until, "wish")
    assert pace(cora).because == "waits"
    assert pace(dora) == Pace(NOW + 13 * DAY, "in_sales")


def test_it_waits_for_their_morning_and_for_monday(house: House) -> None:
    anna = permitted(house, "Anna Arnold")
    friday_evening = datetime(2026, 11, 20, 19, tzinfo=UTC)
    assert pace(anna, now=friday_evening) == Pace(datetime(2026, 11, 23, 9, tzinfo=UTC), "hours")


def test_many_are_asked_at_once_and_the_ended_are_not_in_the_answer(house: House) -> None:
    anna, ben, gone = (permitted(house, name) for name in ("Anna Arnold", "Ben Bauer", "Cora Castro"))
    Prospect.objects.filter(pk=gone.pk).update(ended_at=NOW, end_reason="said_no", next_touch_at=None, next_step="", because_rule="")
    found = open_from([gone.pk, ben.pk, anna.pk, ben.pk], channel=Channel.MAILING, now=NOW)
    assert set(found) == {anna.pk, ben.pk}
    assert open_from([], channel=Channel.MAILING, now=NOW) == {}
