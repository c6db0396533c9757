"""Month nine: an inquiry of March, kept warm without a call, is a customer in December; and the report says to what that is owed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from keepwarm.answers.models import Answer, Question
from keepwarm.circle.actions.answering import answer_question
from keepwarm.circle.actions.winning import win
from keepwarm.consent.models import Permission
from keepwarm.decisions.actions import arrive, heed_signs, log_touch, wake
from keepwarm.decisions.batch import Arrival, NewAddress, NewAnswer, NewTouch
from keepwarm.engine.words import Evidence
from keepwarm.handoff.actions import accept, offer
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.brief import compose_brief
from keepwarm.ledger.models import Credit, Story
from keepwarm.outbox.models import Account
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.search import index_prospects
from keepwarm.qualification.queries.missing import what_is_missing
from keepwarm.selling.actions.offerings import add_offering
from keepwarm.selling.actions.opening import NewOpportunity, open_opportunity
from keepwarm.selling.models import Sale
from keepwarm.seminars.actions import SignUp, mark_attended, sign_up
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind
from keepwarm.signs.queries.readiness import readiness_of
from keepwarm.signs.recording import NewSign
from keepwarm.touches.models import Touch
from tests.cast import House, user_of
from tests.gatherings import open_for
from tests.journeys.conftest import Enter
from tests.keeping import a_day, item, run_program
from tests.leads import agree
from tests.ledgers import bring_up_to_date

pytestmark = pytest.mark.browser
MARCH = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 14, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def at_work() -> Iterator[None]:
    """It begins in March; each part of the story moves the clock on."""
    with time_machine.travel(MARCH):
        yield


@pytest.fixture
def nina(house: House) -> Prospect:
    """She takes the price guide, leaves a number, and is reached within the hour: not before next year's budget."""
    agree(at=MARCH - 30 * DAY, needed=1)
    for title in ("Fewer stops", "What a stop costs", "Valves that last", "A year without leaks"):
        item(title, "valves")
    run_program(house, "Valves", "valves")
    Account.objects.create(name="House", host="127.0.0.1", port=25, security="none", from_email="hello@house.example", made_at=MARCH)
    phone = NewAddress("phone", "0113 496 0071", "+441134960071", place="GB", zones="Europe/London")
    email = NewAddress("email", "nina@north.example", "nina@north.example")
    came = Arrival(
        name="Nina North",
        owner_id=house.ines.pk,
        source_id=house.web.pk,
        fingerprint="price guide",
        inquired_at=MARCH,
        wants_contact=True,
        topic="price guide",
        addresses=(phone, email),
        place="GB",
        zones="Europe/London",
    )
    found = arrive([came], by=None, now=MARCH)[0].prospect_id
    assert Prospect.objects.get(pk=found).next_step == "call"
    Permission.objects.create(prospect_id=found, channel="mailing", kind="express", given_at=MARCH)
    reached = NewTouch(
        found,
        "phone",
        "out",
        "reached",
        MARCH + timedelta(minutes=40),
        house.ines.pk,
        seconds=420,
        learned="not before next year's budget",
        answers=(NewAnswer("need", "fewer stops", int(Evidence.CONVERSATION)), NewAnswer("valves", "yes", int(Evidence.CONVERSATION))),
        recycle_until=NOVEMBER,
        because="the budget is made in November",
        recycle_reason="no_budget",
    )
    log_touch(reached, by=user_of(house.ines), now=MARCH + timedelta(minutes=40))
    index_prospects([found])
    return Prospect.objects.get(pk=found)


def keep_warm_until_october(house: House, nina: Prospect) -> None:
    """Whatever the program brings on its days; a seminar in June; a question answered by a click in August."""
    seminar = open_for(house, now=MARCH + DAY, local_at=datetime(2026, 6, 18, 10, 0), seats=5)  # noqa: DTZ001 - what the clock shows
    live_until(nina, datetime(2026, 6, 2, 10, tzinfo=UTC))
    with time_machine.travel(at := datetime(2026, 6, 2, 10, tzinfo=UTC)):
        guest = sign_up(seminar.ref, SignUp(name="Nina North", email="nina@north.example"), now=at)
    with time_machine.travel(at := datetime(2026, 6, 18, 12, tzinfo=UTC)):
        mark_attended(seminar.ref, [guest.ref], by=house.max, now=at)
    live_until(nina, datetime(2026, 8, 20, 10, tzinfo=UTC))
    with time_machine.travel(at := datetime(2026, 8, 20, 10, tzinfo=UTC)):
        answer_question(nina, Question.objects.get(key="authority"), "decides alone", source="a mail", now=at)
    live_until(nina, datetime(2026, 10, 1, tzinfo=UTC))


def live_until(nina: Prospect, end: datetime) -> None:
    """From one keep-warm date to the next: chosen, sent, delivered."""
    at = max(MARCH + DAY, Touch.objects.filter(prospect=nina).latest("happened_at").happened_at)
    while at < end:
        with time_machine.travel(at):
            a_day(at)
        due = Prospect.objects.values_list("next_touch_at", flat=True).get(pk=nina.pk)
        at = max(at + DAY, due + timedelta(minutes=5) if due else at)


