"""The components on a real screen: nothing runs off the side, and the keys press what they promise."""

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.gallery.samples import list_variants
from tests.gallery.shoot import open_page


@pytest.fixture(autouse=True)
def desk_screen(page: Page) -> None:
    """As wide as a desk's screen, unless a test says otherwise."""
    page.set_viewport_size({"width": 1440, "height": 900})


def is_post(request: Request) -> bool:
    """Whether a form was sent."""
    return request.method == "POST"


@pytest.mark.parametrize("variant", list_variants())
def test_no_page_runs_off_the_side(page: Page, variant: str) -> None:
    open_page(page, variant, "light")
    for width in (1440, 1280, 1210, 1000, 390, 320):
        page.set_viewport_size({"width": width, "height": 850})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{variant} at {width} pixels"


@pytest.mark.parametrize("variant", ["desk_crowded", "report"])
def test_every_door_of_the_house_stands_in_the_bar_of_a_screen_of_1280_pixels(page: Page, variant: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    open_page(page, variant, "light")
    assert page.get_by_role("link", name="House", exact=True).is_visible()
    assert page.evaluate("document.querySelector('.bar').offsetHeight") < 80, "the bar has broken into two lines"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_digit_chooses_the_ending_and_enter_saves(page: Page) -> None:
    open_page(page, "desk_after_call", "light")
    page.keyboard.press("3")
    assert page.locator("input[value=voicemail]").is_checked()
    # Closing a page whose answer is still under way hangs Playwright: wait until the new page stands.
    with page.expect_navigation(wait_until="networkidle"), page.expect_request(is_post) as sent:
        page.keyboard.press("Enter")
    assert "disposition=voicemail" in (sent.value.post_data or "")


def test_keys_rest_while_typing(page: Page) -> None:
    open_page(page, "desk_after_call", "light")
    page.locator("#id_note").fill("")
    page.locator("#id_note").press("3")
    assert page.locator("#id_note").input_value() == "3"
    assert not page.locator("input[value=voicemail]").is_checked()


def test_slash_finds_question_mark_explains_and_escape_closes(page: Page) -> None:
    open_page(page, "report", "light")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_j_and_shift_k_walk_the_queue(page: Page) -> None:
    open_page(page, "desk", "light")
    page.keyboard.press("j")
    assert "Jan Kowalczyk" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Shift+K")
    assert "Anna Whitfield" in page.evaluate("document.activeElement.textContent")


def test_what_does_not_belong_to_the_ending_is_not_asked(page: Page) -> None:
    open_page(page, "desk_after_call", "light")
    page.keyboard.press("1")
    assert page.locator("#budget").is_visible()
    page.keyboard.press("2")
    assert not page.locator("#budget").is_visible()
    assert page.locator("#se").is_visible()


def test_without_a_script_the_menu_opens_and_chips_can_be_chosen(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    open_page(page, "desk_after_call", "light")
    page.get_by_role("button", name="Pages").click()
    assert page.get_by_role("link", name="Reports").is_visible()
    page.keyboard.press("Escape")
    page.get_by_text("Voicemail").click()
    assert page.locator("input[value=voicemail]").is_checked()
    assert not page.locator("kbd").first.is_visible()
    context.close()
