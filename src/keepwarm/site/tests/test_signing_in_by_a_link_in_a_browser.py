from datetime import UTC, datetime

from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from keepwarm.staff.actions import NewPerson, found_house
from keepwarm.staff.links import write_token


def test_the_button_of_the_link_signs_in_and_the_same_link_again_says_why_not(live_server: LiveServer, page: Page) -> None:
    now = datetime.now(UTC)
    ann = found_house(NewPerson(name="Ann", email="ann@example.com"), now=now)
    link = live_server.url + reverse("sign_in_by_link", args=[write_token(ann, now=now)])
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/link/" not in url)
    assert "sessionid" in {cookie["name"] for cookie in page.context.cookies()}
    page.goto(link)
    expect(page.get_by_text("was used before")).to_be_visible()
