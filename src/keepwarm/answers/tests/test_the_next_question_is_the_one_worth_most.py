"""Which question comes next: what a required criterion misses, then a supporting one, then interests; nothing twice."""

import pytest

from keepwarm.answers import absorbing
from keepwarm.answers.actions import (
    Learned,
    QuestionRefused,
    QuestionText,
    add_question,
    change_question,
    keep_answers,
    move_question,
    record_asked,
)
from keepwarm.answers.models import Question, Way
from keepwarm.answers.queries import asked_of, next_question, next_questions, questionnaire
from keepwarm.engine.asking import Askable, Worth, rank
from keepwarm.engine.lead import provisional_definition
from keepwarm.engine.words import Evidence
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet, open_house

KEYS = tuple(Askable(key, key.startswith("t-")) for key in ("t-heat", "color", "fit", "budget", "timing", "authority", "need"))


def ranked(known: dict[str, int], gives: Evidence = Evidence.CONVERSATION, met: frozenset[str] = frozenset()) -> list[str]:
    return [key for _worth, key in rank(KEYS, provisional_definition(), known=known, gives=gives, met=met)]


def test_required_then_supporting_then_interests_then_the_rest() -> None:
    assert ranked({}) == ["need", "authority", "timing", "budget", "fit", "t-heat", "color"]
    assert ranked({"need": Evidence.CONVERSATION, "timing": Evidence.CONVERSATION}) == ["authority", "budget", "fit", "t-heat", "color"]


def test_what_is_met_or_known_as_well_is_not_asked() -> None:
    names = frozenset(one.name for one in provisional_definition().criteria)
    known = {"color": int(Evidence.FORM), "need": int(Evidence.CONVERSATION)}
    assert ranked({}, met=names)[0] == "t-heat"
    assert "need" not in ranked(known, Evidence.FORM)
    assert "color" not in ranked(known, Evidence.FORM)
    assert "color" not in ranked(known)  # a better answer would change nothing


def test_a_way_whose_answers_do_not_count_comes_after_interests() -> None:
    order = rank(KEYS, provisional_definition(), known={}, gives=Evidence.FORM)
    worth = {key: one for one, key in order}
    for criterion in provisional_definition().criteria:
        counts = Evidence.FORM in criterion.evidence
        expected = {(True, True): Worth.REQUIRED, (True, False): Worth.HEARD_REQUIRED, (False, True): Worth.SUPPORTING}
        assert worth[criterion.name] == expected.get((criterion.required, counts), Worth.HEARD_SUPPORTING)


pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    add_question("Need", group="need", ask="What made you look?")
    add_question("Size", kind="choice", choices=["small", "large"])
    add_question("Heat pumps", kind="yes_no", group="topic", asked=False)
    return meet(house, "Anna")


def test_a_mail_asks_only_what_a_click_answers_and_nothing_twice(anna: Prospect) -> None:
    first = next_question(anna.pk, way=Way.MAIL)
    assert first is not None
    assert (first.key, first.choices) == ("heat-pumps", ("yes", "no"))
    record_asked([(anna.pk, first.id), (anna.pk, first.id)], way=Way.MAIL, now=NOW)
    second = next_question(anna.pk, way=Way.MAIL)
    assert second is not None
    assert (second.key, second.choices) == ("size", ("small", "large"))
    keep_answers([Learned(anna.pk, "size", "large", Evidence.FORM, NOW)], by=None)
    assert next_question(anna.pk, way=Way.MAIL) is None
    phone = next_question(anna.pk, way=Way.PHONE)
    assert phone is not None
    assert (phone.key, phone.words, phone.worth) == ("need", "What made you look?", Worth.REQUIRED)


def test_many_are_asked_with_two_queries(anna: Prospect, house: House, django_assert_num_queries: object) -> None:
    people = [anna.pk, *(meet(house, f"P{n}", phone="", email=f"p{n}@x.example").pk for n in range(5))]
    next_questions(people, way=Way.FORM)
    with django_assert_num_queries(4):  # type: ignore[operator]  # the questions, the definition, and two
        assert len(next_questions(people, way=Way.FORM)) == 6


def test_a_merge_takes_along_what_was_asked(anna: Prospect, house: House) -> None:
    other = meet(house, "Ann", phone="", email="ann@x.example")
    need, size = Question.objects.get(key="need"), Question.objects.get(key="size")
    record_asked([(anna.pk, need.pk), (other.pk, need.pk), (other.pk, size.pk)], way=Way.FORM, now=NOW)
    moved = absorbing.absorb(winner=anna.pk, loser=other.pk)
    assert asked_of([anna.pk]) == {anna.pk: {"need", "size"}}
    absorbing.give_back(moved, winner=anna.pk, loser=other.pk)
    assert asked_of([anna.pk, other.pk]) == {anna.pk: {"need"}, other.pk: {"need", "size"}}


def test_a_question_is_edited_but_not_against_what_was_answered(anna: Prospect, house: House) -> None:
    keep_answers([Learned(anna.pk, "size", "large", Evidence.FORM, NOW)], by=None)
    text = QuestionText("Size of it", "choice", ("large", "huge"), words={"mail": "How large is it?", "smoke": "x"})
    row = change_question("size", text, by=house.max)
    assert (row.label, row.choices, row.words) == ("Size of it", ["large", "huge"], {"mail": "How large is it?"})
    for wrong in (
        QuestionText("Size", "number"),
        QuestionText("Size", "choice", ("small", "huge")),
        QuestionText("Size", "choice", ("large",)),
        QuestionText(" ", "choice", ("large", "huge")),
    ):
        with pytest.raises(QuestionRefused, match=r"\."):
            change_question("size", wrong, by=house.max)


def test_the_order_of_the_house_is_changed_one_place_at_a_time(anna: Prospect, house: House) -> None:
    def order() -> list[str]:
        return [line.question.key for line in questionnaire()]

    assert order() == ["need", "size", "heat-pumps"]
    move_question("size", up=True, by=house.max)
    move_question("size", up=True, by=house.max)
    assert order() == ["size", "need", "heat-pumps"]
    assert questionnaire()[1].serves
    assert questionnaire()[1].is_required
