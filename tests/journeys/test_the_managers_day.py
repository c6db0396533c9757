"""The manager's day: the week is looked at down to a person, a goal and a quota are set, the report comes by mail; without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.goals.models import Goal, Quota, ReportMail
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, user_of
from tests.journeys.conftest import Enter

pytestmark = pytest.mark.browser


def test_a_manager_follows_the_week_to_a_person_and_sets_a_goal(house: House, enter: Enter) -> None:
    anna = Prospect.objects.get(name="Anna Arnold")
    new = NewTouch(anna.pk, "phone", "out", "reached", NOW - timedelta(days=6), seat_id=house.ines.pk, learned="decides in January")
    log_touch(new, by=user_of(house.ines), now=NOW - timedelta(days=6))
    page = enter(house.mona, "/reports/morning/", java_script_enabled=False)
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page.get_by_role("heading", name="How was the week?")).to_be_visible()
    page.locator(f"#rep-{house.ines.ref}").get_by_role("link", name="1", exact=True).first.click()
    expect(page.get_by_role("heading", name="Whom did we talk to?")).to_be_visible()
    page.get_by_role("link", name="Anna Arnold").click()
    expect(page.get_by_role("heading", name="Anna Arnold")).to_be_visible()

    page.goto(f"{page.url.partition('/prospect')[0]}/reports/goals/")
    page.get_by_label("Who").select_option("Ines")
    page.get_by_label("How many").fill("6")
    page.get_by_role("button", name="Set the goal").click()
    expect(page.get_by_role("row", name="Ines")).to_contain_text("6 conversations a day")
    page.get_by_role("link", name="Quotas").click()
    page.get_by_label("Who").select_option("Cara")
    page.get_by_label("Or in sales").fill("4")
    page.get_by_role("button", name="Set the quota").click()
    expect(page.locator(f"#rep-{house.cara.ref}")).to_contain_text("4")
    page.get_by_role("link", name="Morning", exact=True).click()
    page.get_by_role("link", name="By mail").click()
    page.get_by_label("Send me the morning report by mail").check()
    page.get_by_label("At, in your own time zone").fill("06:45")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert (Goal.objects.get().aim, Quota.objects.get().sales, ReportMail.objects.get().minute) == (6, 4, 405)
