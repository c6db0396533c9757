"""Who runs the team asks, who was asked answers, and a rep corrects an own line: decided where it is written."""

import pytest

from keepwarm.decisions.actions import log_touch, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.staff.queries import NotYours
from keepwarm.touches.actions import NothingToAsk, answer_a_question, ask_at_a_name, correct_a_line
from keepwarm.touches.models import Remark, Touch
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def talk(house: House) -> Touch:
    new = NewTouch(meet(house).pk, "phone", "out", "reached", NOW, house.ines.pk, learned="wants two")
    return log_touch(new, by=house.ines.user, now=NOW).touch


def test_a_rep_asks_nobody(house: House, talk: Touch) -> None:
    with pytest.raises(NotYours):
        ask_at_a_name(talk.prospect_id, "Why?", to=house.ines, touch=talk, by=user_of(house.ivo), now=NOW)
    assert not Remark.objects.exists()


def test_only_who_was_asked_answers(house: House, talk: Touch) -> None:
    asked = ask_at_a_name(talk.prospect_id, "Two of which?", to=house.ines, touch=talk, by=house.mona, now=NOW)
    for other in (user_of(house.ivo), house.mona):
        with pytest.raises(NotYours):
            answer_a_question(asked, "Of the small ones", by=other, now=NOW)
    answer = answer_a_question(asked, "Of the small ones", by=user_of(house.ines), now=NOW)
    with pytest.raises(NotYours):
        answer_a_question(answer, "And more", by=user_of(house.ines), now=NOW)


def test_only_who_talked_corrects_the_line_and_the_line_that_stands_is_kept(house: House, talk: Touch) -> None:
    ines = user_of(house.ines)
    for other in (user_of(house.ivo), house.mona):
        with pytest.raises(NotYours):
            correct_a_line(talk, "wants ten", by=other, now=NOW)
    correct_a_line(talk, "wants three", by=ines, now=NOW)
    correct_a_line(talk, "wants four", by=ines, now=NOW)
    assert list(Remark.objects.order_by("pk").values_list("text", flat=True)) == ["wants two", "wants three"]
    undo_touch(talk.ref, by=ines, now=NOW)
    with pytest.raises(NothingToAsk):
        correct_a_line(talk, "wants five", by=ines, now=NOW)
