"""Journey 6: a mailing to everybody is refused, the groups that fit are offered; sent to those, it stops by itself and says so.

Seventy stand for the 40,000, in the same shares: five unlike groups, 31 % without any sign of interest, 6 % above the cap. Two of the
six who go ahead complain; that four of a thousand are enough is shown in `engine/tests`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from keepwarm.inbox.actions import take_mail
from keepwarm.mailings.models import Mailing
from keepwarm.outbox.models import Account, Message
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.blasting import DAY, MINUTE, checked, crowd, drafted, few_are_many, go_on, postman, send
from tests.cast import NOW, House
from tests.journeys.conftest import Enter
from tests.mails import complaint
from tests.writing import open_mail

pytestmark = pytest.mark.browser
HOUR = timedelta(hours=1)
MILLS, BOATS = ("mills", "dams", "rivers", "locks", "wells"), ("boats", "ports", "sails", "docks", "tides")
FIRST = 6


def everybody(house: House) -> None:
    """Mills and boats want pumps, each with interests of their own; others want roofs or seeds; of the rest, with three of Ines's, nothing
    is known."""
    crowd(house, 13, "pumps", *MILLS, named="Mill")
    crowd(house, 13, "pumps", *BOATS, named="Boat")
    crowd(house, 11, "roofs", named="Roof")
    crowd(house, 11, "seeds", named="Seed")
    for one in crowd(house, 19, named="Stranger")[:4]:
        for days in range(10, 14):
            at = NOW - days * DAY
            Touch.objects.create(
                prospect=one, channel="mailing", direction="out", disposition="delivered", purpose="article", happened_at=at, logged_at=at
            )


def is_refused_with_reasons(page: Page) -> None:
    expect(page.get_by_text("It does not go like this.")).to_be_visible()
    for words in (
        "31 % have never given any sign of interest.",
        "These are 5 unlike groups: one text cannot be for all of them.",
        "6 % have heard from us as often as agreed this month.",
    ):
        expect(page.locator("#verdict li", has_text=words)).to_be_visible()
    expect(page.get_by_role("button", name="Send it")).to_have_count(0)
    expect(page.locator("#groups li")).to_have_count(5)
    expect(page.locator("#groups li", has_text="fits")).to_have_count(2)


def test_the_blast_is_refused_and_what_fits_stops_when_people_complain(house: House, enter: Enter) -> None:
    few_are_many(first=FIRST)
    if not Account.objects.exists():
        open_mail()
    Account.objects.update(tags="plus")
    everybody(house)
    ref = drafted(house, "Pumps news", "always", topic="pumps")
    page = enter(house.max, f"/mailings/{ref}/")
    page.get_by_role("button", name="Check it").click()
    is_refused_with_reasons(page)

    page.locator("#groups li", has_text="fits").first.get_by_role("link", name="Make it a segment").click()
    page.wait_for_url("**/segments/**")
    page.get_by_label("What is it called?").fill("Pumps people")
    page.get_by_role("button", name="Save the segment").click()
    expect(page.get_by_role("heading", name="Pumps people")).to_be_visible()
    page.goto(f"/mailings/{ref}/change/")
    page.get_by_label("To whom?").select_option(label="Pumps people")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Check it").click()
    expect(page.locator(".tile", has_text="people").first).to_contain_text("13")
    page.get_by_role("button", name="Send it to the first share").click()
    expect(page.get_by_text("It is on its way.", exact=False)).to_be_visible()
    send(house, checked(house, "The others", f"interest.pumps = yes and not interest.{MILLS[0]} = yes", topic="pumps"), now=NOW + HOUR)
    assert set(Mailing.objects.values_list("state", "first")) == {("running", FIRST)}

    mailing = go_on(Mailing.objects.get(ref=ref), now=NOW + HOUR)
    postman(now=NOW + HOUR + MINUTE, of=Message.objects.filter(kind="mailing"))
    sent = Message.objects.filter(kind="mailing", mailing_recipients__mailing=mailing).order_by("pk")
    for message in sent[:2]:
        take_mail(complaint(message.to_email, to=f"us+{message.tag}@house.example", message_id=message.message_id), now=NOW + 2 * HOUR)
    go_on(mailing, now=NOW + 2 * HOUR)
    page.reload()
    expect(page.get_by_text("More people complained than the house allows, so it stopped by itself.")).to_be_visible()
    assert Message.objects.get(kind="system", subject__contains="stopped by itself").to_email == "max@house.example"
    go_on(mailing, now=NOW + 3 * DAY)
    assert sent.count() == FIRST
    assert not Prospect.objects.filter(ended_at__isnull=True, next_touch_at__isnull=True).exists()
