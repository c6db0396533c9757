"""The public pages: what is wrong is said, what was typed is kept; machines and changed links get nowhere; reading writes nothing."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from keepwarm.answers.actions import add_question, record_asked
from keepwarm.answers.models import Answer, Question
from keepwarm.consent.stamps import make_stamp
from keepwarm.consent.visitors import address_for
from keepwarm.content.models import HouseLook
from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect
from keepwarm.seminars.links import page_url, ticket_path
from keepwarm.seminars.models import Guest, Seminar, Standing
from keepwarm.signs.actions import wrap
from tests.cast import NOW, House, meet, open_house
from tests.gatherings import STARTS_AT, join, open_for, plan
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
FORM_SHOWN = NOW - timedelta(minutes=2)


@pytest.fixture
def house() -> House:
    open_mail()
    add_question("Your largest worry", ask="What worries you most?")
    return open_house()


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def send(client: Client, seminar: Seminar, path: str = "", **more: str) -> tuple[int, str]:
    data = {"name": "Gerd Gast", "email": "gerd@guest.example", "stamp": make_stamp(seminar.source, now=FORM_SHOWN), **more}
    answer = client.post(path or f"/seminars/p/{seminar.ref}/", data)
    return answer.status_code, answer.content.decode()


def test_a_stranger_signs_up_and_may_answer_one_question(house: House, client: Client) -> None:
    seminar = open_for(house, question="your-largest-worry")
    assert "What worries you most?" in client.get(f"/seminars/p/{seminar.ref}/").content.decode()
    status, page = send(client, seminar, answer="Too many stops")
    assert (status, "g•••@guest.example" in page, "Gerd" in page) == (200, True, False)
    assert Answer.objects.get(question__key="your-largest-worry").value == "Too many stops"
    assert not client.cookies


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(house: House, client: Client) -> None:
    seminar = open_for(house, question="your-largest-worry")
    status, page = send(client, seminar, email="gerd at guest", answer="x" * 100_000)
    assert status == 422
    assert "This is no email address" in page
    assert "at most 500 characters, and this one has 100000" in page
    assert 'value="Gerd Gast"' in page
    assert "x" * 100_000 in page
    assert not Guest.objects.exists()
    assert not Prospect.objects.exists()


def test_machines_get_nowhere_and_people_press_once_more(house: House, client: Client) -> None:
    seminar = open_for(house)
    quick, others = make_stamp(seminar.source, now=NOW), make_stamp("seminar:other", now=FORM_SHOWN)
    for wrong in ({"website": "https://spam.example"}, {"stamp": quick}, {"stamp": ""}, {"stamp": others}):
        assert send(client, seminar, **wrong)[0] == 422
    assert send(client, seminar, stamp=make_stamp(seminar.source, now=NOW - timedelta(days=2)))[0] == 422
    assert not Guest.objects.exists()


def test_by_their_own_link_nobody_types_anything_and_nothing_known_is_asked(house: House, client: Client) -> None:
    seminar, anna = open_for(house, question="your-largest-worry"), meet(house)
    settle([anna.pk], by=None, now=NOW)
    path = address_for(f"/seminars/p/{seminar.ref}/", anna.ref)
    page = client.get(path).content.decode()
    assert ("a•••@arnold.example" in page, "Anna" in page, 'name="email"' in page, "What worries" in page) == (True, False, False, True)
    assert send(client, seminar, path, name="", email="", answer="Stops")[0] == 200
    assert (Guest.objects.get().prospect_id, "What worries" in client.get(path).content.decode()) == (anna.pk, False)


def test_a_link_of_a_mail_of_ours_opens_the_page_as_who_they_are(house: House, client: Client) -> None:
    seminar, anna = open_for(house), meet(house)
    opened = client.get(urlsplit(wrap(page_url(seminar.ref), prospect=anna, now=NOW)).path)
    assert "a•••@arnold.example" in client.get(opened["Location"].removeprefix(settings.PUBLIC_URL)).content.decode()
    elsewhere = client.get(urlsplit(wrap("https://www.example.com/p/x/", prospect=anna, now=NOW)).path)
    assert elsewhere["Location"] == "https://www.example.com/p/x/"


def test_a_link_with_one_letter_changed_is_a_stranger_s(house: House, client: Client) -> None:
    seminar, anna = open_for(house), meet(house)
    path = address_for(f"/seminars/p/{seminar.ref}/", anna.ref)
    for place in range(len(path) - 8, len(path)):
        changed = path[:place] + ("A" if path[place] != "A" else "B") + path[place + 1 :]
        assert 'name="email"' in client.get(changed).content.decode()


def test_drafts_and_what_is_not_there_are_not_shown(house: House, client: Client) -> None:
    assert [client.get(f"/seminars/p/{ref}/").status_code for ref in (plan(house).ref, "nothing")] == [404, 404]


def test_a_ticket_is_read_without_a_change_and_gives_the_seat_back_by_a_button(house: House, client: Client) -> None:
    seminar = open_for(house, link="https://meet.example/stops")
    guest = join(seminar, "Gerd Gast")
    page = client.get(ticket_path(guest.ref)).content.decode()
    assert "<svg" in page
    assert "https://meet.example/stops" in page
    assert "meet.example" not in client.get(f"/seminars/p/{seminar.ref}/").content.decode()
    assert Guest.objects.get().standing == Standing.SEATED
    assert client.get(ticket_path(guest.ref) + "seminar.ics")["Content-Type"].startswith("text/calendar")
    assert client.post(ticket_path(guest.ref)).status_code == 200
    assert Guest.objects.get().standing == Standing.GAVE_BACK
    assert client.get(ticket_path(guest.ref)[:-3] + "AA/").status_code == 404


def test_what_is_over_says_so(house: House, client: Client) -> None:
    seminar = open_for(house)
    with time_machine.travel(STARTS_AT + timedelta(hours=3), tick=False):
        assert "is over" in client.get(f"/seminars/p/{seminar.ref}/").content.decode()
        assert send(client, seminar)[0] == 422


def test_a_german_guest_reads_german_and_whose_seminar_it_is(house: House, client: Client) -> None:
    HouseLook.objects.create(name="Mühle & Söhne", changed_at=NOW)
    question = Question.objects.get(key="your-largest-worry")
    question.words = {"seminar": "Was macht Ihnen Sorgen?"}
    question.save()
    seminar = open_for(house, question="your-largest-worry", language="de")
    status, page = send(client, seminar, email="gerd at guest")
    assert (status, "Das ist keine E-Mail-Adresse" in page, "is not an email" in page) == (422, True, False)
    assert "Mühle &amp; Söhne" in page
    assert "Donnerstag, 26. November 2026" in page
    assert "Donnerstag, 26. November 2026" in send(client, seminar)[1]
    assert "Was macht Ihnen Sorgen?" in page


def test_what_is_over_is_told_as_over(house: House, client: Client) -> None:
    seminar = open_for(house)
    join(seminar, "Gerd Gast")
    client.force_login(house.max)
    assert "List for the door" in client.get(f"/seminars/{seminar.ref}/").content.decode()
    with time_machine.travel(STARTS_AT + timedelta(days=2), tick=False):
        client.force_login(house.max)
        page = client.get(f"/seminars/{seminar.ref}/").content.decode()
    assert "Who was there?" in page
    assert "had a seat" in page
    assert "List for the door" not in page


def test_who_mends_a_word_quickly_is_not_called_quick(house: House, client: Client) -> None:
    seminar = open_for(house)
    _status, page = send(client, seminar, email="gerd at guest")
    stamp = re.findall(r'name="stamp" value="([^"]+)"', page)[0]
    assert send(client, seminar, stamp=stamp)[0] == 200
    quick = make_stamp(seminar.source, now=NOW)
    status, again = send(client, seminar, stamp=quick)
    assert (status, quick in again) == (422, True)
    assert "very quick" in again


def test_only_a_guest_with_a_seat_takes_an_entry_for_the_calendar(house: House, client: Client) -> None:
    seminar = open_for(house, seats=1, link="https://meet.example/stops", place="", language="de")
    first, second = join(seminar, "Gerd Gast"), join(seminar, "Zora Zweite")
    assert b"meet.example" in client.get(ticket_path(first.ref) + "seminar.ics").content
    waits = client.get(ticket_path(second.ref) + "seminar.ics")
    assert (waits.status_code, "meet.example" in waits.content.decode()) == (422, False)
    assert "Nur ein Gast mit einem Platz" in waits.content.decode()
    client.post(ticket_path(first.ref))
    assert client.get(ticket_path(first.ref) + "seminar.ics").status_code == 422


def test_a_ticket_speaks_the_language_of_its_seminar(house: House, client: Client) -> None:
    guest = join(open_for(house, language="de"), "Gerd Gast")
    assert "Ihr Platz ist reserviert." in client.get(ticket_path(guest.ref)).content.decode()
    assert "Your seat is reserved." not in client.post(ticket_path(guest.ref)).content.decode()


def test_what_was_asked_in_writing_before_is_not_asked_at_the_sign_up(house: House, client: Client) -> None:
    seminar, anna = open_for(house, question="your-largest-worry"), meet(house)
    path = address_for(f"/seminars/p/{seminar.ref}/", anna.ref)
    assert "What worries" in client.get(path).content.decode()
    record_asked([(anna.pk, Question.objects.get(key="your-largest-worry").pk)], way="mail", now=NOW)
    assert "What worries" not in client.get(path).content.decode()
