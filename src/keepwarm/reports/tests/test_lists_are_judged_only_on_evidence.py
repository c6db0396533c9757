from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.decisions.actions import refuse_advice, settle
from keepwarm.engine.shares import wilson
from keepwarm.exports.actions import take_export
from keepwarm.qualification.models import Judgement
from keepwarm.reports.queries import list_quality, lists, refused_advice, row_page
from keepwarm.reports.queries.lists import ListLine
from keepwarm.reports.queries.money.page import money_report
from keepwarm.reports.queries.worth import Tally, verdict
from keepwarm.reports.tasks import recount_sources
from keepwarm.reports.tests.day import TEN, call
from keepwarm.selling.models import Rate
from keepwarm.staff.actions import Scope, make_key, set_rate
from keepwarm.touches.models import Inquiry, Source, SourceTally
from tests.cast import NOW, House, meet, user_of
from tests.leads import agree
from tests.ledgers import bring_up_to_date


def line(name: str) -> ListLine:
    return next(one for one in list_quality().lines if one.name == name)


def test_counted_are_people_by_their_first_source_and_our_touches_until_the_lead(house: House) -> None:
    Source.objects.filter(pk=house.web.pk).update(cost_minor=5000)
    anna, ben = meet(house, "Anna Arnold"), meet(house, "Ben Bauer")
    Inquiry.objects.create(prospect=anna, source=house.bought, received_at=NOW, fingerprint="again")
    call(anna, "wrong_number", cost_minor=100)
    call(anna, at=TEN + timedelta(hours=1), cost_minor=100, seconds=300)
    Judgement.objects.create(prospect=anna, definition=0, is_lead=True, judged_at=TEN + timedelta(hours=2))
    call(anna, at=TEN + timedelta(hours=3))
    call(ben, "received", channel="email", direction="in")
    found = line("Web form")
    tally = found.tally
    assert (tally.people, tally.worked, tally.dialled, tally.wrong, tally.touches, tally.leads) == (2, 1, 1, 1, 2, 1)
    assert (tally.minutes, found.cost_minor) == (6, 5200)
    assert "Bought list" not in [one.name for one in list_quality().lines]


def test_our_minutes_cost_where_a_seat_has_an_hourly_rate(house: House) -> None:
    set_rate(house.ines, 60_00, "eur", by=None, now=NOW)
    anna = meet(house, "Anna Arnold")
    call(anna, seconds=600)
    call(anna, "no_answer", at=TEN + timedelta(hours=1))
    call(anna, "held", at=TEN + timedelta(hours=2), channel="meeting")
    assert (line("Web form").cost_minor, list_quality().counts_minutes) == (41_00, True)


def test_a_touch_costs_a_list_what_it_costs_on_the_page_of_money(house: House) -> None:
    set_rate(house.ines, 37_00, "eur", by=None, now=NOW)
    anna = meet(house, "Anna Arnold")
    for minute in range(3):
        call(anna, "no_answer", at=TEN + timedelta(minutes=minute))
    call(anna, "delivered", at=TEN + timedelta(hours=1), channel="email")
    bring_up_to_date()
    money = money_report(for_=house.dora, now=NOW)
    assert line("Web form").cost_minor == next(one for one in money.sources if one.name == "Web form").spent.minor == 3 * 62 + 185


def test_a_list_bought_in_another_currency_costs_its_worth_in_ours_or_says_that_nobody_knows(house: House) -> None:
    Source.objects.filter(pk=house.web.pk).update(currency="CHF", cost_minor=100_00)
    for number in range(20):
        person = meet(house, f"Person {number}", email=f"p{number}@x.example", phone=f"+4411349600{number:02}")
        call(person, cost_minor=1_00)
    Judgement.objects.create(prospect=person, definition=0, is_lead=True, judged_at=NOW)
    found = line("Web form")
    assert (found.cost_minor, found.currency, found.unpriced, found.cost_per_lead_minor) == (20_00, "EUR", "CHF", None)
    Rate.objects.create(currency="CHF", on=NOW.date(), rate=Decimal("1.05"), source="bank")
    found = line("Web form")
    assert (found.cost_minor, found.unpriced, found.cost_per_lead_minor) == (125_00, "", 125_00)


def test_a_person_belongs_to_the_inquiry_that_was_first_not_to_the_one_that_was_typed_first(house: House) -> None:
    anna = meet(house, "Anna Arnold", inquired_at=NOW - timedelta(days=5))
    Inquiry.objects.create(prospect=anna, source=house.bought, happened_at=NOW - timedelta(days=300), received_at=NOW, fingerprint="old")
    assert [one.name for one in list_quality().lines] == ["Bought list"]


FIGURES = ("people", "worked", "leads", "dialled", "wrong", "touches")


