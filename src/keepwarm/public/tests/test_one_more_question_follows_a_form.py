"""After an inquiry the page of thanks asks what is worth most to know; nobody must answer, and nobody is asked twice."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from keepwarm.answers.actions import add_question
from keepwarm.answers.models import Answer, Asked, Question
from keepwarm.intake.actions.inquiry_forms import FormText, save_form
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/ask/answer/[\w-]+/")


@pytest.fixture
def path() -> str:
    """Of the form; beside what it asks the house has one open question."""
    house = open_house()
    meet(house)
    add_question("Delivery by", kind=Question.Kind.CHOICE, choices=("spring", "autumn"), ask="When do you need it?")
    return f"/ask/{save_form(FormText(name='Web', heading='Ask us', source='Our website'), by=house.max, now=NOW).ref}/"


def send(client: Client, path: str, **fields: Any) -> str:
    """The page of thanks, by its address."""
    with time_machine.travel(NOW, tick=False):
        stamp = re.search(r'name="stamp" value="([^"]+)"', client.get(path).content.decode())
    assert stamp is not None
    with time_machine.travel(NOW + timedelta(seconds=30), tick=False):
        given = {"name": "Berta", "email": "berta@beispiel.example", "text": "Chairs", "country": "United Kingdom"}
        return str(client.post(path, {"stamp": stamp[1], **given, **fields})["Location"])


def test_it_is_asked_once_and_answered_if_they_like(client: Client, path: str) -> None:
    thanks = send(client, path)
    page = client.get(thanks).content.decode()
    assert "When do you need it?" in page
    (link,) = LINK.findall(page)
    assert Asked.objects.count() == 1
    assert client.post(link, {"answer": "spring"}).status_code == 200
    assert Answer.objects.get().value == "spring"
    assert LINK.findall(client.get(thanks).content.decode()) == []
    assert LINK.findall(client.get(send(client, path)).content.decode()) == []


def test_looking_at_the_page_asks_nothing_anew(client: Client, path: str) -> None:
    thanks = send(client, path)
    for _ in range(2):
        assert len(LINK.findall(client.get(thanks).content.decode())) == 1
    assert Asked.objects.count() == 1


def test_whom_we_knew_is_not_asked_for_anybody_may_type_their_address(client: Client, path: str) -> None:
    thanks = send(client, path, name="Anna Arnold", email="anna@arnold.example")
    assert LINK.findall(client.get(thanks).content.decode()) == []
    assert not Asked.objects.exists()


def test_in_a_frame_it_opens_beside_for_the_page_of_the_answer_stands_in_no_frame(client: Client) -> None:
    house = open_house()
    add_question("Delivery by", kind=Question.Kind.CHOICE, choices=("spring", "autumn"))
    framed = save_form(FormText(name="Web", heading="Ask us", source="Our website", hosts=("www.example.com",)), by=house.max, now=NOW)
    page = client.get(send(client, f"/ask/{framed.ref}/")).content.decode()
    assert re.search(r'href="/ask/answer/[\w-]+/" target="_blank" rel="noopener"', page)
