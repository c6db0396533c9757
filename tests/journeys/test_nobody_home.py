"""Nobody home: six honest attempts, two voicemails, one letter, then back to keep warm by itself; and who gave up after two is asked why.

Journey 3 as far as calling reaches: the letter is written elsewhere and logged by hand.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import plan, settle
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Channel, Touch
from tests.cast import NOW, House
from tests.journeys.conftest import Enter, prospect_named

pytestmark = pytest.mark.browser
ANNA, BEN = "Anna Arnold", "Ben Brook"
VOICEMAIL, NO_ANSWER = "3", "4"
MoveTo = Callable[[datetime], None]


@pytest.fixture
def move_to(house: House) -> Iterator[MoveTo]:
    """Moves the clock of test and server to a moment, and lets the nightly plan run as the background would have."""
    running: list[time_machine.travel] = []

    def move(moment: datetime) -> None:
        clock = time_machine.travel(moment)
        clock.start()
        running.append(clock)
        plan(now=moment)

    yield move
    for clock in reversed(running):
        clock.stop()


def open_when_due(enter: Enter, move_to: MoveTo, seat: Seat, name: str) -> Page:
    """The rep at the desk at the moment the house proposes: the name is found in the queue of that day."""
    due = prospect_named(name).next_touch_at
    assert due is not None
    move_to(max(due, NOW) + timedelta(minutes=3))
    page = enter(seat, "/desk/")
    page.get_by_role("navigation", name="Today").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.wait_for_load_state()  # keys are heard from then on
    return page


def call(page: Page, ending: str) -> None:
    """A call by keyboard: open, how it ended, save."""
    page.keyboard.press("c")
    page.wait_for_url("**/ending/")
    page.keyboard.press(ending)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?logged=*")


def log_the_letter(page: Page) -> None:
    """The letter after the voicemail, logged by hand."""
    page.keyboard.press("w")
    page.wait_for_url("**/letter/")
    expect(page.locator("#act")).to_contain_text("Yes.")
    page.get_by_text("follow up a call attempt").click()
    page.get_by_label("Subject").fill("Ten minutes on Thursday?")
    page.get_by_role("button", name="Log the letter").click()
    page.wait_for_url("**/desk/?logged=*")


def test_six_honest_attempts_two_voicemails_and_a_letter_then_kept_warm_by_itself(house: House, enter: Enter, move_to: MoveTo) -> None:
    page = open_when_due(enter, move_to, house.ines, ANNA)
    call(page, NO_ANSWER)

    page = open_when_due(enter, move_to, house.ines, ANNA)
    script = page.locator(".say", has_text="If it is only the machine")
    expect(script).to_contain_text("number 1 of 2 in this round")
    expect(script).to_contain_text("Ines")
    call(page, VOICEMAIL)
    assert prospect_named(ANNA).because_rule == "voicemail_call", "no letter is earned by two attempts"

    for _third_and_fourth in range(2):
        call(open_when_due(enter, move_to, house.ines, ANNA), NO_ANSWER)

    page = open_when_due(enter, move_to, house.ines, ANNA)
    expect(page.locator(".say", has_text="If it is only the machine")).to_contain_text("number 2 of 2 in this round")
    call(page, VOICEMAIL)
    assert prospect_named(ANNA).because_rule == "voicemail_letter", "four other activities earned a letter"
    page = open_when_due(enter, move_to, house.ines, ANNA)
    expect(page.locator(".why")).to_contain_text("no letter has followed it yet")
    expect(page.locator(".say", has_text="If it is only the machine")).to_contain_text("Leave none: they have heard you twice.")
    log_the_letter(page)

    call(open_when_due(enter, move_to, house.ines, ANNA), NO_ANSWER)
    assert_six_on_different_days_and_hours()
    assert_kept_warm_with_a_date(page, house)
    assert_the_manager_reads_it(house, enter, move_to)


def assert_six_on_different_days_and_hours() -> None:
    """All six were on the days and at the hours that the house proposed."""
    calls = list(Touch.objects.filter(channel=Channel.PHONE).order_by("happened_at"))
    assert [one.disposition for one in calls] == ["no_answer", "voicemail", "no_answer", "no_answer", "voicemail", "no_answer"]
    assert len({one.happened_at.date() for one in calls}) == 6
    assert len({one.happened_at.hour for one in calls}) >= 3
    letter = Touch.objects.get(channel=Channel.EMAIL)
    assert (letter.by_hand, letter.happened_at.date()) == (True, calls[4].happened_at.date())


def assert_kept_warm_with_a_date(page: Page, house: House) -> None:
    """Nobody put Anna back: the sixth attempt did, with a date, and her page says why."""
    anna = prospect_named(ANNA)
    assert (anna.next_step, anna.because_rule, anna.owner, anna.wake_at) == ("keep_warm", "attempts_used_up", house.ines, None)
    assert anna.last_attempt_at is not None
    assert anna.next_touch_at is not None
    assert timedelta(days=3) < anna.next_touch_at - anna.last_attempt_at <= timedelta(days=60)
    page.goto(f"/prospects/{anna.ref}/")
    expect(page.locator(".why").first).to_contain_text("6 attempts have not reached them")
    expect(page.locator(".why").first).to_contain_text("Keep warm, next touch")


def assert_the_manager_reads_it(house: House, enter: Enter, move_to: MoveTo) -> None:
    """Six of six on the report of the last day, nothing odd about them, and nobody who gave up early."""
    last = prospect_named(ANNA).last_attempt_at
    assert last is not None
    move_to(last.replace(hour=8) + timedelta(days=1))
    page = enter(house.mona, "/reports/morning/")
    ines = page.locator(".rep", has=page.get_by_role("heading", name="Ines"))
    expect(ines.locator(".tried")).to_contain_text("Anna Arnold (6 of 6)")
    expect(ines).not_to_contain_text("given up early")
    expect(ines).not_to_contain_text("within a minute")
    ines.get_by_role("link", name=ANNA).click()
    expect(page.locator("ol.time > li", has_text="alled").or_(page.locator("ol.time > li", has_text="oicemail"))).to_have_count(6)
    found = audit_house(now=last + timedelta(days=1))
    assert (found.without_next_touch, found.differences) == (0, 0)


def test_who_gives_up_after_two_is_asked_why_and_the_manager_sees_it(house: House, enter: Enter, move_to: MoveTo) -> None:
    ben = prospect_named(BEN)
    ben.owner = house.ivo
    ben.save(update_fields=["owner"])
    settle([ben.pk], by=None, now=NOW)
    for ending in (NO_ANSWER, VOICEMAIL):
        page = open_when_due(enter, move_to, house.ivo, BEN)
        call(page, ending)
    put_back_early(page)

    given_up_at = prospect_named(BEN).last_attempt_at
    assert given_up_at is not None
    move_to(given_up_at.replace(hour=8) + timedelta(days=1))
    manager = enter(house.mona, "/reports/morning/")
    ivo = manager.locator(".rep", has=manager.get_by_role("heading", name="Ivo"))
    expect(ivo).to_contain_text("1 given up early")
    expect(ivo).to_contain_text("after 2 of 6 attempts")
    expect(ivo).to_contain_text("nobody ever picks up there")
    ivo.get_by_role("link", name="ask why").click()
    manager.get_by_label("Your question to Ivo").fill("Have you tried in the evening?")
    manager.get_by_role("button", name="Ask", exact=True).click()
    expect(manager.get_by_text("Have you tried in the evening?")).to_be_visible()

    rep = enter(house.ivo, "/reports/morning/")
    expect(rep.get_by_text("A question waits for you")).to_be_visible()
    expect(rep.locator("#questions")).to_contain_text("Have you tried in the evening?")


def put_back_early(page: Page) -> None:
    """Keep warm after two attempts: a bare reason is refused, words are taken."""
    page.goto(f"/desk/{prospect_named(BEN).ref}/keep-warm/")
    expect(page.get_by_text("2 attempts so far, and not reached.")).to_be_visible()
    page.keyboard.press("1")
    page.get_by_text("in 6 months", exact=False).click()
    page.keyboard.press("Enter")
    expect(page.get_by_text("why stop now?")).to_be_visible()
    assert prospect_named(BEN).next_step == "call"
    page.get_by_label("In a few words").fill("nobody ever picks up there")
    page.get_by_role("button", name="Keep warm, and next").click()
    expect(page.get_by_text("is kept warm, and comes back by itself.")).to_be_visible()
