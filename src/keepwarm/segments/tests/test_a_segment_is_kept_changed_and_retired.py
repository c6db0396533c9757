"""A segment is saved as a condition, changed by whoever read it last, retired, and says clearly when what it asks is gone."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from keepwarm.answers.models import Answer, Question
from keepwarm.engine.conditions.tree import ConditionError
from keepwarm.prospects.models import Prospect
from keepwarm.segments import actions
from keepwarm.segments.actions import SegmentRefused, change_segment, retire_segment, save_segment
from keepwarm.segments.queries import count_of, list_segments, members, page_of, say_condition
from keepwarm.segments.queries.members import condition_of
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
TEXT = 'answer.trade in ("Mill", "Bakery") and not touch.any.out >= 30 days ago'


@pytest.fixture
def house() -> House:
    house = open_house()
    trade = Question.objects.create(key="trade", label="Trade", kind="choice", choices=["Mill", "Bakery", "Yard"])
    for number, said in enumerate(["mill", "bakery", "yard", ""]):
        one = meet(house, f"Person {number}", owner=house.ivo if number == 1 else house.ines)
        if said:
            Answer.objects.create(prospect=one, question=trade, value=said, value_folded=said, evidence=3, learned_at=NOW)
    return house


def test_it_is_kept_as_text_and_as_json_and_said_in_words(house: House) -> None:
    segment = save_segment("  Grain   people ", TEXT, by=house.max, now=NOW)
    assert segment.name == "Grain people"
    assert segment.text == '(answer.trade = "mill" or answer.trade = "bakery") and not touch.any.out >= 30 days ago'
    assert say_condition(condition_of(segment)) == (
        "“Trade” is one of “Mill”, “Bakery” and “Last touch (ours)” was not in the last 30 days"
    )
    assert {one.name for one in members(segment, now=NOW)} == {"Person 0", "Person 1"}


def test_a_reader_sees_only_whom_they_work_with(house: House) -> None:
    segment = save_segment("Grain", TEXT, by=house.max, now=NOW)
    ines = user_of(house.ines)
    assert [one.name for one in members(segment, now=NOW, for_=ines)] == ["Person 0"]
    assert [one.name for one in page_of(segment, now=NOW, for_=ines).rows] == ["Person 0"]
    assert count_of(segment, now=NOW, for_=ines).number == 1
    assert count_of(segment, now=NOW, for_=house.max).number == 2


def test_a_change_of_one_person_is_seen_at_once(house: House) -> None:
    segment = save_segment("Grain", TEXT, by=house.max, now=NOW)
    one = Prospect.objects.get(name="Person 0")
    Answer.objects.filter(prospect=one).update(voided_at=NOW)
    assert [found.name for found in members(segment, now=NOW)] == ["Person 1"]
    Prospect.objects.filter(name="Person 1").update(ended_at=NOW, end_reason="said_no", next_touch_at=None)
    assert count_of(segment, now=NOW).number == 0


def test_pages_follow_each_other_without_a_gap(house: House) -> None:
    segment = save_segment("All", "always", by=house.max, now=NOW)
    first = page_of(segment, now=NOW, size=3)
    second = page_of(segment, now=NOW, size=3, after=first.after)
    assert [one.name for one in [*first.rows, *second.rows]] == [f"Person {number}" for number in range(4)]
    assert second.after == 0


def test_who_read_an_older_version_is_told(house: House) -> None:
    segment = save_segment("Grain", TEXT, by=house.max, now=NOW)
    changed = change_segment(segment.ref, "Grain", "always", version=1, by=house.adam, now=NOW + timedelta(hours=1))
    assert (changed.version, changed.changed_by) == (2, house.adam)
    with pytest.raises(SegmentRefused, match="Somebody changed"):
        change_segment(segment.ref, "Grain", "never", version=1, by=house.max, now=NOW)


def test_a_name_is_taken_once_and_free_again_when_retired(house: House) -> None:
    segment = save_segment("Grain", TEXT, by=house.max, now=NOW)
    with pytest.raises(SegmentRefused, match="already"):
        save_segment("grain", "always", by=house.max, now=NOW)
    retire_segment(segment.ref, version=1, by=house.max, now=NOW)
    assert retire_segment(segment.ref, version=1, by=house.max, now=NOW).retired_at == NOW
    save_segment("Grain", "always", by=house.max, now=NOW)
    assert [one.text for one in list_segments()] == ["always"]
    with pytest.raises(SegmentRefused, match="retired"):
        change_segment(segment.ref, "Old", "always", version=2, by=house.max, now=NOW)


def test_what_cannot_be_asked_is_refused_and_changes_nothing(house: House) -> None:
    for name, text, said in [
        ("", "always", "a name"),
        ("Grain", " ", "empty"),
        ("Grain", "answer.trade =", "should be a value"),
        ("Grain", 'answer.gone = "x"', "not there any more"),
        ("Grain", "(" * 60 + "always" + ")" * 60, "nested"),
        ("Grain", "always or " * 1000 + "never", "8,000"),
    ]:
        with pytest.raises((SegmentRefused, ConditionError), match=said):
            save_segment(name, text, by=house.max, now=NOW)
    with pytest.raises(NotYours):
        save_segment("Grain", "always", by=user_of(house.ines), now=NOW)
    assert list_segments() == []


def test_a_deleted_question_is_said_clearly(house: House) -> None:
    Question.objects.create(key="color", label="Colour")
    segment = save_segment("Blue", 'answer.color = "blue"', by=house.max, now=NOW)
    Question.objects.filter(key="color").delete()
    with pytest.raises(ConditionError, match="question “color” is not there any more"):
        members(segment, now=NOW)
    assert say_condition(condition_of(segment)) == "“color” (not there any more) is “blue”"


def test_a_value_that_does_not_fit_is_named_as_it_was_written(house: House) -> None:
    for condition, said in (
        ("attempts >= 30 days ago", "with 30 days ago; it is a number"),
        ("firm = 1000000", "with 1000000; it is a text"),
    ):
        with pytest.raises(ConditionError, match=said):
            save_segment("Odd", condition, by=house.max, now=NOW)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_name_at_once_the_slower_hears_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    together, named, said = threading.Barrier(2), actions._named, list[str]()

    def both_looked(*args: Any) -> str:
        kept = named(*args)
        with suppress(threading.BrokenBarrierError):  # on SQLite the second waits for the first to write
            together.wait(timeout=1)
        return kept

    monkeypatch.setattr(actions, "_named", both_looked)

    def save() -> None:
        try:
            said.append(save_segment("Mills", TEXT, by=None, now=NOW).name)
        except SegmentRefused as refusal:
            said.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert sorted(said) == ["Mills", "There is a segment “Mills” already. Choose another name."]
