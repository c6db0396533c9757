"""The provisional definition can be answered in a house where nobody has written a question yet."""

import pytest

from keepwarm.answers.actions import ask_first_questions, find_or_create_questions
from keepwarm.answers.models import Question
from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.lead import provisional_definition

pytestmark = pytest.mark.django_db


def test_each_criterion_of_the_provisional_definition_has_its_question() -> None:
    ask_first_questions()
    keys = {key for criterion in provisional_definition().criteria for key in answers_of(criterion.condition)}
    asked = Question.objects.filter(asked=True)
    assert set(asked.values_list("key", flat=True)) == keys
    assert all(question.ask for question in asked)


def test_a_question_that_a_list_brought_gets_its_words() -> None:
    find_or_create_questions({"need": "What they need"})
    ask_first_questions()
    question = Question.objects.get(key="need")
    assert (question.label, question.asked) == ("What they need", True)


def test_a_house_that_asks_in_its_own_words_keeps_them() -> None:
    Question.objects.create(key="size", label="Size", asked=True)
    ask_first_questions()
    assert list(Question.objects.values_list("key", flat=True)) == ["size"]
