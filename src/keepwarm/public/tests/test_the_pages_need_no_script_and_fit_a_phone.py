"""The public pages in a browser: a phone, no script, the keyboard alone, and never wider than the screen."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from keepwarm.consent.links import preferences_path, unsubscribe_path
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Address, Prospect
from tests.cast import meet, open_house

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "java_script_enabled": False}


@pytest.fixture
def anna(transactional_db: None) -> Prospect:
    found = meet(open_house())
    settle([found.pk], by=None, now=timezone.now())
    return found


def test_on_a_phone_without_script(anna: Prospect, live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]
    ref = Address.objects.get(prospect=anna, kind="email").ref
    page.goto(live_server.url + preferences_path(anna.ref, address_ref=ref))
    page.get_by_text("You may call me about this").tap()
    page.get_by_text("No email", exact=True).tap()
    page.get_by_label("How often?").select_option("month")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_text("This holds from now on")).to_be_visible()
    assert set(Wish.objects.values_list("kind", "channel")) == {("no_channel", "phone"), ("no_channel", "email"), ("pace", "")}
    assert page.locator("main").bounding_box()["width"] <= 360  # type: ignore[index]
    page.goto(live_server.url + unsubscribe_path(anna.ref, address_ref=ref))
    page.get_by_text("Everything: email, calls and post").tap()
    page.get_by_role("button", name="Unsubscribe").tap()
    expect(page.get_by_role("status")).to_contain_text("nothing from us any more")
    assert page.context.cookies() == []


def test_by_the_keyboard_alone(anna: Prospect, live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + preferences_path(anna.ref))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Tab")
    expect(page.locator("input[name=email]:focus")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    assert Wish.objects.get().channel == "email"
    for button in ("Call me", "I want to hear nothing any more"):
        page.get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
    assert Wish.objects.filter(kind="stop", lifted_at__isnull=True).exists()