def read_prices_in_october(nina: Prospect) -> None:
    """Two pages about prices: readiness rises; judged by what was agreed her budget is missing, so she is no lead."""
    before = readiness_of([nina.pk], now=datetime(2026, 10, 12, 9, 0, tzinfo=UTC))[nina.pk]
    for day in (12, 14):
        at = datetime(2026, 10, day, 15, 0, tzinfo=UTC)
        with time_machine.travel(at):
            record_signs([NewSign(nina.pk, Kind.VISIT, at, about="prices", once=f"prices {day}")], now=at)
            heed_signs(now=at + timedelta(minutes=5))
    after = readiness_of([nina.pk], now=at)[nina.pk]
    assert after.points > before.points
    judged = what_is_missing(nina)
    assert "budget" in {line.criterion.name for line in judged.missing}
    assert not judged.is_lead


def sell_in_december(house: House, nina: Prospect) -> Sale:
    """Called again in November: now a lead, offered and accepted; sold in December with nothing beyond the quote."""
    at = NOVEMBER + timedelta(minutes=30)
    told = tuple(
        NewAnswer(key, value, int(Evidence.CONVERSATION))
        for key, value in (("need", "fewer stops"), ("authority", "decides alone"), ("budget", "30,000"))
    )
    with time_machine.travel(at):
        talk = NewTouch(nina.pk, "phone", "out", "reached", at, house.ines.pk, seconds=900, learned="the budget is there", answers=told)
        log_touch(talk, by=user_of(house.ines), now=at)
        brief = compose_brief(nina.pk, now=at)
        offered = offer(nina.pk, why="the budget is there", brief=brief, by=user_of(house.ines), now=at, to_seat=house.cara)
        accept(offered.ref, by=user_of(house.cara), now=at + timedelta(minutes=20))
    with time_machine.travel(DECEMBER):
        pumps = add_offering(name="Valves, a hall", price_minor=3_000_000, currency="EUR", by=house.adam, now=DECEMBER)
        new = NewOpportunity(pumps.ref, DECEMBER.date(), "the order")
        chance = open_opportunity(nina.pk, new, by=user_of(house.cara), now=DECEMBER)
        return win(chance.ref, promises=None, nothing_beyond=True, by=user_of(house.cara), now=DECEMBER)


def test_a_buyer_of_month_nine_is_owed_to_march_to_the_articles_and_to_both_calls(house: House, nina: Prospect, enter: Enter) -> None:
    keep_warm_until_october(house, nina)
    articles = Touch.objects.filter(prospect=nina, channel="mailing", disposition="delivered")
    assert len(set(articles.filter(args__has_key="item").values_list("args__item", flat=True))) >= 4
    read_prices_in_october(nina)
    theirs = Touch.objects.filter(prospect=nina)
    assert theirs.filter(channel="phone").count() == 1, "no call in between"
    assert not theirs.filter(channel__in=["email", "post", "message", "meeting"]).exists(), "and nobody else writes"
    assert Answer.objects.get(prospect=nina, question__key="authority").source == "a mail", "a question answered by a click"
    assert not HandOff.objects.exists()

    with time_machine.travel(NOVEMBER):
        wake(now=NOVEMBER)
        desk = enter(house.ines, "/desk/")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Nina North")
        expect(desk.get_by_text("not before next year's budget").first).to_be_visible()
        whole = enter(house.ines, f"/prospects/{nina.ref}/")
        for told in ("price guide", "Fewer stops", "not before next year's budget"):
            expect(whole.get_by_text(told).first).to_be_visible()
        queue = enter(house.ivo, "/desk/")
        expect(queue.get_by_text("Nina North")).to_have_count(0)

    sale = sell_in_december(house, nina)
    assert Prospect.objects.get(pk=nina.pk).stage == Stage.CUSTOMER
    bring_up_to_date(DECEMBER + timedelta(hours=1))
    story = Story.objects.get(sale=sale.pk)
    assert (story.months, story.source) == (9, house.web.pk)
    owed = {one.key: one for one in Credit.objects.filter(sale=sale.pk, what="kind")}
    assert (owed["inquiry"].contacts, owed["call"].contacts, owed["seminar"].contacts) == (2, 2, 1)  # to sign up is an inquiry too
    assert owed["article"].contacts >= 4
    assert owed["inquiry"].first == sum(one.equal for one in owed.values()) == story.minor

    with time_machine.travel(DECEMBER + timedelta(hours=2)):
        page = enter(house.dora, "/reports/late/")
        expect(page.get_by_role("heading", name="Who bought late?")).to_be_visible()
        page.get_by_role("row", name=re.compile(r"^9 ")).get_by_role("link").click()
        page.get_by_role("link", name="Nina North").click()
        expect(page.get_by_role("heading", name="What led to this sale?")).to_be_visible()
        expect(page.get_by_text("late buyer", exact=True)).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("^inquiry.*10 Mar 2026"))).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("^talk on the phone"))).to_have_count(2)
        for title in ("Fewer stops", "What a stop costs", "Valves that last", "A year without leaks"):
            expect(page.get_by_role("row", name=re.compile(title)).first).to_be_visible()
