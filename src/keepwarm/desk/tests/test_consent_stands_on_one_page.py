"""The page of consent: what will soon be over, what nobody is to use, by reason, words in versions, and topics to choose."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.answers.models import Question
from keepwarm.consent.models import Permission, Suppression, Wording
from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Address
from tests.cast import House, meet, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(client: Client) -> House:
    house = open_house()
    client.force_login(house.max)
    return house


def test_what_will_soon_be_over_leads_to_whose_it_is(house: House, client: Client) -> None:
    now = timezone.now()
    for name, days in (("Anna Soon", 20), ("Otto Later", 90), ("Gone Before", -1)):
        one = meet(house, name, email="")
        ends = now + timedelta(days=days)
        Permission.objects.create(prospect=one, channel="mailing", kind="implied", proof="x", given_at=now - timedelta(9), expires_at=ends)
    page = client.get("/consent/").content.decode()
    assert ("Anna Soon" in page, "Otto Later" in page, "Gone Before" in page) == (True, False, False)


def test_an_address_is_closed_and_counted(house: House, client: Client) -> None:
    anna = meet(house)
    settle([anna.pk], by=None, now=timezone.now())
    closed = {"kind": "domain", "value": "arnold.example", "scope": "all", "reason": "house"}
    assert client.post("/consent/suppressions/", closed).status_code == 302
    assert Address.objects.get(prospect=anna, kind="email").state == Address.State.BLOCKED
    assert "the house decided it" in client.get("/consent/").content.decode()
    assert client.post("/consent/suppressions/", closed | {"value": "nonsense"}).status_code == 422
    assert Suppression.objects.count() == 1


def test_words_have_versions_and_never_change(house: House, client: Client) -> None:
    words = {"name": "fair card", "channel": "mailing", "text": "Send me news."}
    for text in ("Send me news.", "Send me news.", "Send me useful news."):
        client.post("/consent/wordings/", words | {"text": text})
    assert list(Wording.objects.values_list("version", "text").order_by("version")) == [(1, "Send me news."), (2, "Send me useful news.")]
    assert Wording.objects.get(version=1).retired_at is not None
    assert client.post("/consent/wordings/", words | {"text": " "}).status_code == 422


def test_a_topic_is_asked_by_the_page_and_by_no_rep(house: House, client: Client) -> None:
    assert client.post("/consent/topics/", {"label": "Care and service"}).status_code == 302
    row = Question.objects.get(group="topic")
    assert (row.kind, row.asked) == ("yes_no", False)
    assert client.post("/consent/topics/", {"label": "Care and service"}).status_code == 422
