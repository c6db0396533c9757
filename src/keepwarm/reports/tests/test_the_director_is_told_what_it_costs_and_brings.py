"""The director's pages: what it costs and brings, late buyers, the circle; every figure opens its rows, and nothing says so."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.ledger.actions import take_back_outlay, write_down_outlay
from keepwarm.ledger.models import Outlay
from keepwarm.prospects.models import Prospect
from keepwarm.reports.papers.sales import sale_paper
from keepwarm.reports.queries.flow import flow_report
from keepwarm.reports.queries.money.late import late_report
from keepwarm.reports.queries.money.page import money_report
from keepwarm.selling.models import Sale
from keepwarm.staff.exporting import Asked
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, meet, user_of
from tests.ledgers import bring_up_to_date, move, pass_between, sell

DAY = timedelta(days=1)


@pytest.fixture
def bought(house: House) -> Prospect:
    """Anna inquired nine months ago, was reached, kept warm by two articles, called again, and bought."""
    Seat.objects.filter(user__isnull=False).update(hour_minor=6_000)
    anna = meet(house, "Anna Arnold", firm="Arnold Mills", inquired_at=NOW - 275 * DAY)
    pass_between(anna, "phone", "reached", at=NOW - 274 * DAY, seat=house.ines, seconds=300)
    for days in (150, 90):
        pass_between(anna, "mailing", "delivered", at=NOW - days * DAY, purpose="article")
    pass_between(anna, "phone", "no_answer", at=NOW - 12 * DAY, seat=house.ines)
    pass_between(anna, "phone", "reached", at=NOW - 10 * DAY, seat=house.ines, seconds=600)
    move(anna, 2, 5, at=NOW - DAY)
    sell(house, anna, 120_000, at=NOW - DAY)
    bring_up_to_date()
    return anna


def test_a_sale_of_month_nine_is_owed_to_all_that_led_there(house: House, bought: Prospect) -> None:
    report = money_report(for_=house.dora, now=NOW)
    assert (report.earned.sales, report.earned.minor, report.earned.late) == (1, 120_000, 1)
    kinds = {line.key: line.owed for line in report.owing.kinds}
    assert kinds["inquiry"].shares == {"first": 120_000, "last": 0, "equal": 24_000, "fading": kinds["inquiry"].shares["fading"]}
    assert kinds["article"].shares["equal"] == 48_000
    assert kinds["call"].shares["last"] == 120_000
    assert sum(one.shares["fading"] for one in kinds.values()) == 120_000
    assert [(line.name, line.owed.shares["equal"]) for line in report.owing.inquiries] == [("Web form", 120_000)]
    assert [line.name for line in report.owing.seats] == ["Ines"]


def test_what_was_spent_stands_by_channel_by_way_and_by_source(house: House, bought: Prospect) -> None:
    report = money_report(for_=house.dora, now=NOW)
    channels = dict(report.channels)
    assert (channels["phone"].touches, channels["phone"].minor) == (3, 1_600)
    assert channels["mailing"].theirs == 120
    winning, nurturing = report.ways
    assert (winning.spent.minor, winning.customers) == (500, 0)
    assert (nurturing.spent.minor, nurturing.customers) == (1_100, 1)
    assert nurturing.each.value == 1_100
    assert [(line.name, line.came, line.earned.sales) for line in report.sources] == [("Web form", 1, 1)]


def test_december_is_a_late_buyer_and_what_kept_them_is_said(house: House, bought: Prospect) -> None:
    report = late_report(for_=house.dora, now=NOW)
    assert (report.share.count, report.share.of) == (1, 1)
    assert report.share.low < 0.3
    assert [(one.months, one.sales) for one in report.months if one.sales] == [(9, 1)]
    assert {one.key for one in report.kept} == {"article", "call"}


def test_the_circle_tells_who_is_where_and_how_they_moved(house: House, bought: Prospect) -> None:
    meet(house, "Ben Brook", email="b@b.example", phone="")
    bring_up_to_date(NOW + timedelta(hours=1))
    report = flow_report(for_=house.dora, now=NOW + timedelta(hours=1))
    assert {place.name: place.people for place in report.places if place.people} == {"new": 1, "customer": 1}
    assert [(move_.came_from, move_.went_to, move_.people) for move_ in report.moves] == [(2, 5, 1)]


def test_every_figure_opens_its_rows(house: House, bought: Prospect, client: Client) -> None:
    client.force_login(house.dora)
    seen = 0
    with time_machine.travel(NOW):
        for page in ("money", "late", "flow"):
            text = client.get(f"/reports/{page}/").content.decode()
            for address in sorted(
                {one.replace("&amp;", "&") for one in re.findall(r'href="(/reports/(?:money|flow)/[a-z]+/\?[^"]+)"', text)}
            ):
                rows = client.get(address)
                assert rows.status_code == 200, address
                assert "nothing behind" not in rows.content.decode(), address
                seen += 1
        sale = client.get("/reports/money/sales/").content.decode()
        story = client.get(re.findall(r'href="(/reports/money/sale/[^"]+)"', sale)[0]).content.decode()
    assert seen > 20
    assert "What led to this sale?" in story
    assert story.count("talk on the phone") == 2
    assert "Web form" in story


@pytest.mark.parametrize("which", ["money", "late", "flow"])
def test_where_nothing_was_counted_the_page_says_so_and_not_that_nothing_happened(house: House, client: Client, which: str) -> None:
    client.force_login(house.dora)
    with time_machine.travel(NOW):
        text = client.get(f"/reports/{which}/?since=2019-01-01&until=2019-01-31").content.decode()
    assert {"money": "Nothing is counted yet", "late": "Nothing is counted yet", "flow": "Nobody was looked at yet"}[which] in text
    assert "<svg class=" not in text


@pytest.mark.parametrize("which", ["money", "late", "flow"])
def test_days_without_anything_say_so_once_the_house_was_read(house: House, client: Client, which: str) -> None:
    client.force_login(house.dora)
    bring_up_to_date()
    with time_machine.travel(NOW):
        text = client.get(f"/reports/{which}/?since=2019-01-01&until=2019-01-31").content.decode()
    assert any(words in text for words in ("Nothing happened in these days", "Nothing was sold in these days", "Nobody is here yet"))


@pytest.mark.usefixtures("bought")
@pytest.mark.parametrize(("which", "said"), [("money", "Nothing happened in these days"), ("late", "Nothing was sold in these days")])
def test_days_that_were_counted_and_had_nothing_say_so(house: House, client: Client, which: str, said: str) -> None:
    client.force_login(house.dora)
    with time_machine.travel(NOW):
        assert said in client.get(f"/reports/{which}/?since=2019-01-01&until=2019-01-31").content.decode()


@pytest.mark.parametrize("which", ["money/", "late/", "flow/", "money/sales/", "flow/there/?stage=1"])
def test_a_rep_is_not_shown_what_the_house_earns(house: House, client: Client, which: str) -> None:
    client.force_login(user_of(house.ines))
    assert client.get(f"/reports/{which}").status_code == 403


@pytest.mark.parametrize(
    "address", ["money/nonsense/", "flow/nonsense/", "flow/there/?stage=9", "money/compared/?kind=x", "money/sale/none/"]
)
def test_what_is_no_figure_has_no_rows(house: House, client: Client, address: str) -> None:
    client.force_login(house.dora)
    assert client.get(f"/reports/{address}").status_code == 422


def test_an_outlay_counts_until_it_is_taken_back(house: House, client: Client) -> None:
    client.force_login(house.max)
    with time_machine.travel(NOW):
        sent = {"kind": "seminar", "what": "Town hall", "amount": "1,250.50", "on": NOW.date().isoformat()}
        assert client.post("/reports/money/outlay/", sent).status_code == 302
        found = Outlay.objects.get()
        assert found.amount_minor == 125_050
        assert money_report(for_=house.dora, now=NOW).cost_minor == 125_050
        assert "Town hall" in client.get("/reports/money/").content.decode()
        wrong = {**sent, "amount": "nothing"}
        assert client.post("/reports/money/outlay/", wrong).status_code == 422
        take_back_outlay(found.ref, by=house.max, now=NOW)
    assert money_report(for_=house.dora, now=NOW).cost_minor == 0


@pytest.mark.parametrize("day", ["2026-11-20", "1999-01-01"])
def test_a_day_that_no_report_shows_is_said_beside_the_form_and_what_was_typed_stays(house: House, client: Client, day: str) -> None:
    client.force_login(house.max)
    with time_machine.travel(NOW):
        answer = client.post("/reports/money/outlay/", {"kind": "other", "what": "Stand at the fair", "amount": "12", "on": day})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "still to come" in page or "more than ten years ago" in page
    assert "Stand at the fair" in page
    assert not Outlay.objects.exists()


@pytest.mark.usefixtures("bought")
def test_a_sale_late_in_the_evening_is_of_the_day_of_its_reader(house: House) -> None:
    sale = Sale.objects.get()
    Sale.objects.update(sold_at=(sale.sold_at - DAY).replace(hour=23, minute=30))
    User.objects.filter(pk=house.dora.pk).update(zone="Europe/Berlin")
    house.dora.refresh_from_db()
    assert sale_paper(Asked(house.dora, NOW, {"of": sale.ref})).period == "17 November 2026"


@pytest.mark.parametrize(("minor", "days"), [(0, 0), (-5, 0), (100, 2), (10**15, 0), (100, -3661)])
def test_an_outlay_that_makes_no_sense_is_refused(house: House, minor: int, days: int) -> None:
    from keepwarm.lib.refusal import Refusal

    by: User = house.max
    with pytest.raises(Refusal):
        write_down_outlay("seminar", "Town hall", minor, on=(NOW + days * DAY).date(), by=by, now=NOW)
    assert not Outlay.objects.exists()
