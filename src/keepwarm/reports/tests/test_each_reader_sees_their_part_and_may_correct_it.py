from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries import line_to_correct, name_to_ask_at, question_for
from keepwarm.reports.queries.remarks import NotAskedOfYou, NotYourLine, TooLateToCorrect
from keepwarm.reports.tests.day import call, names, part, read
from keepwarm.touches.actions import answer_a_question, ask_at_a_name, correct_a_line
from keepwarm.touches.queries import open_questions
from tests.cast import NOW, House, meet, user_of


def test_a_rep_sees_the_own_part_and_the_house_in_figures(house: House) -> None:
    call(meet(house, "Anna Arnold"))
    call(meet(house, "Ben Bauer", owner=house.cara))
    report = read(for_=user_of(house.ines))
    assert [one.name for one in report.parts] == ["Ines"]
    assert report.totals.reached == 2
    assert (report.overdue, report.given_up, report.may_ask) == ((), (), False)


def test_the_manager_and_the_director_see_everybody_and_only_the_manager_asks(house: House) -> None:
    call(meet(house, "Ben Bauer", owner=house.cara))
    for reader, may_ask in ((house.mona, True), (house.dora, False), (house.adam, True)):
        report = read(for_=reader)
        assert names(part(report, house.cara)) == ["Ben Bauer"]
        assert report.may_ask is may_ask


def test_a_name_that_went_to_another_team_stays_in_the_own_talk_without_a_way_in(house: House) -> None:
    anna = meet(house)
    call(anna)
    Prospect.objects.filter(pk=anna.pk).update(owner=house.carl)
    (line,) = part(read(for_=user_of(house.ines)), house.ines).reached
    assert (line.person.name, line.person.may_open) == ("Anna Arnold", False)


def test_a_rep_corrects_an_own_line_until_the_managers_hour_and_both_stand(house: House) -> None:
    touch = call(meet(house), learned="wants two")
    ines, before_ten = user_of(house.ines), datetime(2026, 11, 18, 9, 59, tzinfo=UTC)
    assert part(read(for_=ines, now=before_ten), house.ines).reached[0].may_correct
    correct_a_line(line_to_correct(touch.ref, for_=ines, now=before_ten), "wants three", by=ines, now=before_ten)
    (line,) = part(read(for_=house.mona, now=before_ten), house.ines).reached
    assert (line.learned, [said.text for said in line.was]) == ("wants three", ["wants two"])
    assert not line.may_correct
    with pytest.raises(TooLateToCorrect):
        line_to_correct(touch.ref, for_=ines, now=before_ten + timedelta(minutes=1))


def test_nobody_corrects_the_line_of_another(house: House) -> None:
    touch = call(meet(house))
    for reader in (user_of(house.ivo), house.mona):
        with pytest.raises(NotYourLine):
            line_to_correct(touch.ref, for_=reader, now=NOW)


def test_fridays_lines_may_be_corrected_on_monday_morning(house: House) -> None:
    friday = datetime(2026, 11, 13, 15, 0, tzinfo=UTC)
    touch = call(meet(house), at=friday)
    assert line_to_correct(touch.ref, for_=user_of(house.ines), now=datetime(2026, 11, 16, 9, 30, tzinfo=UTC)).pk == touch.pk


def test_a_question_waits_for_the_rep_and_its_answer_stands_beside_the_name(house: House) -> None:
    touch = call(meet(house), learned="wants two")
    found = name_to_ask_at(touch.prospect.ref, touch_ref=touch.ref, seat_ref="", about="", for_=house.mona)
    asked = ask_at_a_name(found.prospect.pk, "Two of which?", to=found.to, touch=found.touch, by=house.mona, now=NOW)
    ines = user_of(house.ines)
    assert [(one.text, one.by, one.name) for one in open_questions(ines)] == [("Two of which?", "Mona", "Anna Arnold")]
    assert open_questions(user_of(house.ivo)) == ()
    assert part(read(for_=ines), house.ines).reached[0].questions[0].may_answer
    answer_a_question(question_for(asked.ref, for_=ines), "Of the small ones", by=ines, now=NOW)
    (question,) = part(read(for_=house.mona), house.ines).reached[0].questions
    assert [said.text for said in question.answers] == ["Of the small ones"]
    assert open_questions(ines) == ()
    with pytest.raises(NotAskedOfYou):
        question_for(asked.ref, for_=user_of(house.ivo))


def test_a_question_at_a_call_that_reached_nobody_stands_in_the_reps_part(house: House) -> None:
    touch = call(meet(house), "no_answer")
    ask_at_a_name(touch.prospect_id, "Why so early?", to=house.ines, touch=touch, by=house.mona, now=NOW)
    assert [(person.name, question.text) for person, question in part(read(), house.ines).loose] == [("Anna Arnold", "Why so early?")]
