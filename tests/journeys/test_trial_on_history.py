"""Before anybody signs: the draft is tried on the past, watched while it is counted, and every figure opens to people."""

from datetime import timedelta

import pytest
from huey.contrib.djhuey import HUEY
from playwright.sync_api import expect

from keepwarm.policy.models import DefinitionDraft
from keepwarm.qualification.tasks.trial import count_trials
from keepwarm.qualification.tests.agreed import asks, drafted
from keepwarm.qualification.tests.test_a_definition_is_tried_on_the_past import sell, tell
from tests.cast import NOW, House
from tests.journeys.conftest import PHONE, Enter, prospect_named

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(house: House) -> DefinitionDraft:
    """Anna told her need and bought; Ben told it and did not; Cleo bought without a word."""
    for name in ("Anna Arnold", "Ben Brook"):
        tell(prospect_named(name), "need", "less waste", at=NOW - timedelta(days=6))
    for name in ("Anna Arnold", "Cleo Castle"):
        sell(prospect_named(name), NOW - timedelta(days=2))
    return drafted(house, asks("need", "answer.need is known"))


@pytest.fixture(autouse=True)
def no_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is counted until the test does what the background does."""
    monkeypatch.setattr(HUEY, "immediate", False)


@pytest.mark.parametrize("how", [{}, PHONE, {"java_script_enabled": False}], ids=["desktop", "phone", "without a script"])
def test_a_draft_is_tried_on_the_past(house: House, draft: DefinitionDraft, enter: Enter, how: dict[str, object]) -> None:
    page = enter(house.max, f"/lead/drafts/{draft.ref}/", **how)
    page.get_by_role("link", name="Try it on the past").click()
    page.get_by_role("button", name="Try it on the past").click()
    page.wait_for_url("**/lead/trials/*/")
    waiting = page.url
    expect(page.get_by_text("It waits for the background to take it up.")).to_be_visible()
    count_trials(now=NOW + timedelta(days=1))
    if how.get("java_script_enabled") is False:
        page.goto("about:blank")  # the page loads itself anew after some seconds, which would break off a load of the test's own
        page.goto(waiting)
    expect(page.get_by_text("would have been leads")).to_be_visible(timeout=15_000)
    expect(page.locator("#beside")).to_contain_text("50 %")
    expect(page.locator("#by-source")).to_contain_text("Web form")
    page.locator(".tile", has_text="buyers missed").click()
    page.get_by_role("link", name="Cleo Castle").click()
    page.wait_for_url(f"**/prospects/{prospect_named('Cleo Castle').ref}/")
