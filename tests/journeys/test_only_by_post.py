"""Journey 5, not before March, and only by post: no mail and no call until then, and one letter in February."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from keepwarm.consent.models import Permission
from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.decisions.actions import log_touch, plan, wake
from keepwarm.decisions.batch import NewTouch, NewWish
from keepwarm.facts.pacing import open_from
from keepwarm.outbox.models import Message
from keepwarm.post.actions import collect, mark_posted, print_batch
from keepwarm.post.models import Letter
from keepwarm.post.rendering import shape
from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Touch
from tests.cast import House, meet, user_of
from tests.keeping import fresh, item, run_program, says
from tests.papers import paper_house
from tests.writing import open_mail

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BERLIN = ZoneInfo("Europe/Berlin")
CALLED = datetime(2027, 1, 20, 14, 0, tzinfo=BERLIN)
MARCH = datetime(2027, 3, 1, 9, 0, tzinfo=BERLIN)  # a Monday


@pytest.fixture
def house() -> House:
    house = paper_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps")
    return house


def gerda(house: House) -> Prospect:
    """She permitted mailings once, and said on the phone: not before March, and if at all by post."""
    person = meet(house, "Gerda Graf", phone="+493012345678", email="gerda@graf.example", inquired_at=CALLED - timedelta(days=1))
    placed = {"place": "DE", "zone": "Europe/Berlin", "hours_key": "DE|Europe/Berlin", "language": "de"}
    Prospect.objects.filter(pk=person.pk).update(**placed)
    Address.objects.filter(prospect=person, kind="phone").update(place="DE", zones="Europe/Berlin")
    Address.objects.create(prospect=person, kind="post", value="Hauptstraße 5, 12345 Berlin", normalized="hauptstrasse 5 12345 berlin")
    Permission.objects.create(prospect=person, channel="mailing", kind="express", given_at=CALLED - timedelta(days=30))
    says(person, "pumps", at=CALLED)
    wishes = tuple(NewWish("not_before", channel, MARCH, "not before March, and only by post") for channel in ("phone", "email", "mailing"))
    said = NewTouch(
        prospect_id=person.pk,
        channel="phone",
        direction="out",
        disposition="reached",
        happened_at=CALLED,
        seat_id=house.ines.pk,
        seconds=200,
        learned="wants nothing but post before March",
        wishes=wishes,
        recycle_until=MARCH,
        recycle_reason="not_now",
        because="not before March",
    )
    log_touch(said, by=user_of(house.ines), now=CALLED)
    return fresh(person)


def live(house: House, start: datetime, end: datetime) -> None:
    """The programs choose and send, and what waits on paper is printed and posted, each day at ten."""
    now = start
    while now < end:
        plan(now=now)
        choose_turns(now=now)
        carry_out(now=now)
        collect(now=now)
        if Letter.objects.filter(state="waits", touch__isnull=False).exists():
            batch = print_batch(by=house.max, now=now)
            mark_posted(batch.ref, by=house.max, now=now + timedelta(hours=5))
        now += timedelta(days=1)


def test_nothing_by_mail_or_phone_until_march_a_letter_in_february_and_then_the_call(house: House) -> None:
    person = gerda(house)
    day = datetime(2027, 2, 10, 10, 0, tzinfo=BERLIN)
    email = Address.objects.get(prospect=person, kind="email").pk
    (answer,) = may_send([Sending(person.pk, Mail.MAILING, email)], now=day)
    assert (answer.yes, answer.until_at) == (False, MARCH)
    (answer,) = may_send([Sending(person.pk, Mail.PERSONAL, email)], now=day)
    assert (answer.yes, answer.until_at) == (False, MARCH)
    mailing = open_from([person.pk], channel="mailing", now=day)[person.pk]
    assert (mailing.because, mailing.at is not None and mailing.at >= MARCH) == ("wish", True)
    assert open_from([person.pk], channel="post", now=day)[person.pk].at is not None

    live(house, CALLED + timedelta(days=1), MARCH - timedelta(days=1))
    ours = Touch.objects.filter(prospect=person, direction="out", happened_at__gt=CALLED)
    assert [(one.channel, one.disposition) for one in ours] == [("post", "delivered")]
    assert ours[0].happened_at.astimezone(BERLIN).month == 2
    assert Message.objects.count() == 0
    letter = Letter.objects.get()
    assert letter.batch is not None
    page = shape(letter.batch)["letters"][0]
    assert (page["lang"], page["lines"], page["subject"]) == ("de", ["Gerda Graf", "Hauptstraße 5", "12345 Berlin"], "Guide")

    she_opens_her_page_from(letter)
    on_the_first_of_march_at_nine_of_her_place_the_call_is_due(person, house)


def she_opens_her_page_from(letter: Letter) -> None:
    with time_machine.travel(MARCH - timedelta(days=1), tick=False):
        answer = Client().get(f"/post/p/{letter.code}/", follow=True)
    assert answer.status_code == 200
    assert "Gerda" not in answer.content.decode() or "hear from us" in answer.content.decode()


def on_the_first_of_march_at_nine_of_her_place_the_call_is_due(person: Prospect, house: House) -> None:
    assert fresh(person).next_touch_at == MARCH
    wake(now=MARCH)
    due = fresh(person)
    assert (due.next_step, due.owner, due.next_touch_at) == ("call", house.ines, MARCH), due.because_rule
