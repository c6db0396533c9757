"""The rep who leaves: on a Friday with 212 prospects and 9 promised calls; on Monday each has an owner, a date, and its hour.

Journey 7 as far as it reaches without hand-offs and letters of our own sending.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import log_touches, plan, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.touches.models import Signal
from tests.cast import House, meet, user_of
from tests.journeys.conftest import Enter, prospect_named

pytestmark = pytest.mark.browser
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 55, tzinfo=UTC)
PROMISED = tuple(datetime(2026, 11, 23, 10, 0, tzinfo=UTC) + timedelta(minutes=45 * n) for n in range(9))
"""From ten to four on Monday, London time."""
PROSPECTS = 212


@pytest.fixture
def on_friday(house: House) -> Iterator[dict[int, datetime]]:
    """Ines has 212 open prospects, nine of whom she promised a call; gives the promised moment by prospect."""
    people = [meet(house, f"Person {n:03}", phone=f"+44113496{n:04}", email=f"n{n}@x.example") for n in range(3, PROSPECTS)]
    promised = {one.pk: at for one, at in zip(people, PROMISED, strict=False)}
    with time_machine.travel(FRIDAY):
        settle([one.pk for one in people], by=None, now=FRIDAY)
        log_touches([_promise(pk, at, house) for pk, at in promised.items()], by=user_of(house.ines), now=FRIDAY)
        yield promised


def _promise(prospect_id: int, at: datetime, house: House) -> NewTouch:
    """She spoke with somebody else there, who named the hour."""
    return NewTouch(prospect_id, "phone", "out", "someone_else", FRIDAY, seat_id=house.ines.pk, call_back_at=at)


def close_the_account(page: Page) -> None:
    """The manager looks at what moves to whom, says why, and does it."""
    page.get_by_role("row", name="Ines").get_by_role("link", name="Leaves").click()
    expect(page.get_by_text("Ines has 212 open prospects.")).to_be_visible()
    expect(page.get_by_text("9 promised calls stay at their hours.")).to_be_visible()
    expect(page.get_by_role("row", name="Ivo")).to_contain_text("212")
    page.get_by_role("button", name="Hand over and close the account").click()
    assert Prospect.objects.filter(owner__name="Ines").count() == PROSPECTS, "nothing moves without a reason"
    page.get_by_label("Why do they leave?").fill("a job by the sea")
    page.get_by_role("button", name="Hand over and close the account").click()
    expect(page.get_by_text("Ines has left. 212 prospects have a new owner and their date, 9 of them promised.")).to_be_visible()
    expect(page.get_by_role("row", name="Ines")).to_have_count(0)


def test_on_monday_each_has_an_owner_a_date_and_the_promised_hour(house: House, enter: Enter, on_friday: dict[int, datetime]) -> None:
    rep = enter(house.ines, "/desk/")
    dates = dict(Prospect.objects.values_list("pk", "next_touch_at"))
    close_the_account(enter(house.mona, "/circle/team/"))
    rep.goto("/desk/")
    expect(rep).to_have_url(re.compile("/account/login/"))
    assert dict(Prospect.objects.values_list("pk", "next_touch_at")) == dates

    with time_machine.travel(MONDAY):
        plan(now=MONDAY)
        assert_nobody_is_forgotten(house)
        assert_promises_keep_their_hours(on_friday, house)
        read_who_and_why(enter, house, on_friday)
        found = audit_house(now=MONDAY)
        assert (found.open, found.without_next_touch, found.overdue, found.differences) == (PROSPECTS, 0, 0, 0)


def assert_nobody_is_forgotten(house: House) -> None:
    """Everyone has an owner who is here, a step and a date, and the reason stands in the history."""
    everyone = list(Prospect.objects.select_related("owner"))
    assert Counter(one.owner.name for one in everyone) == {"Ivo": PROSPECTS}
    assert all(one.next_step and one.next_touch_at and one.because_rule for one in everyone)
    because = StandingChange.objects.filter(what="owner").values_list("because", flat=True)
    assert len(because) == PROSPECTS
    assert all(words.startswith("Ines left (a job by the sea); ") for words in because)


def assert_promises_keep_their_hours(promised: dict[int, datetime], house: House) -> None:
    """What was promised is due at the same moment and the same clock, by somebody who is here."""
    stands = Prospect.objects.in_bulk(promised)
    assert {pk: one.next_touch_at for pk, one in stands.items()} == promised
    assert {one.because_rule for one in stands.values()} == {"promised_call"}
    waiting = {one.prospect_id: one for one in Signal.objects.open().filter(kind=Signal.Kind.CALL_BACK)}
    assert {pk: one.local_time for pk, one in waiting.items()} == {pk: f"{at:%Y-%m-%dT%H:%M}" for pk, at in promised.items()}
    assert {one.seat_id for one in waiting.values()} == {house.ivo.pk}


def read_who_and_why(enter: Enter, house: House, promised: dict[int, datetime]) -> None:
    """The new owner's desk has the promised ones first, each at its hour; a page says who has it and why."""
    page = enter(house.ivo, "/desk/")
    section = page.locator("nav.queue section", has_text="Promised")
    expect(section.get_by_role("listitem")).to_have_count(9)
    expect(section.get_by_role("listitem").first).to_contain_text("10:00")
    expect(section.get_by_role("listitem").last).to_contain_text("16:00")
    section.get_by_role("link", name="Person 003").click()
    page.get_by_role("link", name="Whole story").click()
    expect(page.get_by_text("owned by Ivo")).to_be_visible()
    page.get_by_text("Owner, stage and end").click()
    expect(page.get_by_text("Ines left (a job by the sea)")).to_be_visible()
    page.goto(f"/prospects/{prospect_named('Anna Arnold').ref}/")
    expect(page.get_by_text("owned by Ivo")).to_be_visible()