def test_every_figure_of_a_list_opens_just_its_rows(house: House, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_page, "SHOWN", 2)
    set_rate(house.ines, 37_00, "eur", by=None, now=NOW)
    for number, ends in enumerate(["reached", "wrong_number", "no_answer", "reached", ""]):
        person = meet(house, f"Person {number}", email=f"p{number}@x.example", phone=f"+4411349600{number:02}")
        if ends:
            call(person, ends, at=TEN + timedelta(minutes=number))
            call(person, ends, at=TEN + timedelta(hours=3, minutes=number))
        if number == 3:
            Judgement.objects.create(prospect=person, definition=0, is_lead=True, judged_at=TEN + timedelta(hours=1))
            Inquiry.objects.create(prospect=person, source=house.bought, received_at=NOW, fingerprint="again")
    tally = line("Web form").tally
    assert (tally.people, tally.worked, tally.leads, tally.dialled, tally.wrong, tally.touches) == (5, 4, 1, 4, 1, 7)
    client.force_login(house.mona)
    text, _row = make_key(house.mona, name="t", scopes=[Scope.REPORTS_READ], by=house.mona, now=NOW)
    page = client.get("/reports/lists/").content.decode()
    for figure in FIGURES:
        wanted = {"of": figure, "list": house.web.ref}
        file, count = take_export("list-rows", wanted, kind="csv", for_=house.mona, by=house.mona, now=NOW)
        rows = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))
        file.close()
        assert count == len(rows) == getattr(tally, figure), figure
        if figure == "touches":
            assert sum(Decimal(row["Cost (EUR)"]) for row in rows) * 100 == tally.cost_minor
        assert client.get(f"/reports/lists/{figure}/?list={house.web.ref}").status_code == 200
        answer = client.get(f"/api/v1/reports/lists/{figure}?list={house.web.ref}", headers={"Authorization": f"Bearer {text}"})
        assert answer.status_code == 200
        if figure not in {"dialled", "wrong"}:  # told only of many
            assert f"/reports/lists/{figure}/?list={house.web.ref}" in page
    for address in ("nonsense/?list=" + house.web.ref, "people/?list=nobody", "people/"):
        assert client.get(f"/reports/lists/{address}").status_code == 422
    client.force_login(user_of(house.ines))
    assert client.get(f"/reports/lists/people/?list={house.web.ref}").status_code == 403


def test_under_twenty_people_nothing_is_told(house: House) -> None:
    call(meet(house))
    found = line("Web form")
    assert (found.verdict, found.touches_per_lead, found.cost_per_lead_minor, found.wrong_share) == ("few", None, None, None)


def test_stop_buying_needs_evidence() -> None:
    good = Tally(people=400, worked=300, touches=900, leads=45)
    assert verdict(Tally(people=900, worked=400, leads=1), good, is_bought=True) == "stop"
    assert verdict(Tally(people=900, worked=400, leads=1), good, is_bought=False) == ""
    assert verdict(Tally(people=900, worked=40, leads=0), good, is_bought=True) == ""
    assert verdict(Tally(people=900, worked=5, leads=0), good, is_bought=True) == "idle"
    assert verdict(Tally(people=900, worked=400, leads=1), Tally(people=40, worked=40, leads=2), is_bought=True) == ""
    assert verdict(good, Tally(people=900, worked=400, leads=12), is_bought=True) == "good"


@given(among=st.integers(1, 10_000), part=st.floats(0, 1))
def test_the_interval_holds_the_share_and_narrows_with_more_people(among: int, part: float) -> None:
    found = round(part * among)
    low, high = wilson(found, among)
    assert 0 <= low <= found / among + 1e-12 <= high + 2e-12 <= 1 + 3e-12
    wider = wilson(found, among)
    narrower = wilson(100 * found, 100 * among)
    assert narrower[1] - narrower[0] < wider[1] - wider[0]


def test_a_large_house_shows_what_the_background_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    call(meet(house))
    monkeypatch.setattr(lists, "COUNTED_LIVE", -1)
    assert not list_quality().is_counted
    assert recount_sources(now=NOW)
    found = list_quality()
    assert (found.counted_at, [one.tally.people for one in found.lines]) == (NOW, [1])
    call(meet(house, "Ben Bauer"))
    assert not recount_sources(now=NOW + timedelta(hours=1))
    assert recount_sources(now=NOW + timedelta(hours=7))
    assert SourceTally.objects.get(source=house.web).people == 2


def test_refused_advice_is_counted_per_rule_with_its_reasons(house: House) -> None:
    people = [meet(house, f"Person {number}") for number in range(3)]
    settle([one.pk for one in people], by=None, now=NOW)
    for prospect, reason in zip(people, ["bad_moment", "bad_moment", "no_fit"], strict=True):
        refuse_advice(prospect.pk, reason, by=user_of(house.ines), now=NOW)
    (found,) = refused_advice(now=NOW + timedelta(hours=1))
    assert (found.count, found.reasons) == (3, (("bad moment", 2), ("no fit", 1)))
    assert refused_advice(now=NOW + timedelta(days=31)) == ()


def test_a_definition_that_one_person_signed_for_both_sides_is_said_so(house: House) -> None:
    agree()
    assert not list_quality().is_signed_by_one
    agree(2, signed_by_one=True)
    assert list_quality().is_signed_by_one
