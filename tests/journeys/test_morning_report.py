"""The morning report lived: the rep corrects a line, the manager asks at a name, the rep answers there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.reports.queries import default_day
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from tests.cast import House, meet, open_house, user_of

EVERY_DAY = 0b1111111


@pytest.fixture
def house(transactional_db: None) -> House:
    """A house that works every day, so that yesterday is always the day of the report."""
    found = open_house()
    Seat.objects.update(work_days=EVERY_DAY, zone="UTC")
    User.objects.update(zone="UTC")
    return found


def talk(house: House, name: str, learned: str) -> Touch:
    """A call of Ines's on the day of the report, at noon, logged just now: so it may still be corrected."""
    now = datetime.now(UTC)
    day = default_day(for_=house.mona, now=now)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    prospect = meet(house, name, inquired_at=now - timedelta(days=3))
    new = NewTouch(prospect.pk, "phone", "out", "reached", noon, seat_id=house.ines.pk, learned=learned)
    return log_touch(new, by=user_of(house.ines), now=now).touch


def open_report(context: BrowserContext, user: User, live_server: LiveServer) -> Page:
    """The report as this person reads it."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/reports/morning/")
    return page


def ask_and_answer(browser: Browser, live_server: LiveServer, house: House, *, script: bool) -> None:
    """The manager asks beside the name; the rep answers on the report; the manager reads it beside the name."""
    manager = browser.new_context(java_script_enabled=script)
    rep = browser.new_context(java_script_enabled=script, viewport={"width": 390, "height": 844})
    page = open_report(manager, house.mona, live_server)
    expect(page.get_by_text("decides in January")).to_be_visible()
    page.get_by_label("Ask about Anna Arnold").click()
    page.get_by_label("Your question to Ines").fill("Who decides with her?")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("no answer yet")).to_be_visible()

    mine = open_report(rep, user_of(house.ines), live_server)
    expect(mine.get_by_role("heading", name="A question waits for you")).to_be_visible()
    mine.get_by_role("link", name="answer").first.click()
    mine.get_by_label("Your answer").fill("Her brother, who is back on Monday")
    mine.get_by_role("button", name="Answer").click()
    expect(mine.get_by_role("heading", name="A question waits for you")).to_have_count(0)

    page.reload()
    expect(page.locator("#prospect-" + Touch.objects.get().prospect.ref)).to_contain_text("Her brother, who is back on Monday")
    manager.close()
    rep.close()


def test_the_manager_asks_at_a_name_and_the_rep_answers_there(page: Page, live_server: LiveServer, house: House) -> None:
    talk(house, "Anna Arnold", "decides in January")
    assert page.context.browser is not None
    ask_and_answer(page.context.browser, live_server, house, script=True)


def test_the_same_without_a_script(page: Page, live_server: LiveServer, house: House) -> None:
    talk(house, "Anna Arnold", "decides in January")
    assert page.context.browser is not None
    ask_and_answer(page.context.browser, live_server, house, script=False)


def test_the_rep_corrects_a_line_and_the_earlier_one_stays(page: Page, live_server: LiveServer, house: House) -> None:
    talk(house, "Anna Arnold", "wants two")
    mine = open_report(page.context, user_of(house.ines), live_server)
    mine.get_by_label("Correct the line of Anna Arnold").click()
    mine.get_by_label("What was learned").fill("wants three, by Easter")
    mine.get_by_role("button", name="Correct").click()
    expect(mine.get_by_text("wants three, by Easter")).to_be_visible()
    expect(mine.locator("s", has_text="wants two")).to_be_visible()


def test_a_crowded_report_fits_every_screen(page: Page, live_server: LiveServer, house: House) -> None:
    long_name = "Maximiliane Freifrau von Oberhausen-Wittgenstein-Hohenstein"
    for number in range(40):
        talk(house, f"{long_name} {number}", "wants to see figures for a second shift before the board meets " * 3)
    mona = open_report(page.context, house.mona, live_server)
    assert mona.locator(".talked > li").count() == 40
    for width in (1440, 1000, 390, 320):
        mona.set_viewport_size({"width": width, "height": 850})
        assert mona.evaluate("document.documentElement.scrollWidth") <= width
