"""The pen pal: a pitch with three attachments is not sent but said; four calls later a proposal for a time goes."""

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.letters.models import Draft, Letter, PointToSay
from keepwarm.letters.queries.budget import read_budget
from keepwarm.outbox.models import Message
from keepwarm.touches.actions import note_sent_folder_read
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet
from tests.journeys.conftest import PHONE, Enter, prospect_named
from tests.writing import call_others, open_mail

pytestmark = pytest.mark.browser
ANNA = "Anna Arnold"
LATER = NOW + timedelta(minutes=5)
"""The clock goes on while the browser works."""
PITCH = (
    "Hello Anna,\n\n"
    "our new line cuts your energy cost by thirty percent and is the fastest on the market. "
    "With our solution your plant gains two hours a day, more than with any competitor. "
    "I hope to recieve your answer soon.\n\n"
    "Ines\n"
)
PROPOSAL = "Hello Anna,\n\nmay I call you on Thursday at 10:00, for fifteen minutes?\n\nInes\n"
FILES: list[FilePayload] = [
    {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 " + name.encode()}
    for name in ("Brochure", "Prices", "References")
]


@pytest.fixture
def busy(house: House) -> House:
    """Ines has made eight honest calls and sent two letters; Anna is warm, and nothing has moved for three weeks."""
    open_mail()
    note_sent_folder_read(house.ines.pk, now=NOW)
    long_ago = NOW - timedelta(days=20)
    talk = {"learned": "two lines stand still", "answers": (NewAnswer("need", "fewer stops", 5),)}
    log_touch(NewTouch(prospect_named(ANNA).pk, "phone", "out", "reached", long_ago, house.cara.pk, **talk), by=house.cara.user, now=NOW)  # type: ignore[arg-type]
    call_others(house, 8)
    for number in range(2):
        reader = meet(house, f"Reader {number}", phone="", email=f"r{number}@x.example")
        log_touch(NewTouch(reader.pk, "email", "out", "delivered", NOW, house.ines.pk, purpose="schedule"), by=house.ines.user, now=NOW)
    settle([prospect_named(ANNA).pk], by=None, now=NOW)
    return house


def write_from_the_desk(enter: Enter, house: House) -> Page:
    """W on the desk leads to the composer."""
    page = enter(house.ines, f"/desk/{prospect_named(ANNA).ref}/")
    page.wait_for_load_state()
    page.keyboard.press("w")
    page.wait_for_url("**/letters/new/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text(ANNA)
    return page


def add_files(page: Page) -> None:
    page.get_by_text("Add a file").click()
    page.get_by_label("File").set_input_files(FILES)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".enclosed li")).to_have_count(3)


def test_a_pitch_is_said_and_not_sent_and_a_proposal_goes_once_it_is_earned(busy: House, enter: Enter) -> None:
    page = write_from_the_desk(enter, busy)
    page.get_by_text("Propose a time").click()
    page.get_by_label("Subject").fill("Our new line")
    page.get_by_label("The letter").fill(PITCH)
    add_files(page)
    found = page.locator("#check")
    expect(found).to_contain_text("recieve")
    expect(found).to_contain_text("2 of 10 is 20 %")
    expect(found).to_contain_text("Four calls earn the next one")
    expect(found.locator("li.stops", has_text="energy cost")).to_be_visible()
    expect(found.locator("li", has_text="3")).not_to_have_count(0)
    page.get_by_role("button", name="Send").click(force=True)  # it looks closed, and says why when pressed
    expect(page.get_by_role("alert")).to_contain_text("must be changed before this can go")
    assert not Message.objects.exists()
    assert Draft.objects.get().enclosures.count() == 3

    say_it_instead(page)
    earn_and_send(page, busy)


def say_it_instead(page: Page) -> None:
    """What belongs into a talk leaves the letter and stands beside the number on the desk."""
    page.get_by_role("button", name="Move it to the call sheet").click()
    expect(page.locator("#to-say")).to_contain_text("energy cost")
    assert "energy cost" not in Draft.objects.get().body
    assert PointToSay.objects.filter(prospect=prospect_named(ANNA)).exists()
    page.goto(f"/desk/{prospect_named(ANNA).ref}/")
    expect(page.locator("#to-say")).to_contain_text("energy cost")


def earn_and_send(page: Page, house: House) -> None:
    """Four calls to other people, and a two-line proposal for a time passes."""
    call_others(house, 4, named="Another")
    assert read_budget(house.ines, now=LATER).left == 1
    page.goto(f"/letters/new/{prospect_named(ANNA).ref}/")
    for _file in range(3):
        page.locator(".enclosed button").first.click()
        page.wait_for_load_state()
    page.get_by_label("Subject").fill("Fifteen minutes on Thursday?")
    page.get_by_label("The letter").fill(PROPOSAL)
    expect(page.locator("#check")).to_contain_text("Nothing to mend")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/desk/?logged=*")
    letter = Letter.objects.get()
    assert letter.touch.disposition == "queued"
    assert (Message.objects.get().to_email, letter.enclosures.count()) == ("p0@x.example", 0)
    assert read_budget(house.ines, now=LATER).left == 0
    assert prospect_named(ANNA).because_rule == "letter_on_its_way"
    page.goto("/letters/")
    expect(page.locator(f"#letter-{letter.ref}")).to_contain_text("waits to leave")
    assert audit_house(now=LATER).is_clean


def test_on_a_phone_a_letter_is_held_back_before_it_leaves(busy: House, enter: Enter) -> None:
    call_others(busy, 4, named="Another")
    page = enter(busy.ines, f"/letters/new/{prospect_named(ANNA).ref}/", **PHONE)
    page.get_by_text("Propose a time").click()
    page.get_by_label("Subject").fill("Fifteen minutes on Thursday?")
    page.get_by_label("The letter").fill(PROPOSAL)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/desk/?logged=*")
    page.goto("/letters/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Hold it back").click()
    expect(page.get_by_text("Held back: nothing was sent")).to_be_visible()
    assert (Message.objects.get().state, Touch.objects.get(pk=Letter.objects.get().touch_id).voided_at is not None) == ("cancelled", True)
    assert read_budget(busy.ines, now=LATER).left == 1
