"""A list in the browser: columns guessed and corrected, a look before, progress, refused rows, the result, stop, go on, undo."""

from pathlib import Path

import pytest
from django.utils import timezone
from huey.contrib.djhuey import HUEY
from playwright.sync_api import Page, expect

from keepwarm.answers.models import Answer
from keepwarm.intake.actions import run_import
from keepwarm.intake.models import Import
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Inquiry
from tests.cast import House
from tests.journeys.conftest import Enter, prospect_named
from tests.journeys.lists import bring_file, say_columns, write_list

pytestmark = pytest.mark.browser
KNOWN = 3
"""Who is in the house before."""


@pytest.fixture
def in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """The background takes imports up when the test says so, not within the click."""
    monkeypatch.setattr(HUEY, "immediate", False)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_from_the_file_to_the_result_and_back(house: House, enter: Enter, tmp_path: Path, script: bool) -> None:
    page = enter(house.max, "/intake/imports/", java_script_enabled=script)
    bring_file(page, write_list(tmp_path, 40))
    say_columns(page)
    expect(page.get_by_role("row", name="Person 000")).to_contain_text("Firm 000")
    expect(page.get_by_role("row", name="Person 000")).to_contain_text("+44 113 496 0000")
    expect(page.get_by_text("Line 42:")).to_be_visible()
    assert Prospect.objects.count() == KNOWN, "looking before writes nothing"

    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="What came of it?")).to_be_visible()
    assert_all_are_in(page)
    page.get_by_role("link", name="Undo this import").click()
    expect(page.get_by_role("heading", name="Take back all of “fair.csv”?")).to_be_visible()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("It was undone.")).to_be_visible()
    assert Prospect.objects.count() == KNOWN
    assert not Answer.objects.exists()


def assert_all_are_in(page: Page) -> None:
    """Forty people, each with an owner and a next touch; two refused rows, with line and reason in a file."""
    done = Import.objects.get()
    assert (done.state, done.created, done.matched, done.rejected) == ("done", 40, 0, 2)
    assert Inquiry.objects.filter(source__name="Fair Leeds").count() == 40
    assert sorted(set(Answer.objects.values_list("question__key", flat=True))) == ["size"]
    person = prospect_named("Person 007")
    assert person.next_step
    assert person.next_touch_at is not None
    page.locator(".tile", has_text="refused").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("line,reason,Contact,Company")
    assert [line.split(",")[0] for line in lines[1:]] == ["42", "43"]
    page.go_back()


def test_progress_is_seen_it_stops_goes_on_and_ends(house: House, enter: Enter, tmp_path: Path, in_the_background: None) -> None:
    page = enter(house.max, "/intake/imports/")
    bring_file(page, write_list(tmp_path, 900))
    say_columns(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("It waits for the background to take it up.")).to_be_visible()

    def look_and_stop(imported: Import) -> None:
        expect(page.get_by_role("progressbar")).to_have_attribute("value", str(imported.rows))
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_text("It stops after the rows in hand.").first).to_be_visible()

    stopped = run_import(Import.objects.get().ref, clock=timezone.now, progress=look_and_stop)
    assert stopped.state == "stopped"
    assert 0 < Prospect.objects.count() - KNOWN < 900
    expect(page.get_by_text("It was stopped. What is in stays in; it can go on, or be undone whole.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    run_import(stopped.ref, clock=timezone.now)
    expect(page.get_by_role("heading", name="What came of it?")).to_be_visible()
    expect(page.locator(".tile", has_text="new people")).to_contain_text("900")


def test_a_list_that_is_not_wanted_leaves_nothing(house: House, enter: Enter, tmp_path: Path) -> None:
    page = enter(house.max, "/intake/imports/")
    bring_file(page, write_list(tmp_path, 5))
    say_columns(page)
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_text("The file is gone; nothing was brought in.")).to_be_visible()
    assert not Import.objects.exists()
    assert Prospect.objects.count() == KNOWN
