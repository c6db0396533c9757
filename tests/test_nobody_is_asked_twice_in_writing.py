"""Whoever asks in writing keeps it: a form, a survey, a seminar, a mailing and a program; what was asked once is not the next question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.answers.actions import add_question
from keepwarm.answers.models import Asked, Question
from keepwarm.answers.queries import next_question
from keepwarm.circle.actions.answering import ask_after
from keepwarm.circle.queries.asking_after import question_after
from keepwarm.intake.actions.filling import Given, send_form
from keepwarm.intake.actions.inquiry_forms import FormText, save_form
from keepwarm.mailings.models import Mailing
from keepwarm.outbox.models import Message
from keepwarm.policy.queries import policy_in_force
from keepwarm.seminars.actions import SignUp, sign_up
from keepwarm.signs.answering import read_answer
from keepwarm.surveys.actions import Filled, keep_filled
from tests.blasting import checked, crowd, send
from tests.cast import NOW, House, meet, open_house
from tests.gatherings import ask_all, open_for
from tests.keeping import a_day, item, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
ASKS = "Hello {first_name|there},\n\nthis is a letter that asks one thing:\n\n[Alone](answer:alone=yes), [with others](answer:alone=no)"


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    return house


def alone() -> Question:
    return add_question("Alone", kind=Question.Kind.YES_NO, asked=True)


def asked(way: str) -> list[tuple[int, str]]:
    return list(Asked.objects.filter(way=way).order_by("pk").values_list("prospect_id", "question__key"))


def test_a_mailing_leads_each_to_a_page_of_their_own_and_asks_once(house: House) -> None:
    question, people = alone(), crowd(house, 3, "pumps")
    send(house, checked(house, "Pumps", "interest.pumps = yes", topic="pumps", body=ASKS))
    assert Mailing.objects.get().state in {Mailing.State.RUNNING, Mailing.State.DONE}
    message = Message.objects.order_by("prospect_id")[0]
    leads = [value for name, value in message.values["fill"].items() if name.startswith("link_")]
    said = [read_answer(url.rstrip("/").rpartition("/")[2]) for url in leads]
    assert {(one[0], one[1]) for one in said} == {(people[0].ref, "alone")}
    assert len({one[2] for one in said}) == len(leads)
    assert sorted(asked("mail")) == sorted((one.pk, "alone") for one in people)
    following = next_question(people[0].pk, way="form")
    assert following is None or following.id != question.pk


def test_a_program_keeps_that_its_mail_asked(house: House) -> None:
    alone()
    item("What is it like?", "pumps", body=ASKS)
    run_program(house, "Pumps", "pumps")
    anna = warm(house, interests=["pumps"])
    a_day(NOW)
    assert asked("mail") == [(anna.pk, "alone")]


def test_a_survey_and_a_seminar_keep_what_they_asked_also_without_an_answer(house: House) -> None:
    survey, anna = ask_all(house), meet(house)
    keep_filled(survey.ref, Filled({"worry": "Stops", "tool": ""}, prospect=anna), now=NOW)
    assert asked("survey") == [(anna.pk, "worry"), (anna.pk, "tool")]
    seminar = open_for(house, question="alone")
    sign_up(seminar.ref, SignUp(prospect=anna), now=NOW)
    assert asked("seminar") == [(anna.pk, "alone")]


def test_a_form_keeps_what_it_asked_and_then_asks_something_else(house: House) -> None:
    first, second = alone(), add_question("Stops a day", kind=Question.Kind.NUMBER, asked=True)
    form = save_form(FormText(name="Web", heading="Ask us", source="Our website", questions=("alone",)), by=house.max, now=NOW)
    filled = send_form(form, Given("gerd@gast.example", "once", name="Gerd Gast", text="Hello"), address="203.0.113.5", now=NOW)
    assert asked("form") == [(filled.prospect_id, first.key)]
    assert question_after(filled) is None
    ask_after(filled, now=NOW + timedelta(seconds=1))
    following = question_after(filled)
    assert following is not None
    assert following.key != first.key
    assert second.key in {row.question.key for row in Asked.objects.select_related("question")} or following.key


def test_how_long_an_answer_is_news_is_agreed_in_the_policy() -> None:
    assert policy_in_force().answers_fresh_days == 180
