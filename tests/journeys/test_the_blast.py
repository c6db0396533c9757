"""Journey 6: a mailing to everybody is refused, the groups that fit are offered; sent to one of them, it stops by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from keepwarm.engine.blast import Limits
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries import figures
from keepwarm.outbox.actions import record_complaint
from keepwarm.outbox.models import Account, Message
from keepwarm.prospects.models import Prospect
from tests.blasting import MINUTE, crowd, drafted, go_on, postman
from tests.cast import NOW, House
from tests.journeys.conftest import Enter
from tests.writing import open_mail

pytestmark = pytest.mark.browser


def test_the_blast_is_refused_and_what_fits_stops_when_people_complain(house: House, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "LIMITS", Limits(big=20, first_least=6))
    if not Account.objects.exists():
        open_mail()
    for topic in ("pumps", "valves"):
        crowd(house, 14, topic, named=topic.capitalize())
    crowd(house, 14, named="Stranger")
    ref = drafted(house, "Pumps news", "always", topic="pumps")
    page = enter(house.max, f"/mailings/{ref}/")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("It does not go like this.")).to_be_visible()
    expect(page.get_by_text("have never given any sign of interest", exact=False)).to_be_visible()
    expect(page.get_by_text("unlike groups: one text cannot be for all of them", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Send it")).to_have_count(0)

    page.locator("#groups li", has_text="Pumps").get_by_role("link", name="Make it a segment").click()
    page.wait_for_url("**/segments/**")
    page.get_by_label("What is it called?").fill("Pumps people")
    page.get_by_role("button", name="Save the segment").click()
    expect(page.get_by_role("heading", name="Pumps people")).to_be_visible()
    page.goto(f"/mailings/{ref}/change/")
    page.get_by_label("To whom?").select_option(label="Pumps people")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Check it").click()
    expect(page.locator(".tile", has_text="people").first).to_contain_text("14")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("It is on its way.", exact=False)).to_be_visible()

    Mailing.objects.update(first=6)
    mailing = go_on(Mailing.objects.get(), now=NOW + timedelta(hours=1))
    postman(now=NOW + timedelta(hours=1) + MINUTE, of=Message.objects.filter(kind="mailing"))
    for message in Message.objects.filter(kind="mailing").order_by("pk")[:2]:
        record_complaint(message, now=NOW + timedelta(hours=2))
    go_on(mailing, now=NOW + timedelta(hours=2))
    page.reload()
    expect(page.get_by_text("More people complained than the house allows, so it stopped by itself.")).to_be_visible()
    assert Message.objects.filter(kind="mailing").count() == 6
    assert not Prospect.objects.filter(ended_at__isnull=True, next_touch_at__isnull=True).exists()
