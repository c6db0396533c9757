"""What is met, missing or contradicted by the definition in force, and what to ask next; the history in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import log_touches, settle
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.queries.missing import judgement_history, say_change, what_is_missing
from keepwarm.qualification.tests.agreed import C, F, agree, ask_questions, asks
from tests.cast import LONG_AGO, NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
BIG = asks("big", "answer.machines >= 10", C)
MILL = asks("mill", 'answer.trade = "mill"', required=False)
NEED = asks("need", "answer.need is known", C)


@pytest.fixture
def house() -> House:
    ask_questions()
    found = open_house()
    agree(found, MILL, BIG, NEED, now=LONG_AGO)
    return found


def tell(prospect: Prospect, *said: NewAnswer, days_ago: int = 1) -> Prospect:
    at = NOW - timedelta(days=days_ago)
    log_touches([NewTouch(prospect.pk, "phone", "out", "reached", at, answers=said)], by=None, now=at)
    prospect.refresh_from_db()
    return prospect


def test_of_whom_nothing_is_known_all_is_missing_and_the_required_is_asked_first(house: House) -> None:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    standing = what_is_missing(anna)
    assert [line.label for line in standing.missing] == ["Big", "Need", "Mill"]
    assert standing.ask == "machines"
    assert standing.missing[0].asks == "“Machines” is at least 10"


def test_met_missing_and_contradicted_with_what_was_said(house: House) -> None:
    anna = tell(meet(house), NewAnswer("machines", "4", C), NewAnswer("trade", "Mill", F), NewAnswer("need", "soon", F))
    standing = what_is_missing(anna)
    assert [line.label for line in standing.contradicted] == ["Big"]
    assert [line.label for line in standing.met] == ["Mill"]
    (need,) = standing.missing
    assert [(one.value, one.known_from) for one in need.answers] == [("soon", "filled in a form")]
    assert (standing.ask, standing.is_lead) == ("need", False)


def test_the_history_says_in_words_what_changed(house: House) -> None:
    anna = meet(house)
    tell(anna, NewAnswer("machines", "4", C), days_ago=9)
    tell(anna, NewAnswer("machines", "40", C), NewAnswer("need", "soon", C), days_ago=2)
    said = [say_change(one) for one in judgement_history(anna)]
    assert said == ["Became a lead: known now: Big (said in a conversation), Need (said in a conversation)", "says otherwise: Big"]


def test_the_history_keeps_from_where_it_was_known_then(house: House) -> None:
    anna = meet(house)
    tell(anna, NewAnswer("trade", "Mill", F), days_ago=9)
    tell(anna, NewAnswer("trade", "Mill", C), NewAnswer("machines", "40", C), days_ago=2)
    said = [say_change(one) for one in judgement_history(anna)]
    assert said == ["known now: Big (said in a conversation)", "known now: Mill (filled in a form)"]


def test_a_criterion_of_another_version_keeps_its_place_by_name(house: House) -> None:
    anna = tell(meet(house), NewAnswer("machines", "40", C))
    agree(house, BIG, asks("trade", "answer.trade is known"), now=NOW)
    standing = what_is_missing(anna)
    assert standing.is_old
    assert [line.label for line in standing.met] == ["Big"]
    assert standing.ask == "trade"
