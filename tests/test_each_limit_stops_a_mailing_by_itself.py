"""Opt-outs, complaints and mails that come back, each by the way it really comes, stop a mailing; nothing leaves until somebody decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from keepwarm.engine.blast import Limits
from keepwarm.inbox.actions import take_mail
from keepwarm.mailings.actions.steering import resume_mailing, stop_mailing
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.tasks import read_results, send_mailings
from keepwarm.mailings.words import PAUSED
from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.policy.actions import change_policy
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.blasting import DAY, MINUTE, checked, crowd, few_are_many, go_on, postman, send
from tests.cast import NOW, House, open_house
from tests.mails import complaint, report
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
WATCHED = timedelta(hours=Limits().watch_hours) + MINUTE
SOON, LATER = NOW + 10 * MINUTE, NOW + 11 * MINUTE


@pytest.fixture
def house() -> House:
    """Twelve are many here, and five go ahead. Mails come back to an address with a tag."""
    house = open_house()
    few_are_many()
    open_mail()
    Account.objects.update(tags="plus")
    crowd(house, 12, "pumps")
    return house


def on_its_way(house: House) -> Mailing:
    """The first five have it."""
    mailing = send(house, checked(house, "Pumps", "interest.pumps = yes", topic="pumps"))
    postman(now=NOW + MINUTE)
    assert Message.objects.filter(state=Mailed.ACCEPTED).count() == 5
    return mailing


def press_unsubscribe(message: Message) -> None:
    """As a mail program does."""
    path = urlsplit(message.values["headers"]["one_click_url"]).path
    with time_machine.travel(SOON):
        assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


def follow_the_link(message: Message) -> None:
    """As a person does: the page, and its button."""
    path = urlsplit(message.values["fill"]["unsubscribe_url"]).path
    with time_machine.travel(SOON):
        assert Client().get(path).status_code == 200
        assert Client().post(path, {"end": "mailing"}).status_code == 200


def complain(message: Message) -> None:
    take_mail(complaint(message.to_email, to=f"us+{message.tag}@house.example", message_id=message.message_id), now=SOON)


def come_back(message: Message) -> None:
    take_mail(report(message.to_email, to=f"us+{message.tag}@house.example", message_id=message.message_id), now=SOON)


WAYS = [("opt_outs", press_unsubscribe), ("opt_outs", follow_the_link), ("complaints", complain), ("bounces", come_back)]


@pytest.mark.parametrize(("why", "turn_away"), WAYS, ids=["one click", "link", "complaint", "bounce"])
def test_it_stops_says_so_and_goes_on_only_with_a_reason(house: House, why: str, turn_away: Callable[[Message], None]) -> None:
    mailing = on_its_way(house)
    first, second, *_ = Message.objects.order_by("pk")
    turn_away(first)
    assert go_on(mailing, now=SOON).state == Mailing.State.RUNNING, "one alone is no share"
    turn_away(second)
    stopped = go_on(mailing, now=LATER)
    assert (stopped.state, stopped.paused_because) == (Mailing.State.PAUSED, why)

    max_ = Client()
    max_.force_login(house.max)
    assert str(PAUSED[why]) in max_.get(reverse("mailings:show", args=[mailing.ref])).content.decode()
    assert "paused" in max_.get(reverse("mailings:list")).content.decode()
    told = Message.objects.get(kind="system")
    assert (told.to_email, told.subject) == ("max@house.example", "“Pumps” stopped by itself")

    for now in (LATER + MINUTE, NOW + WATCHED, NOW + 3 * DAY):
        send_mailings(now=now)
    assert Message.objects.filter(kind="mailing").count() == 5
    assert Message.objects.filter(kind="system").count() == 1
    steer = reverse("mailings:steer", args=[mailing.ref, "resume"])
    assert max_.post(steer, {"because": " "}).status_code == 422
    assert Mailing.objects.get().state == Mailing.State.PAUSED
    assert max_.post(steer, {"because": "all of one firm, and asked"}).status_code == 302
    assert Mailing.objects.get().resumed_because == "all of one firm, and asked"
    assert not Prospect.objects.filter(ended_at__isnull=True, next_touch_at__isnull=True).exists()


def stopped_half_way(house: House) -> Mailing:
    """Three have it and two of them complained; two still wait in the outbox."""
    mailing = send(house, checked(house, "Pumps", "interest.pumps = yes", topic="pumps"))
    three = list(Message.objects.order_by("pk")[:3])
    postman(now=NOW + MINUTE, of=Message.objects.filter(pk__in=[one.pk for one in three]))
    for one in three[:2]:
        complain(one)
    return go_on(mailing, now=LATER)


def test_what_waits_in_the_outbox_is_taken_back_and_sent_once_when_it_goes_on(house: House) -> None:
    mailing = stopped_half_way(house)
    assert mailing.state == Mailing.State.PAUSED
    waited = Message.objects.filter(state=Mailed.CANCELLED)
    assert (waited.count(), Message.objects.filter(kind="mailing", state=Mailed.QUEUED).count()) == (2, 0)
    assert set(mailing.recipients.filter(message__in=waited).values_list("state", "because")) == {("waits", "held")}
    read_results(now=LATER)
    assert Touch.objects.filter(channel="mailing", voided_at__isnull=False).count() == 2
    resume_mailing(mailing.ref, because="the link is right now", by=house.max, now=LATER)
    for days in range(1, 20):
        go_on(mailing, now=NOW + days * DAY)
        postman(now=NOW + days * DAY + MINUTE, of=Message.objects.filter(kind="mailing"))
    assert Mailing.objects.get().state == Mailing.State.DONE
    arrived = Message.objects.filter(kind="mailing", state=Mailed.ACCEPTED).values_list("prospect_id", flat=True)
    assert (len(arrived), len(set(arrived))) == (12, 12)


def test_who_waits_in_the_outbox_of_one_that_is_stopped_does_not_get_it(house: House) -> None:
    mailing = stopped_half_way(house)
    resume_mailing(mailing.ref, because="we go on", by=house.max, now=LATER)
    stop_mailing(mailing.ref, because="the seminar was called off", by=house.max, now=LATER)
    assert set(Recipient.objects.exclude(state="sent").values_list("state", "because")) == {("skipped", "stopped")}
    assert Recipient.objects.filter(state="sent").count() == 3
    send_mailings(now=NOW + 3 * DAY)
    assert not Message.objects.filter(kind="mailing", state=Mailed.QUEUED).exists()


def test_the_house_says_how_many_may_turn_away_also_while_it_runs(house: House) -> None:
    mailing = on_its_way(house)
    change_policy({"mailing_opt_outs": 1.0}, because="a list that was asked to choose", by=house.mona, now=NOW)
    for message in Message.objects.order_by("pk")[:3]:
        press_unsubscribe(message)
    assert go_on(mailing, now=SOON).state == Mailing.State.RUNNING
    change_policy({"mailing_opt_outs": 0.1}, because="they have chosen", by=house.mona, now=SOON)
    assert go_on(mailing, now=LATER).paused_because == "opt_outs"
