"""A morning of calls, by keyboard only: one key opens, one says how it ended, one saves and brings the next."""

import pytest
from playwright.sync_api import Page, expect

from keepwarm.answers.models import Answer
from keepwarm.decisions.models import Hold
from keepwarm.touches.models import Touch
from tests.cast import House
from tests.journeys.conftest import PHONE, Enter, prospect_named

pytestmark = pytest.mark.browser


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).first.inner_text()


def open_call(page: Page) -> None:
    page.keyboard.press("c")
    page.wait_for_url("**/ending/")
    expect(page.get_by_text("How did it end?")).to_be_visible()


def test_a_call_takes_one_key_to_open_one_for_the_ending_and_one_to_save(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    first = heading(page)
    open_call(page)
    assert Hold.objects.get().seat == house.ines
    assert page.evaluate("sessionStorage.dialled") == "tel:+441134960040"

    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?logged=*")

    touch = Touch.objects.get()
    assert (touch.disposition, touch.prospect.name, touch.seat) == ("no_answer", first, house.ines)
    assert heading(page) != first
    assert not Hold.objects.exists()


def test_enter_needs_an_ending(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    open_call(page)
    assert page.locator("input[name=disposition]:checked").count() == 0
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say how it ended")).to_be_visible()
    assert not Touch.objects.exists()


def test_what_was_refused_is_where_one_goes_on(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    open_call(page)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Save again if it was nothing.")).to_be_visible()
    expect(page.get_by_label("What was learned, in one line")).to_be_focused()
    page.keyboard.type("Three stops since May")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?logged=*")
    assert Touch.objects.get().learned == "Three stops since May"


def test_a_promise_that_is_refused_says_so_where_the_focus_is(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    open_call(page)
    page.keyboard.press("4")
    page.get_by_text("A call-back was promised").click()
    page.get_by_label("Promised to call on").fill("2026-11-17")
    page.keyboard.press("Enter")
    refused = page.get_by_role("alert").filter(has_text="lies in the past")
    expect(refused).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "disposition"


def test_who_is_quick_keeps_the_place_they_write_at(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    page.keyboard.press("c")
    page.locator(".chips").wait_for()
    page.keyboard.press("1")
    page.keyboard.press("Tab")
    page.wait_for_timeout(500)  # a computer waits a moment for its telephone, and then asks for the ending
    expect(page.get_by_label("What was learned, in one line")).to_be_focused()


def test_the_whole_morning_is_worked_by_keys(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    for key in ("4", "3", "5"):
        open_call(page)
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/?logged=*")
    expect(page.get_by_text("Nobody is to be called any more today.")).to_be_visible()
    assert sorted(Touch.objects.values_list("disposition", flat=True)) == ["busy", "no_answer", "voicemail"]


def test_what_was_learned_and_answered_is_kept(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    name = heading(page)
    open_call(page)
    page.keyboard.press("1")
    page.get_by_label("What was learned, in one line").fill("Three stops since May")
    page.get_by_label("Need", exact=False).first.fill("fewer stops")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?logged=*")
    assert Touch.objects.get().learned == "Three stops since May"
    assert Answer.objects.get().value == "fewer stops"
    expect(page.locator("#meters")).to_contain_text("1 reached today")
    page.locator("#meters summary").first.click()
    expect(page.locator("#meters")).to_contain_text(name)


def test_the_proposed_step_is_shown_for_the_ending_chosen_and_no_other(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    open_call(page)
    expect(page.locator(".proposal:visible")).to_have_count(0)
    page.keyboard.press("4")
    expect(page.locator(".proposal:visible")).to_contain_text("Try on another day and at another hour.")
    page.keyboard.press("8")
    expect(page.locator(".proposal:visible")).to_contain_text("the conversation ends here, honourably")


def test_the_last_log_is_undone_by_one_key(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    name = heading(page)
    open_call(page)
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?logged=*")
    page.keyboard.press("u")
    expect(page.get_by_text("stands as before")).to_be_visible()
    assert Touch.objects.get().voided_at is not None
    assert prospect_named(name).attempts == 0


def test_two_people_are_never_on_the_same_firm_at_once(house: House, enter: Enter) -> None:
    anna = prospect_named("Anna Arnold")
    open_call(enter(house.ines, f"/desk/{anna.ref}/"))
    anna.owner = house.pool
    anna.save(update_fields=["owner"])
    page = enter(house.ivo, f"/desk/{anna.ref}/")
    expect(page.get_by_text("Ines is on the phone there right now.")).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_text("Ines is on the phone with Anna Arnold right now.")).to_be_visible()
    assert Hold.objects.get().seat == house.ines


def test_not_this_one_is_one_key_and_one_reason(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    name = heading(page)
    page.keyboard.press("x")
    page.wait_for_url("**/not-this-one/")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not this one: counted")).to_be_visible()
    assert prospect_named(name).next_step == "keep_warm"
    assert heading(page) != name


def test_on_a_phone_the_number_is_under_the_thumb_and_the_ending_is_asked_first(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/", **PHONE)
    call = page.get_by_role("button", name="Call 0113 496 0040")
    box = call.bounding_box()
    assert box is not None
    assert box["y"] > 844 * 0.75
    call.tap()
    ending = page.get_by_text("How did it end?")
    expect(ending).to_be_visible()
    place = ending.bounding_box()
    assert place is not None
    assert place["y"] < 500
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
