"""Ill today: what was promised, and whoever asked to be called, is with a colleague at once; the rest waits; all of it comes back."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.prospects.models import Prospect
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, user_of
from tests.journeys.conftest import PHONE, Enter, prospect_named

pytestmark = pytest.mark.browser
AT_ELEVEN = NOW.replace(hour=11, minute=0)
IN_THE_HOUR = NOW + timedelta(hours=1)


@pytest.fixture
def promises(house: House) -> None:
    """Ines promised Anna a call at eleven; Ben asked to be called within the hour; Cleo is an ordinary first call."""
    anna, ben = prospect_named("Anna Arnold"), prospect_named("Ben Brook")
    log_touch(
        NewTouch(anna.pk, "phone", "out", "someone_else", NOW, seat_id=house.ines.pk, call_back_at=AT_ELEVEN),
        by=user_of(house.ines),
        now=NOW,
    )
    asked = Signal(prospect=ben, kind=Signal.Kind.CONTACT_ASKED, raised_at=NOW, due_at=IN_THE_HOUR, zone=ben.zone, seat=house.ines)
    raise_signals([asked])
    settle([ben.pk], by=None, now=NOW)


def due_of(name: str) -> tuple[str, datetime | None]:
    """Who has somebody now, and when they are due."""
    one = Prospect.objects.select_related("owner").get(name=name)
    return one.owner.name, one.next_touch_at


def mark(page: Page, name: str, button: str) -> None:
    page.get_by_role("row", name=name).get_by_role("button", name=button).click()


@pytest.mark.parametrize("how", [{}, PHONE], ids=["desktop", "phone"])
def test_promised_and_one_hour_calls_move_at_once_and_come_back(house: House, promises: None, enter: Enter, how: dict[str, object]) -> None:
    cleo_was_due = due_of("Cleo Castle")[1]
    ines = enter(house.ines, "/circle/team/", **how)
    mark(ines, "Ines", "Ill today")
    expect(ines.get_by_text("Ines is ill today. What was promised is with those present.")).to_be_visible()
    expect(ines.get_by_role("row", name="Ines")).to_contain_text("2 with Ivo")

    assert due_of("Anna Arnold") == ("Ivo", AT_ELEVEN)
    assert due_of("Ben Brook") == ("Ivo", IN_THE_HOUR)
    owner, due = due_of("Cleo Castle")
    assert (owner, due and due.date()) == ("Ines", (NOW + timedelta(days=1)).date())

    ivo = enter(house.ivo, "/desk/", **how)
    promised = ivo.locator("nav.queue section", has_text="Promised")
    expect(promised.get_by_role("link", name="Anna Arnold")).to_contain_text("11:00")
    expect(promised.get_by_role("link", name="Ben Brook")).to_contain_text("10:30")
    ivo.goto(f"/prospects/{prospect_named('Anna Arnold').ref}/")
    ivo.get_by_text("Owner, stage and end").click()
    expect(ivo.get_by_text("Ines is ill; Ivo has the most room")).to_be_visible()

    mark(ines, "Ines", "Back again")
    expect(ines.get_by_text("Ines is back, and 2 prospects with them.")).to_be_visible()
    assert due_of("Anna Arnold") == ("Ines", AT_ELEVEN)
    assert due_of("Ben Brook") == ("Ines", IN_THE_HOUR)
    owner, due = due_of("Cleo Castle")
    assert owner == "Ines"
    assert due is not None
    assert cleo_was_due is not None
    assert max(cleo_was_due, NOW) <= due < NOW + timedelta(hours=1)
    found = audit_house(now=NOW + timedelta(minutes=10))
    assert (found.without_next_touch, found.differences) == (0, 0)


def test_the_manager_marks_somebody_away_until_a_day(house: House, promises: None, enter: Enter) -> None:
    page = enter(house.mona, "/circle/team/")
    page.get_by_role("row", name="Ines").get_by_role("link", name="Away").click()
    page.get_by_label("Last day away").fill("2026-12-04")
    page.get_by_label("Why").fill("holidays")
    page.get_by_role("button", name="Mark as away").click()
    expect(page.get_by_role("row", name="Ines")).to_contain_text("until 4 Dec")
    assert due_of("Anna Arnold") == ("Ivo", AT_ELEVEN)
    assert due_of("Cleo Castle")[0] == "Ivo", "two weeks would be too long a wait"


def test_a_rep_marks_nobody_else(house: House, enter: Enter) -> None:
    page = enter(house.ivo, "/circle/team/")
    expect(page.get_by_role("button", name="Ill today")).to_have_count(1)
    expect(page.get_by_role("row", name="Ivo").get_by_role("button", name="Ill today")).to_be_visible()
