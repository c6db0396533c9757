"""The first morning of a house: empty, the guide, the first user, a list brought in, and the desk with somebody to call."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Role, User
from tests.cast import NOW
from tests.journeys.lists import bring_file, say_columns, write_list

pytestmark = pytest.mark.browser
PHRASE = "a kettle for the morning"
ARRIVED = 12


def found_by_keyboard(page: Page) -> None:
    """Who are you? Typed from field to field, the zone kept, sent by Enter."""
    page.get_by_label("Your name").focus()
    for typed in ("Fay Founder", "fay@house.example", PHRASE):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")


def found_by_hand(page: Page) -> None:
    """The same with the pointer."""
    page.get_by_label("Your name").fill("Fay Founder")
    page.get_by_label("Your email").fill("fay@house.example")
    page.get_by_label("A password").fill(PHRASE)
    page.get_by_role("button", name="Open the house").click()


@pytest.fixture
def empty_house(transactional_db: None, at_work: None) -> None:
    """Nobody works here and nobody is known."""


@pytest.mark.parametrize(
    ("script", "found", "spread", "when"),
    [(True, found_by_keyboard, True, "On Thursday, 19 Nov"), (False, found_by_hand, False, "Call now")],
    ids=["by keyboard", "without script"],
)
def test_from_an_empty_house_to_the_first_call(
    empty_house: None,
    browser: Browser,
    browser_context_args: dict[str, object],
    live_server: LiveServer,
    tmp_path: Path,
    script: bool,
    found: Callable[[Page], None],
    spread: bool,
    when: str,
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": script, "base_url": live_server.url})  # type: ignore[arg-type]
    try:
        page = open_the_house(context, found)
        bring_the_list(page, write_list(tmp_path, ARRIVED), spread=spread)
        go_to_the_desk(page, when)
    finally:
        context.close()
    looked = audit_house(now=NOW)
    assert (looked.open, looked.without_next_touch, looked.differences) == (ARRIVED, 0, 0)


def open_the_house(context: BrowserContext, found: Callable[[Page], None]) -> Page:
    """From the bare address to the guide's second step, signed in."""
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="Let us open the house")).to_be_visible()
    found(page)
    expect(page.get_by_text("Fay Founder, fay@house.example")).to_be_visible()
    assert User.objects.get().has_role(Role.ADMIN, Role.INSIDE_REP)
    return page


def bring_the_list(page: Page, path: Path, *, spread: bool) -> None:
    """The guide leads to the import; an old list is spread from tomorrow on, a fresh one is called now."""
    page.get_by_role("link", name="Import a list").click()
    bring_file(page, path)
    say_columns(page, spread=spread)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator(".tile", has_text="new people")).to_contain_text(str(ARRIVED))


def go_to_the_desk(page: Page, when: str) -> None:
    """The guide has its second step done; the desk has somebody to call, and a call can be opened at once."""
    page.goto("/welcome/")
    expect(page.get_by_role("listitem").filter(has_text="Who is to be called?")).to_have_class("done")
    page.get_by_role("link", name="To the desk").click()
    queue = page.get_by_role("navigation", name="Today")
    expect(queue).to_contain_text(when)
    queue.get_by_role("link", name="Person 003").click()
    page.get_by_role("button", name="Call 0113 496").click()
    expect(page.get_by_text("How did it end?")).to_be_visible()
    assert Prospect.objects.filter(owner__user__name="Fay Founder").count() == ARRIVED
