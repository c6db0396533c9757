"""The reasons of many decisions, made column by column, are those made row by row."""

from datetime import timedelta

import pytest

from keepwarm.answers.actions import find_or_create_questions
from keepwarm.answers.models import Answer, Question
from keepwarm.decisions.actions.settling import consider
from keepwarm.decisions.reasons import arguments_by_row, seen_by_row
from keepwarm.engine.decide import because
from keepwarm.facts.scope import Scope
from keepwarm.facts.seen import seen
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db


def test_for_every_row() -> None:
    house = open_house()
    find_or_create_questions({"need": "Need", "fit": "Fit"})
    people = [
        meet(house, "Anna Arnold"),
        meet(house, "Bert Bold", inquired_at=NOW - timedelta(days=300)),
        meet(house, "Cleo Cold", source=house.bought, inquired_at=None),
        meet(house, "Dora Dumb", phone="", email=""),
    ]
    for key in ("need", "fit"):
        question = Question.objects.get(key=key)
        Answer.objects.create(prospect=people[1], question=question, value="yes", value_folded="yes", evidence=3, learned_at=NOW)
    outcome = consider(Scope(ids=[one.pk for one in people]), now=NOW)
    facts = outcome.gathered.facts
    told = arguments_by_row(outcome.decisions, facts, outcome.policy, outcome.judged.qualification)
    assert told == [because(outcome.decisions, facts, outcome.policy, i) for i in range(len(people))]
    assert seen_by_row(facts) == [seen(facts, i) for i in range(len(people))]
