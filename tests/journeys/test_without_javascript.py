"""The main actions of the desk work with scripts switched off."""

import pytest
from playwright.sync_api import expect

from keepwarm.touches.models import Touch
from tests.cast import House
from tests.journeys.conftest import Enter, prospect_named

pytestmark = pytest.mark.browser
NO_SCRIPT = {"java_script_enabled": False}


def test_a_call_is_opened_ended_and_undone(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/", **NO_SCRIPT)
    page.get_by_role("button", name="Call 0113").click()
    expect(page.get_by_role("link", name="0113 496 0040")).to_have_attribute("href", "tel:+441134960040")
    page.get_by_text("No answer", exact=True).click()
    expect(page.locator(".proposal:visible")).to_have_count(1)
    page.get_by_role("button", name="Save and next").click()
    assert Touch.objects.get().disposition == "no_answer"
    page.get_by_role("button", name="Undo").click()
    assert Touch.objects.get().voided_at is not None


def test_keep_warm_and_not_this_one(house: House, enter: Enter) -> None:
    page = enter(house.ines, f"/desk/{prospect_named('Anna Arnold').ref}/", **NO_SCRIPT)
    page.get_by_role("link", name="Keep warm").click()
    page.get_by_text("no budget until a day").click()
    page.get_by_text("in a month", exact=False).click()
    page.get_by_role("button", name="Keep warm, and next").click()
    assert prospect_named("Anna Arnold").wake_at is not None

    page.goto(f"/desk/{prospect_named('Ben Brook').ref}/")
    page.get_by_role("link", name="Not this one").click()
    page.get_by_text("wrong person").click()
    page.get_by_role("button", name="Not this one, next").click()
    assert prospect_named("Ben Brook").next_step == "keep_warm"


def test_they_called_is_found_and_logged(house: House, enter: Enter) -> None:
    page = enter(house.ines, "/desk/they-called/", **NO_SCRIPT)
    page.get_by_label("A part of the name, the firm or the number").fill("Castle")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cleo Castle").click()
    page.get_by_text("Reached", exact=True).click()
    page.get_by_label("Note").fill("wants a visit")
    page.get_by_role("button", name="Save and next").click()
    assert Touch.objects.get().direction == "in"


def test_a_fact_is_mended_on_the_prospects_page(house: House, enter: Enter) -> None:
    anna = prospect_named("Anna Arnold")
    page = enter(house.ines, f"/prospects/{anna.ref}/", **NO_SCRIPT)
    page.get_by_text("Mend who they are").click()
    page.get_by_label("Role").fill("Plant director")
    page.get_by_role("button", name="Mend it").click()
    expect(page.get_by_text("Plant director").first).to_be_visible()
    assert prospect_named("Anna Arnold").title == "Plant director"
