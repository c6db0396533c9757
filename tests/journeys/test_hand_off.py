"""Meet the family: a lead is offered with a brief, accepted or returned in time, and wakes up warm."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from keepwarm.answers.models import Question
from keepwarm.decisions.actions import wake
from keepwarm.handoff.actions import offer, warm_threads
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.brief import compose_brief
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.search import index_prospects
from tests.cast import NOW, House
from tests.journeys.conftest import PHONE, Enter, prospect_named
from tests.leads import a_lead, agree

pytestmark = pytest.mark.browser
MARCH = NOW + timedelta(days=120)


@pytest.fixture
def lead(house: House) -> Prospect:
    """Dora Dunn told Ines all that makes a lead."""
    Question.objects.get_or_create(key="timing", defaults={"label": "Timing", "group": "timing", "ask": "By when?", "asked": True})
    agree()
    found = a_lead(house, "Dora Dunn", firm="Dunn Castings", phone="+441134960055", email="dora@dunn.example")
    index_prospects([found.pk])
    return found


def offered(house: House, lead: Prospect) -> HandOff:
    """Max offers her to Cara."""
    brief = compose_brief(lead.pk, now=NOW)
    return offer(lead.pk, why="The board meets on 4 December", brief=brief, by=house.max, now=NOW, to_seat=house.cara)


def has_no_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_lead_is_offered_from_her_page_and_accepted_by_keys(house: House, lead: Prospect, enter: Enter) -> None:
    page = enter(house.max, f"/prospects/{lead.ref}/")
    page.get_by_role("link", name="Offer to sales").click()
    expect(page.get_by_role("heading", name="Who shall meet Dora Dunn?")).to_be_visible()
    page.get_by_label("Why now?").fill("The board meets on 4 December")
    page.get_by_label("Whom to ask?").select_option(label="Cara")
    page.get_by_label("by a call of mine").check()
    page.get_by_role("button", name="Offer to sales").click()
    expect(page.get_by_text("Dora Dunn is offered to sales.")).to_be_visible()

    rep = enter(house.cara, "/desk/")
    expect(rep.get_by_role("heading", name="Offered to you")).to_be_visible()
    rep.keyboard.press("h")
    rep.wait_for_url("**/hand-offs/*/")
    expect(rep.get_by_text("The board meets on 4 December").first).to_be_visible()
    expect(rep.get_by_text("My colleague Cara knows most about this", exact=False)).to_be_visible()
    rep.keyboard.press("a")
    expect(rep.get_by_text("Dora Dunn is yours. The first call is due as agreed.")).to_be_visible()
    expect(rep.get_by_text("First call until")).to_be_visible()
    assert (prospect_named("Dora Dunn").owner, prospect_named("Dora Dunn").stage) == (house.cara, Stage.IN_SALES)

    rep.goto(f"/desk/{lead.ref}/")
    expect(rep.get_by_role("link", name="The brief from Max")).to_be_visible()
    told = enter(house.ines, "/desk/")
    expect(told.get_by_text("Cara accepted Dora Dunn.")).to_be_visible()
    told.get_by_role("button", name="Seen").click()
    expect(told.get_by_text("Cara accepted Dora Dunn.")).to_have_count(0)


def test_a_lead_is_returned_by_keys_and_wakes_up_warm(house: House, lead: Prospect, enter: Enter) -> None:
    handoff = offered(house, lead)
    page = enter(house.cara, f"/hand-offs/{handoff.ref}/")
    page.keyboard.press("r")
    page.wait_for_url("**/return/")
    page.keyboard.press("2")
    page.get_by_label("In a few words").fill("The year is spent; they plan again in spring")
    page.get_by_label("Wake them up on").fill(MARCH.date().isoformat())
    page.get_by_role("button", name="Give back").click()
    expect(page.get_by_text("Given back. You hear of it when Dora Dunn warms up again.")).to_be_visible()
    dora = prospect_named("Dora Dunn")
    assert (dora.owner, dora.next_step) == (house.ines, "keep_warm")

    with time_machine.travel(MARCH):
        wake(now=MARCH)
        warm_threads(now=MARCH)
        desk = enter(house.ines, "/desk/")
        expect(desk.get_by_role("link", name="Dora Dunn").first).to_be_visible()
        rep = enter(house.cara, "/desk/")
        expect(rep.get_by_text("Dora Dunn, whom you gave back, is warm again.")).to_be_visible()


def test_the_second_of_two_sees_who_has_her(house: House, lead: Prospect, enter: Enter) -> None:
    ref = offered(house, lead).ref
    first, second = enter(house.cara, f"/hand-offs/{ref}/"), enter(house.mona, f"/hand-offs/{ref}/")
    first.get_by_role("button", name="Accept").click()
    expect(first.get_by_text("Dora Dunn is yours.")).to_be_visible()
    second.get_by_role("button", name="Accept").click()
    expect(second.get_by_text("Cara accepted Dora Dunn before.")).to_be_visible()
    expect(second.get_by_role("heading", name="Cara has them")).to_be_visible()


def test_it_all_works_without_javascript_and_on_a_phone(house: House, lead: Prospect, enter: Enter) -> None:
    ref = offered(house, lead).ref
    page = enter(house.cara, "/desk/", java_script_enabled=False, viewport=PHONE["viewport"])
    page.get_by_role("link", name="Dora Dunn").first.click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Dora Dunn is yours.")).to_be_visible()
    for path in ("/hand-offs/?tab=accepted", f"/hand-offs/{ref}/", "/desk/"):
        phone = enter(house.cara, path, **PHONE)
        assert has_no_sideways(phone), path


def test_the_wrong_person_names_the_right_one(house: House, enter: Enter) -> None:
    page = enter(house.ines, f"/desk/{prospect_named('Anna Arnold').ref}/keep-warm/")
    page.keyboard.press("5")
    page.get_by_label("Who is the right one?").fill("Rita Right")
    page.get_by_label("Their number").fill("0113 496 0077")
    page.get_by_text("in 6 months", exact=False).click()
    page.get_by_role("button", name="Keep warm, and next").click()
    expect(page.get_by_text("Rita Right is in, with a next touch.")).to_be_visible()
    rita = prospect_named("Rita Right")
    assert rita.organization == prospect_named("Anna Arnold").organization
    assert rita.next_touch_at is not None
