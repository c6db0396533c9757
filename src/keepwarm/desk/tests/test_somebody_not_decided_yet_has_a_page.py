"""Between the arrival of somebody and their first decision, their page says what is known, in few words."""

import pytest
import time_machine
from django.test import Client

from keepwarm.engine.rules import RULES
from keepwarm.engine.sentences import say, say_short
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind
from keepwarm.signs.recording import NewSign
from tests.cast import NOW, meet, open_house, user_of


@pytest.mark.django_db
@pytest.mark.parametrize("with_signs", [False, True])
def test_the_page_of_somebody_without_a_decision(client: Client, with_signs: bool) -> None:
    house = open_house()
    anna = meet(house)
    if with_signs:
        record_signs([NewSign(anna.pk, Kind.DOWNLOAD, NOW, about="Buying guide")], now=NOW)
    client.force_login(user_of(house.ines))
    with time_machine.travel(NOW):
        answer = client.get(f"/prospects/{anna.ref}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert say_short("keep_warm") in page
    assert ("Buying guide" in page) is with_signs


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_a_decision_without_its_arguments_can_be_read(rule: str) -> None:
    assert "%(" not in say(rule, {})
