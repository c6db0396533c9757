"""Put back with a reason and a day: nobody is lost."""

import pytest
from playwright.sync_api import expect

from tests.cast import House
from tests.journeys.conftest import Enter, prospect_named

pytestmark = pytest.mark.browser


def test_keep_warm_takes_a_reason_and_a_wake_up_day(house: House, enter: Enter) -> None:
    page = enter(house.ines, f"/desk/{prospect_named('Anna Arnold').ref}/")
    page.keyboard.press("k")
    page.wait_for_url("**/keep-warm/")
    page.keyboard.press("2")
    page.get_by_text("in 3 months", exact=False).click()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Anna Arnold is kept warm, and comes back by itself.")).to_be_visible()

    anna = prospect_named("Anna Arnold")
    assert anna.next_step == "keep_warm"
    assert anna.wake_at is not None
    assert anna.wake_at.date().isoformat() == "2027-02-18"


def test_nobody_is_put_back_without_a_day(house: House, enter: Enter) -> None:
    page = enter(house.ines, f"/desk/{prospect_named('Anna Arnold').ref}/keep-warm/")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody is put back without a day.")).to_be_visible()
    assert prospect_named("Anna Arnold").next_step == "call"


def test_what_is_missing_is_given_by_keys_alone(house: House, enter: Enter) -> None:
    page = enter(house.ines, f"/desk/{prospect_named('Anna Arnold').ref}/keep-warm/")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say why: they are kept warm for a reason.")).to_be_visible()
    expect(page.locator("input[name=reason]").first).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody is put back without a day.")).to_be_visible()
    expect(page.locator("input[name=pick]").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Anna Arnold is kept warm, and comes back by itself.")).to_be_visible()


def test_giving_up_early_is_asked_for_a_reason_in_words(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/")
    name = page.get_by_role("heading", level=1).first.inner_text()
    page.keyboard.press("c")
    expect(page.get_by_text("How did it end?")).to_be_visible()
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?logged=*")

    page.goto(f"/desk/{prospect_named(name).ref}/keep-warm/")
    expect(page.get_by_text("One attempt so far, and not reached.")).to_be_visible()
    page.keyboard.press("1")
    page.get_by_text("in a month", exact=False).click()
    page.keyboard.press("Enter")
    expect(page.get_by_text("fewer attempts than agreed: why stop now?")).to_be_visible()
    page.get_by_label("In a few words").fill("the line is being rebuilt until spring")
    page.get_by_role("button", name="Keep warm, and next").click()
    expect(page.get_by_text("is kept warm, and comes back by itself.")).to_be_visible()


def test_the_marketer_finds_them_by_week_and_logs_what_was_sent(house: House, enter: Enter) -> None:
    rep = enter(house.ines, f"/desk/{prospect_named('Anna Arnold').ref}/keep-warm/")
    rep.keyboard.press("1")
    rep.get_by_text("in 6 months", exact=False).click()
    rep.keyboard.press("Enter")
    expect(rep.get_by_text("comes back by itself")).to_be_visible()

    page = enter(house.max, "/keep-warm/")
    row = page.get_by_role("row", name="Anna Arnold")
    expect(row).to_contain_text("Arnold Mills")
