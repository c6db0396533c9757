"""The pages under /segments/: a form without JavaScript, its live count, the people by pages, and the way back from text to lines."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from keepwarm.answers.models import Answer, Question
from keepwarm.engine.conditions.text import parse, to_text
from keepwarm.segments.actions import save_segment
from keepwarm.segments.forms import SegmentForm, written_of
from keepwarm.segments.models import Segment
from keepwarm.segments.queries import condition_of, say_condition
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
FILLED = {
    "name": "Grain",
    "version": "0",
    "groups": "1",
    "g0_lines": "2",
    "g0_joined": "all",
    "g0_l0_field": "answer.trade",
    "g0_l0_how": "one_of",
    "g0_l0_value": "Mill, Bakery",
    "g0_l1_field": "touch.any.out",
    "g0_l1_how": "not_within",
    "g0_l1_value": "30",
    "do": "save",
}


@pytest.fixture
def house() -> House:
    house = open_house()
    trade = Question.objects.create(key="trade", label="Trade", kind="choice", choices=["Mill", "Bakery", "Yard"])
    Question.objects.create(key="roofs", label="Roofs", kind="yes_no", group="topic")
    for number, said in enumerate(["mill", "bakery", "yard"]):
        one = meet(house, f"Person {number}")
        Answer.objects.create(prospect=one, question=trade, value=said, value_folded=said, evidence=3, learned_at=NOW)
    return house


def enter(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_lines_are_filled_in_counted_and_saved(house: House) -> None:
    client = enter(house.max)
    assert "Roofs" in client.get(reverse("segments:add")).content.decode()
    live = client.post(reverse("segments:live"), FILLED).content.decode()
    assert "2 people." in live
    assert "“Mill”, “Bakery”" in live
    answer = client.post(reverse("segments:add"), FILLED, follow=True)
    segment = Segment.objects.get()
    assert segment.text == '(answer.trade = "mill" or answer.trade = "bakery") and not touch.any.out >= 30 days ago'
    page = answer.content.decode()
    assert "Person 0" in page
    assert "Person 1" in page
    assert "Person 2" not in page


def test_buttons_add_and_leave_out_lines_and_groups_and_keep_what_was_written(house: House) -> None:
    client = enter(house.max)
    for do, there, gone in [
        ("line-0", 'name="g0_l2_field"', 'name="g1_l0_field"'),
        ("group", 'name="g1_l0_field"', 'name="g0_l2_field"'),
        ("drop-0-1", 'name="g0_l0_field"', 'name="g0_l1_field"'),
        ("text", 'name="text"', 'name="g0_l0_field"'),
        ("again", "2 people.", 'name="text"'),
    ]:
        page = client.post(reverse("segments:add"), FILLED | {"do": do}).content.decode()
        assert there in page
        assert gone not in page
        assert "Grain" in page
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"g0_l1_value": "soon"}, "Write a number of days"),
        ({"g0_l0_value": ""}, "is compared with"),
        ({"g0_l1_how": "contains"}, "cannot be compared with"),
        ({"name": ""}, "Give the segment a name"),
        ({"g0_l0_field": "", "g0_l1_field": ""}, "Say who is meant"),
        ({"g0_l0_field": "answer.gone"}, "is not there any more"),
        ({"groups": "999", "g0_lines": "x", "g0_l0_field": "\x00"}, "that a segment can ask for"),
        ({"text": 'answer.trade contains "'}, "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(house: House, more: dict[str, str], said: str) -> None:
    answer = enter(house.max).post(reverse("segments:add"), FILLED | more)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        'answer.trade = "mill"',
        'not answer.trade = "mill" and warm = yes',
        '(answer.trade = "mill" or answer.trade = "yard") and not last_touch_at >= 10 days ago and inquired_at < 2026-03-01',
        "(interest.roofs = yes or sign.any.roofs >= 30 days ago) and (not firm is known or firm.people > 2)",
        'not (stage = "new" or stage = "lead")',
    ],
)
def test_what_was_saved_is_shown_in_lines_again(house: House, text: str) -> None:
    written = written_of("Some", 1, parse(text))
    assert written.text is None
    condition = SegmentForm(written).condition()
    assert condition is not None
    assert to_text(condition) == text


def test_what_lines_cannot_show_stays_text(house: House) -> None:
    text = 'not (warm = yes and (stage = "new" or not language = "de"))'
    segment = save_segment("Odd", text, by=house.max, now=NOW)
    page = enter(house.max).get(reverse("segments:edit", args=[segment.ref])).content.decode()
    assert 'name="text"' in page
    assert "g0_l0_field" not in page


def test_a_segment_on_a_deleted_question_says_so_and_can_be_mended(house: House) -> None:
    Question.objects.create(key="color", label="Colour")
    segment = save_segment("Blue", 'answer.color = "blue" and warm = yes', by=house.max, now=NOW)
    Question.objects.filter(key="color").delete()
    client = enter(house.max)
    page = client.get(reverse("segments:show", args=[segment.ref])).content.decode()
    assert "Nobody can be found by this segment." in page
    assert "The question “color” is not there any more" in page
    assert "is not there any more" in client.get(reverse("segments:edit", args=[segment.ref])).content.decode()
    assert client.get(reverse("segments:list")).status_code == 200
    count = client.get(reverse("segments:count", args=[segment.ref]), headers={"HX-Request": "true"}).content.decode()
    assert "cannot be asked" in count
    assert client.get(reverse("segments:likeness", args=[segment.ref])).status_code == 200
    mended = FILLED | {"version": "1", "g0_lines": "1", "g0_l0_field": "warm", "g0_l0_how": "is", "g0_l0_value": "yes"}
    client.post(reverse("segments:edit", args=[segment.ref]), mended)
    segment.refresh_from_db()
    assert (segment.text, segment.version) == ("warm = yes", 2)


def test_reps_read_what_they_work_with_and_change_nothing(house: House) -> None:
    segment = save_segment("Everyone", "always", by=house.max, now=NOW)
    client = enter(user_of(house.ivo))
    page = client.get(reverse("segments:show", args=[segment.ref])).content.decode()
    assert "Nobody is in it now" in page
    assert "Retire" not in page
    assert client.post(reverse("segments:add"), FILLED).status_code == 403
    assert client.get(reverse("segments:likeness", args=[segment.ref])).status_code == 403


def test_who_is_still_writing_is_not_told_off(house: House) -> None:
    client = enter(house.max)
    chosen = FILLED | {"do": "field", "g0_l1_field": "stage", "g0_l0_value": ""}
    page = client.post(reverse("segments:add"), chosen).content.decode()
    assert "errorlist" not in page
    assert "A line is not complete yet." in page
    assert '<select class="input" name="g0_l1_value"' in page  # of a choice one is chosen
    assert "is compared with" in client.post(reverse("segments:add"), chosen | {"do": "again"}).content.decode()
    live = client.post(reverse("segments:live"), FILLED | {"g0_l1_value": "soon"}).content.decode()
    assert "Write a number of days" in live


def test_a_comparison_that_does_not_fit_gives_way_to_one_that_does(house: House) -> None:
    client = enter(house.max)
    page = client.post(reverse("segments:add"), FILLED | {"do": "field", "g0_l0_field": "last_touch_at"}).content.decode()
    assert "cannot be compared" not in page
    assert "Mill, Bakery" not in page
    day = client.post(reverse("segments:add"), FILLED | {"do": "field", "g0_l1_how": "since", "g0_l1_value": ""}).content.decode()
    assert 'type="date"' in day


def test_the_line_that_was_added_is_the_one_to_write_in(house: House) -> None:
    page = enter(house.max).post(reverse("segments:add"), FILLED | {"do": "line-0"}).content.decode()
    assert 'id="g0_l2_field" data-focus' in page


def test_all_that_is_wrong_is_said_at_once(house: House) -> None:
    page = enter(house.max).post(reverse("segments:add"), FILLED | {"name": " ", "g0_l1_value": "soon"}).content.decode()
    assert "Give the segment a name." in page
    assert "A line is not right yet" in page
    assert "fill in a line" not in page


def test_from_a_segment_one_writes_to_its_people(house: House) -> None:
    segment = save_segment("Everyone", "always", by=house.max, now=NOW)
    assert f"/mailings/new/?segment={segment.ref}" in enter(house.max).get(reverse("segments:show", args=[segment.ref])).content.decode()
    shown = enter(user_of(house.ivo)).get(reverse("segments:show", args=[segment.ref])).content.decode()
    assert "/mailings/new/" not in shown


def line(field: str, how: str, value: str, **more: str) -> dict[str, str]:
    return {"name": "One line", "version": "0", "groups": "1", "g0_lines": "1", "do": "save", **more} | {
        "g0_l0_field": field,
        "g0_l0_how": how,
        "g0_l0_value": value,
    }


@pytest.mark.parametrize(
    ("field", "how", "value", "sentence"),
    [
        ("attempts", "at_least", "nan", "“nan” is not a number."),
        ("attempts", "at_least", "1e999", "“1e999” is not a number."),
        ("inquired_at", "within", "0001000000", "Write a number of days"),
        ("firm", "is", "a\0b", "type it anew"),
    ],
)
def test_what_no_database_can_hold_is_said_at_its_line_and_nothing_is_kept(
    house: House, field: str, how: str, value: str, sentence: str
) -> None:
    client, written = enter(house.max), line(field, how, value)
    assert client.post(reverse("segments:live"), written).status_code == 200
    answer = client.post(reverse("segments:add"), written)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Segment.objects.exists()


def test_a_name_is_kept_without_what_no_keyboard_writes(house: House) -> None:
    save_segment("A\0 B", "warm = yes", by=house.max, now=NOW)
    assert Segment.objects.get().name == "A B"


def test_dates_and_large_numbers_are_said_as_people_say_them(house: House) -> None:
    Question.objects.create(key="budget", label="Budget", kind="number")
    segment = save_segment("Dear", "inquired_at >= 2026-03-01 and answer.budget >= 1000000", by=house.max, now=NOW)
    page = enter(house.max).get(reverse("segments:show", args=[segment.ref])).content.decode()
    assert "“Newest inquiry” was not before 1 March 2026 and “Budget” is at least 1000000" in page
    form = enter(house.max).get(reverse("segments:edit", args=[segment.ref])).content.decode()
    assert 'value="1000000"' in form
    with override("de"):
        assert "1. März 2026" in say_condition(condition_of(segment))
