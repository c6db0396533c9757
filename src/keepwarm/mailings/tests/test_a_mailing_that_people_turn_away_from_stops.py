"""The check refuses what is no small group with one interest; a first share goes ahead; it stops by itself when people turn away."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from keepwarm.consent.models import Wish
from keepwarm.engine.blast import Limits
from keepwarm.lib.ids import new_ref
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.steering import resume_mailing, stop_mailing
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.turning_away import what_became
from keepwarm.mailings.queries.two_texts import two_texts
from keepwarm.mailings.refusals import MailingRefused, ReasonMissing
from keepwarm.outbox.actions import record_complaint
from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.signs.models import Sign
from tests.blasting import MINUTE, checked, crowd, few_are_many, go_on, postman, send
from tests.cast import NOW, House, open_house
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
PUMPS = "interest.pumps = yes"
WATCHED = timedelta(hours=Limits().watch_hours) + MINUTE


@pytest.fixture
def house() -> House:
    """Twelve are many here, and five go ahead."""
    house = open_house()
    few_are_many()
    open_mail()
    return house


def show(house: House, ref: str) -> str:
    client = Client()
    client.force_login(house.max)
    return client.get(reverse("mailings:show", args=[ref])).content.decode()


def test_a_first_share_goes_ahead_and_the_rest_follows_when_nobody_turned_away(house: House) -> None:
    crowd(house, 12, "pumps")
    mailing = send(house, checked(house, "Pumps", PUMPS, topic="pumps"))
    assert (mailing.first, Message.objects.count()) == (5, 5)
    postman(now=NOW + MINUTE)
    assert go_on(mailing, now=NOW + timedelta(hours=3)).rest_at is None
    after = go_on(mailing, now=NOW + WATCHED)
    assert after.rest_at is not None
    assert (Message.objects.count(), after.state) == (12, Mailing.State.DONE)


def test_complaints_stop_it_and_its_owner_is_told(house: House) -> None:
    crowd(house, 12, "pumps")
    mailing = send(house, checked(house, "Pumps", PUMPS, topic="pumps"))
    postman(now=NOW + MINUTE)
    for message in Message.objects.order_by("pk")[:2]:
        record_complaint(message, now=NOW + MINUTE)
    stopped = go_on(mailing, now=NOW + WATCHED)
    assert (stopped.state, stopped.paused_because) == (Mailing.State.PAUSED, "complaints")
    told = Message.objects.get(kind="system")
    assert (told.to_email, told.subject) == ("max@house.example", "“Pumps” stopped by itself")
    assert Message.objects.filter(kind="mailing").count() == 5
    with pytest.raises(ReasonMissing):
        resume_mailing(mailing.ref, because=" ", by=house.max, now=NOW + WATCHED)
    resume_mailing(mailing.ref, because="both wrote by mistake", by=house.max, now=NOW + WATCHED)
    after = go_on(mailing, now=NOW + WATCHED + MINUTE)
    assert (after.state, Message.objects.filter(kind="mailing").count()) == (Mailing.State.DONE, 12)


def test_whoever_waits_when_it_is_stopped_is_told_as_such(house: House) -> None:
    people = crowd(house, 12, "pumps")
    mailing = send(house, checked(house, "Pumps", PUMPS, topic="pumps"))
    postman(now=NOW + MINUTE)
    Wish.objects.create(prospect=people[0], kind="no_channel", channel="mailing", said_at=NOW + timedelta(hours=1))
    stop_mailing(mailing.ref, because="the link was wrong", by=house.max, now=NOW + timedelta(hours=2))
    became = what_became(Mailing.objects.get())
    assert (became.sent, became.skipped, became.waiting, became.tried) == (5, 7, 0, 5)
    assert set(Recipient.objects.filter(state="skipped").values_list("because", flat=True)) == {"stopped"}
    assert became.opted_out == Recipient.objects.filter(prospect=people[0], state="sent").count()


def test_what_the_check_refuses_only_a_manager_sends_and_says_why(house: House) -> None:
    crowd(house, 6, "pumps")
    crowd(house, 8, named="Stranger")
    mailing = checked(house, "All", "always", topic="pumps")
    assert mailing.verdict == "refuse"
    assert ["no_sign", {"percent": 57}] in mailing.figures["reasons"]
    with pytest.raises(MailingRefused, match="ask a manager"):
        approve_mailing(mailing.ref, version=mailing.version, because="I want to", by=house.max, now=NOW)
    with pytest.raises(ReasonMissing):
        approve_mailing(mailing.ref, version=mailing.version, by=house.mona, now=NOW)
    done = approve_mailing(mailing.ref, version=mailing.version, because="a recall of the pumps", by=house.mona, now=NOW)
    assert (done.state, done.overruled_because, done.overruled_by) == (Mailing.State.RUNNING, "a recall of the pumps", house.mona)


def test_a_text_that_sells_is_refused_before_readiness(house: House) -> None:
    crowd(house, 4, "pumps")
    body = "Our new pump costs 20 percent less. Order this week and we give you a discount of ten percent on the price and free delivery."
    mailing = checked(house, "Sale", PUMPS, topic="pumps", subject="A discount on our pumps: buy now", body=body)
    assert mailing.verdict == "refuse"
    assert mailing.figures["text"][0]["does"] == "negotiates price or terms"
    assert mailing.figures["text"][0]["sentences"]


def test_of_two_texts_the_better_goes_to_the_rest_only_when_it_is_better(house: House) -> None:
    few_are_many(first=40)
    crowd(house, 50, "pumps")
    mailing = send(house, checked(house, "Two", PUMPS, topic="pumps", subject_b="Twelve pages about herbs"))
    assert Message.objects.count() == 40
    postman(now=NOW + MINUTE)
    hits = Recipient.objects.filter(arm="b", ahead=True).count()
    assert hits == 20, "as many get the one as the other"
    for row in Recipient.objects.filter(arm="b", ahead=True):
        Sign.objects.create(
            prospect_id=row.prospect_id, touch=row.touch, kind="click", at=NOW + MINUTE, recorded_at=NOW + MINUTE, fingerprint=new_ref()
        )
    early = two_texts(Mailing.objects.get(), now=NOW + WATCHED - 2 * MINUTE)
    assert (early.compared.better, early.words[:22]) == ("", "It is too early to say")
    after = go_on(mailing, now=NOW + WATCHED)
    assert after.better == "b"
    found = two_texts(after, now=NOW + WATCHED)
    assert [(one.people, one.hits, one.percent) for one in found.texts] == [(40 - hits, 0, 0.0), (hits, hits, 100.0)]
    assert found.words.startswith("Text B did better: ")
    assert 0 < found.compared.low < found.compared.difference == 1.0
    assert set(Recipient.objects.filter(ahead=False).values_list("arm", flat=True)) == {"b"}
    assert set(Message.objects.order_by("-pk").values_list("subject", flat=True)[:10]) == {""}


def test_while_chance_may_explain_it_there_is_no_winner(house: House) -> None:
    few_are_many(first=20)
    crowd(house, 30, "pumps")
    mailing = send(house, checked(house, "Two", PUMPS, topic="pumps", subject_b="Twelve pages about herbs"))
    postman(now=NOW + MINUTE)
    row = Recipient.objects.filter(arm="b", ahead=True)[0]
    Sign.objects.create(prospect_id=row.prospect_id, touch=row.touch, kind="click", at=NOW, recorded_at=NOW, fingerprint=new_ref())
    drawn = dict(Recipient.objects.filter(ahead=False).values_list("pk", "arm"))
    after = go_on(mailing, now=NOW + WATCHED)
    assert (after.better, dict(Recipient.objects.filter(ahead=False).values_list("pk", "arm"))) == ("", drawn), "each keeps what was drawn"
    with time_machine.travel(NOW + WATCHED):
        page = show(house, mailing.ref)
    a, b = (Recipient.objects.filter(arm=letter, ahead=True).count() for letter in "ab")
    rows = [re.findall(r"<span>([^<]*)</span>", row) for row in re.findall(r'<th scope="row">[AB]</th>.*?</tr>', page)]
    assert [row[:3] for row in rows] == [[str(a), "0", "0.0"], [str(b), "1", f"{100 / b:.1f}"]]
    assert "Neither is better as far as can be told" in page
    assert "did better:" not in page


def test_what_came_back_reached_nobody_and_counts_for_neither_text(house: House) -> None:
    crowd(house, 6, "pumps")
    mailing = send(house, checked(house, "Two", PUMPS, topic="pumps", subject_b="Twelve pages about herbs"))
    assert "each text has to reach somebody first" in two_texts(mailing, now=NOW).words
    ids = list(mailing.recipients.filter(arm="a", ahead=True).values_list("message_id", flat=True))
    postman(now=NOW + MINUTE, state=Mailed.BOUNCED, of=Message.objects.filter(pk__in=ids))
    postman(now=NOW + MINUTE)
    assert [one.people for one in two_texts(mailing, now=NOW + WATCHED).texts] == [0, 2]  # five went ahead by turns: three and two
