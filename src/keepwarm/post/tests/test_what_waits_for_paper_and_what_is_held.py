"""What is to go on paper is taken up and listed; who may not get it is held with a reason, and has a next touch all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.engine.merging import MergeRefused
from keepwarm.lib.refusal import Refusal
from keepwarm.post.actions import collect, print_batch, write_letters
from keepwarm.post.models import Letter
from keepwarm.post.queries.holding import lines_of
from keepwarm.post.queries.lists import list_held, list_waiting, waiting
from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.prospects.models import Address
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Touch
from keepwarm.touches.words import describe_touch
from tests.cast import NOW, House, user_of
from tests.keeping import fresh, item, run_program, warm
from tests.papers import LATER, by_post, paper_house, refuse_post, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return paper_house()


def test_a_letter_of_a_program_is_taken_up_once_with_its_item(house: House) -> None:
    run_program(house, "Pumps", "pumps")
    guide = item("Guide", "pumps")
    anna = warm(house, interests=["pumps"], by_mail=False, by_post=True)
    choose_turns(now=NOW)
    carry_out(now=NOW)
    collect(now=NOW)
    collect(now=LATER)
    letter = Letter.objects.get()
    assert (letter.prospect, letter.item, letter.state) == (anna, guide, "waits")
    assert (waiting().count, waiting().oldest_at) == (1, NOW)
    assert [line.subject for line in list_waiting(for_=house.max)] == ["Guide"]


def test_what_one_of_us_writes_waits_as_a_touch(house: House) -> None:
    anna = by_post(house)
    (letter,) = write(house, anna)
    assert letter.touch is not None
    assert (letter.touch.channel, letter.touch.disposition) == ("post", "queued")
    assert describe_touch(letter.touch) == f"Letter by post: {letter.subject}"
    assert fresh(anna).because_rule == "letter_on_its_way"


@pytest.mark.parametrize("reason", ["no_address", "bad_address", "not_permitted"])
def test_who_cannot_get_it_is_told_with_the_reason_and_keeps_a_next_touch(house: House, reason: str) -> None:
    anna = by_post(house, lines={"no_address": "", "bad_address": "Leeds"}.get(reason, "1 Mill Lane, Leeds"))
    if reason == "not_permitted":
        refuse_post(anna)
    (letter,) = write(house, anna)
    assert (letter.state, letter.held_because, letter.touch) == ("cancelled", reason, None)
    assert [line.because for line in list_held(for_=None)]
    assert fresh(anna).next_touch_at is not None
    assert Touch.objects.filter(channel="post").count() == 0


def test_a_wish_for_later_holds_it_until_the_day_and_then_it_waits_for_paper(house: House) -> None:
    anna = by_post(house)
    refuse_post(anna, until=NOW + timedelta(days=10))
    (letter,) = write(house, anna)
    assert (letter.state, letter.held_because, letter.open_at) == ("waits", "wish", NOW + timedelta(days=10))
    collect(now=NOW + timedelta(days=9))
    assert waiting().count == 0
    collect(now=NOW + timedelta(days=10, minutes=1))
    letter.refresh_from_db()
    assert (letter.held_because, waiting().count) == ("", 1)


def test_what_waits_and_may_go_no_more_is_held_and_the_person_gets_another_next_touch(house: House) -> None:
    anna = by_post(house)
    (letter,) = write(house, anna)
    refuse_post(anna)
    collect(now=LATER)
    letter.refresh_from_db()
    assert (letter.state, letter.held_because) == ("cancelled", "not_permitted")
    assert Touch.objects.get(channel="post").voided_at == LATER
    after = fresh(anna)
    assert after.because_rule != "letter_on_its_way"
    assert after.next_touch_at is not None


def test_an_address_that_no_envelope_shows_is_used_no_more(house: House) -> None:
    anna = by_post(house)
    write(house, anna)
    Address.objects.filter(prospect=anna, kind="post").update(value="Leeds")
    collect(now=LATER)
    assert Letter.objects.get().held_because == "bad_address"
    assert Address.objects.get(prospect=anna, kind="post").state == "wrong"


def test_a_second_letter_to_the_same_person_is_held_by_the_gap(house: House) -> None:
    anna = by_post(house)
    write(house, anna)
    (second,) = write(house, anna, now=LATER)
    assert (second.state, second.held_because) == ("waits", "gap")
    assert second.open_at is not None
    assert second.open_at > LATER


def test_a_field_without_a_value_holds_that_letter_alone(house: House) -> None:
    anna, ben = by_post(house), by_post(house, "Ben Bow")
    ben.given_name = ""
    ben.save(update_fields=["given_name"])
    letters = write(house, anna, ben, text="Hello {first_name},\n\nread this.")
    batch = print_batch(by=house.max, now=NOW)
    assert batch.count == 1
    letters[1].refresh_from_db()
    assert (letters[1].state, letters[1].held_because) == ("cancelled", "missing_field")
    assert fresh(ben).next_touch_at is not None


def test_bad_input_gets_a_sentence_and_changes_nothing(house: House) -> None:
    anna = by_post(house)
    with pytest.raises(MergeRefused):
        write_letters([anna.pk], subject="A", text="Hi {nobody|x}", by=house.max, now=NOW)
    for ids, subject, text in (([], "A", "b"), ([anna.pk], " ", "b"), ([anna.pk], "A", " "), ([anna.pk], "A", "b" * 20_000)):
        with pytest.raises(Refusal):
            write_letters(ids, subject=subject, text=text, by=house.max, now=NOW)
    with pytest.raises(NotYours):
        write_letters([anna.pk], subject="A", text="b", by=user_of(house.ines), now=NOW)
    assert not Letter.objects.exists()


def test_an_address_becomes_lines() -> None:
    assert lines_of("1 Mill Lane,\r\n Leeds  LS1 ,, ") == ("1 Mill Lane", "Leeds LS1")
    assert lines_of("a, b, c, d, e") == ("a", "b", "c", "d, e")
    assert lines_of("  ") == ()
