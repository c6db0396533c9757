"""They call us: found by a part of the number, and logged as a conversation of theirs."""

import pytest
from playwright.sync_api import expect

from keepwarm.touches.models import Touch
from tests.cast import House
from tests.journeys.conftest import PHONE, Enter, prospect_named

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("how", [{}, PHONE], ids=["desktop", "phone"])
def test_an_incoming_call_is_found_by_number_and_logged(house: House, enter: Enter, how: dict[str, object]) -> None:
    page = enter(house.ines, "/desk/", **how)
    page.get_by_role("link", name="They called us").first.click()
    page.wait_for_url("**/they-called/")  # and its scripts, which look while one types
    page.get_by_label("A part of the name, the firm or the number").fill("960042")
    page.locator("#callers").get_by_role("link", name="Cleo Castle").click()
    expect(page.get_by_text("How did it end?")).to_be_visible()
    page.get_by_text("Reached", exact=True).click()
    page.get_by_label("What was learned, in one line").fill("Wants a visit in May")
    page.get_by_role("button", name="Save and next").click()
    page.wait_for_url("**/desk/?logged=*")

    touch = Touch.objects.get()
    assert (touch.prospect.name, touch.direction, touch.disposition) == ("Cleo Castle", "in", "reached")
    assert touch.learned == "Wants a visit in May"
    assert prospect_named("Cleo Castle").last_reached_at is not None


def test_i_opens_it_from_every_page_and_the_field_has_the_focus(house: House, enter: Enter) -> None:
    page = enter(house.ines, f"/prospects/{prospect_named('Anna Arnold').ref}/")
    page.keyboard.press("i")
    page.wait_for_url("**/they-called/")
    page.keyboard.type("Brook")
    expect(page.locator("#callers")).to_contain_text("Ben Brook")


def test_a_colleagues_prospect_is_known_by_name_and_owner_only(house: House, enter: Enter) -> None:
    page = enter(house.cara, "/desk/they-called/?q=960042")
    expect(page.locator("#callers")).to_contain_text("ask Ines")
    expect(page.locator("#callers a")).to_have_count(0)
