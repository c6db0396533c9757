"""The page of the questionnaire: added, changed, moved by a marketer, read by a rep; a refusal stands at what was typed."""

import pytest
from django.test import Client

from keepwarm.answers.actions import Learned, ask_first_questions, keep_answers
from keepwarm.answers.models import Question
from tests.cast import NOW, meet, open_house, user_of

pytestmark = pytest.mark.django_db
SENT = {"label": "Size", "kind": "choice", "choices": "small\nlarge", "group": "fit", "asked": "on", "mail": "How large is it?"}


def test_a_marketer_writes_and_moves_a_question_and_a_rep_reads_it(client: Client) -> None:
    house = open_house()
    ask_first_questions()
    client.force_login(house.max)
    assert client.post("/answers/new/", SENT).status_code == 302
    row = Question.objects.get(key="size")
    assert (row.choices, row.words, row.asked) == (["small", "large"], {"mail": "How large is it?"}, True)
    client.post("/answers/size/move/", {"do": "up"})
    assert list(Question.objects.values_list("key", flat=True))[-2:] == ["size", "fit"]
    client.force_login(user_of(house.ines))
    page = client.get("/answers/").content.decode()
    assert "Size" in page
    assert "required" in page
    assert client.post("/answers/size/", SENT).status_code == 403


def test_what_answers_forbid_is_said_at_the_form(client: Client) -> None:
    house = open_house()
    client.force_login(house.max)
    client.post("/answers/new/", SENT)
    keep_answers([Learned(meet(house).pk, "size", "large", 3, NOW)], by=None)
    answer = client.post("/answers/size/", {**SENT, "choices": "small\nmiddling"})
    assert answer.status_code == 422
    assert "Keep it in the list" in answer.content.decode()
    assert client.post("/answers/new/", SENT).status_code == 422
