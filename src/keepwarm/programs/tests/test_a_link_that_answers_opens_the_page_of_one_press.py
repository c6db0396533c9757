"""`answer:<key>=<value>` in the text of an item: the page that opens has that answer chosen, for whoever got the mail."""

from __future__ import annotations

import pytest
from django.test import Client

from keepwarm.answers.models import Answer
from keepwarm.outbox.models import Message
from keepwarm.programs.actions import carry_out, choose_turns
from tests.cast import NOW, open_house
from tests.keeping import item, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
BODY = "Hello {first_name|there},\n\nare pumps of use to you?\n\n[Yes](answer:pumps=yes) or [gone](answer:no-such=yes)"


def test_a_press_on_the_page_answers_and_a_question_that_is_gone_leads_to_the_preferences(client: Client) -> None:
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    anna = warm(house, interests=["pumps"])
    item("Guide", "pumps", body=BODY)
    choose_turns(now=NOW)
    carry_out(now=NOW)
    put = Message.objects.get().values["fill"]
    answers, gone = put["link_1"], put["link_2"]
    assert "/ask/answer/" in answers
    assert "/ask/" not in gone
    path = answers.partition("/ask/")[2]
    assert "checked" in client.get(f"/ask/{path}").content.decode()
    assert client.post(f"/ask/{path}", {"answer": "no"}).status_code == 200
    assert Answer.objects.filter(prospect=anna, value="no", source="link in a mail").exists()
