"""In a browser: somebody signs up on a phone without JavaScript, answers a survey there, and a marketer ticks who came."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from keepwarm.seminars.links import ticket_path
from keepwarm.seminars.models import Guest, Seminar, Standing
from keepwarm.surveys.models import Sheet
from tests.cast import House, open_house
from tests.gatherings import ask_all, join, open_for
from tests.writing import open_mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "java_script_enabled": False}


@pytest.fixture
def house(transactional_db: None) -> House:
    open_mail()
    return open_house()


def next_week(house: House) -> Seminar:
    now = timezone.now()
    return open_for(house, now=now, local_at=(now + timedelta(days=7)).replace(tzinfo=None, second=0, microsecond=0), zone="UTC", seats=2)


def test_on_a_phone_without_script(house: House, live_server: LiveServer, browser: Browser) -> None:
    seminar, survey = next_week(house), ask_all(house, now=timezone.now(), one_by_one=True)
    page = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/seminars/p/{seminar.ref}/")
    page.get_by_label("Your name").fill("Gerd Gast")
    page.get_by_label("Your email").fill("gerd@guest")
    page.wait_for_timeout(2100)  # as long as anybody takes to fill it in
    page.get_by_role("button", name="Sign me up").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Gerd Gast")
    page.get_by_label("Your email").fill("gerd@guest.example")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Sign me up").tap()
    expect(page.get_by_role("status")).to_contain_text("g•••@guest.example")
    page.goto(live_server.url + ticket_path(Guest.objects.get().ref))
    assert page.locator("main").bounding_box()["width"] <= 360  # type: ignore[index]
    page.get_by_role("button", name="Give my seat back").tap()
    expect(page.get_by_role("status")).to_contain_text("gave your seat back")
    assert Guest.objects.get().standing == Standing.GAVE_BACK
    page.goto(f"{live_server.url}/surveys/p/{survey.ref}/")
    page.get_by_label("Worry").fill("Too many stops")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Next").tap()
    page.get_by_text("spreadsheet").tap()
    page.get_by_role("button", name="Next").tap()
    expect(page.get_by_text("Question 3 of 4")).to_be_visible()
    assert Sheet.objects.get().said.count() == 2
    assert page.context.cookies() == []


def test_a_marketer_ticks_who_came(house: House, live_server: LiveServer, page: Page, client: Client) -> None:
    seminar = next_week(house)
    join(seminar, "Anke Erste", now=timezone.now())
    join(seminar, "Bert Zweite", now=timezone.now())
    Seminar.objects.filter(pk=seminar.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    client.force_login(house.max)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/marketing/")
    page.get_by_role("link", name="Seminars").first.click()
    page.get_by_role("link", name="Fewer stops").click()
    page.get_by_label("Anke Erste was there").check()
    page.get_by_role("button", name="The ticked ones were there").click()
    expect(page.locator("tr", has_text="Anke Erste").get_by_role("button", name="was not there")).to_be_visible()
    page.get_by_role("link", name="List for the door").click()
    page.get_by_role("button", name="Bert Zweite is here").click()
    expect(page.get_by_text("2 came, 2 have a seat")).to_be_visible()
    assert Guest.objects.filter(attended_at__isnull=False).count() == 2
