"""From an accepted hand-off to a sale with its promises: an opportunity, the board by keys and by dragging, the promise written down."""

import pytest
from playwright.sync_api import expect

from keepwarm.customers.models import Promise
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.prospects.models import Stage
from keepwarm.selling.models import Opportunity, Sale
from tests.cast import NOW, House, meet, user_of
from tests.journeys.conftest import PHONE, Enter, prospect_named
from tests.selling import may_buy, offers, said

pytestmark = pytest.mark.browser


def test_what_fits_is_opened_moved_and_sold_with_what_was_promised(house: House, enter: Enter) -> None:
    dora = meet(house, "Dora Dunn", owner=house.cara, firm="Dunn Castings", phone="+441134960055", email="dora@dunn.example")
    offers("Cooling tower", needs=[("need", ["cooling"])])
    offers("Heat pump", needs=[("need", ["heating"])])
    said(dora, "need", "heating")

    page = enter(house.cara, f"/prospects/{dora.ref}/")
    page.get_by_role("link", name="What they may buy").click()
    page.get_by_role("link", name="New opportunity").click()
    page.get_by_label("What may they buy?").select_option(label="Cooling tower (does not fit)")
    page.get_by_label("Next touch on").fill("2026-11-20")
    page.get_by_label("What comes next?").fill("Call about the offer")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Cooling tower does not fit what Dora Dunn said.", exact=False)).to_be_visible()
    page.get_by_label("What may they buy?").select_option(label="Heat pump (fits)")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Opened. Nobody forgets its next touch.")).to_be_visible()
    expect(page.get_by_text("Call about the offer").first).to_be_visible()
    assert prospect_named("Dora Dunn").stage == Stage.IN_SALES

    page.goto("/selling/board/")
    page.locator("li", has_text="Dora Dunn").get_by_role("link").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".lane[data-stage=offer_made]").get_by_role("link", name="Dora Dunn")).to_be_visible()
    page.locator("li", has_text="Dora Dunn").drag_to(page.locator(".lane[data-stage=agreed]"))
    expect(page.locator(".lane[data-stage=agreed]").get_by_role("link", name="Dora Dunn")).to_be_visible()

    page.get_by_role("link", name="Dora Dunn").click()
    page.get_by_role("link", name="Won").click()
    page.get_by_role("button", name="Close the sale").click()
    expect(page.get_by_text("Write down what was promised, or say that nothing was promised beyond the quote.")).to_be_visible()
    page.get_by_label("What was promised?").first.fill("works on Sundays")
    page.get_by_label("By when?").first.fill("2026-12-06")
    page.get_by_role("button", name="Close the sale").click()
    expect(page.get_by_text("Won, 18 Nov 2026.")).to_be_visible()
    expect(page.get_by_text("Cara sold", exact=False)).to_be_visible()
    assert prospect_named("Dora Dunn").stage == Stage.CUSTOMER
    assert [one.what for one in Promise.objects.filter(sale=Sale.objects.get())] == ["works on Sundays"]


def test_what_the_quote_notes_and_letters_said_is_promised_without_scripts_on_a_phone(house: House, enter: Enter) -> None:
    dora = meet(house, "Dora Dunn", owner=house.cara, firm="Dunn Castings", phone="+441134960055", email="dora@dunn.example")
    said_so = "She likes it. We will deliver by 4 December. I will call her on Friday."
    talk = NewTouch(dora.pk, "phone", "out", "reached", NOW, house.cara.pk, seconds=300, note=said_so, learned="wants it")
    log_touch(talk, by=user_of(house.cara), now=NOW)
    row = may_buy(dora, offers("Heat pump"))
    page = enter(house.cara, f"/circle/opportunities/{row.ref}/won/", java_script_enabled=False, **PHONE)
    page.get_by_text("From the quote").click()
    page.get_by_label("Lines of the quote").fill("- Set-up on site\n")
    page.get_by_role("button", name="Make promises of these lines").click()
    page.get_by_label("By when?").first.fill("2026-12-01")
    proposed = page.locator("#proposed")
    expect(proposed.get_by_label("What was promised?")).to_have_count(1)
    expect(proposed.get_by_label("By when?")).to_have_value("2026-12-04")
    proposed.get_by_label("This was promised").check()
    page.get_by_role("button", name="Close the sale").last.click()
    expect(page.get_by_text("Won, 18 Nov 2026.")).to_be_visible()
    assert set(Promise.objects.values_list("what", "source")) == {("Set-up on site", "quote"), ("We will deliver by 4 December.", "note")}


def test_without_scripts_on_a_phone_one_is_moved_and_put_off(house: House, enter: Enter) -> None:
    dora = meet(house, "Dora Dunn", owner=house.cara, firm="Dunn Castings", phone="+441134960055", email="dora@dunn.example")
    may_buy(dora, offers("Heat pump"))
    page = enter(house.cara, "/selling/board/", java_script_enabled=False, **PHONE)
    page.get_by_role("button", name="Offer is made").click()
    assert Opportunity.objects.get().stage.key == "offer_made"
    page.get_by_role("link", name="Dora Dunn").click()
    page.get_by_role("link", name="Not now").click()
    page.get_by_label("Why not now?").fill("budget in spring")
    page.get_by_label("They hear from us again on").fill("2027-03-01")
    page.get_by_role("button", name="Postpone").click()
    expect(page.get_by_text("They hear from us again on 1 Mar 2027.", exact=False)).to_be_visible()
