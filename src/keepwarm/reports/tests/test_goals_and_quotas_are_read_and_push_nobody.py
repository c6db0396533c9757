"""Goals in conversations and leads, quotas in money or sales: what is met, expected and needed; and that no prospect's day moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils.formats import date_format

from keepwarm.decisions.actions import plan, settle
from keepwarm.decisions.models import Decision
from keepwarm.decisions.queries import queue_of
from keepwarm.goals.actions import set_goal, set_quota
from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.goals.models import Goal, Quota
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement
from keepwarm.reports.queries.aims.goals import goals_page
from keepwarm.reports.queries.aims.quota_rows import quota_rows
from keepwarm.reports.queries.aims.quotas import quotas_page
from keepwarm.reports.queries.row_page import Amount
from keepwarm.reports.queries.weeks.rows import Asked, week_rows
from keepwarm.reports.queries.weeks.weekly import weekly_review
from keepwarm.reports.tests.day import call
from keepwarm.reports.tests.test_weeks_are_counted_and_kept import live_in
from keepwarm.reports.tests.weeks import LAST_WEEK, THURSDAY, sell
from keepwarm.selling.models import Opportunity, SellingStage
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, meet, user_of

NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(user: User, address: str, status: int = 200, **sent: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.post(f"/reports/{address}", sent | {"once": "a"}) if sent else client.get(f"/reports/{address}")
    assert answer.status_code == status, address
    return answer.content.decode()


def give_quota(seat: Seat, amount_minor: int | None = None, *, sales: int | None = None, by: User) -> None:
    set_quota(seat, NewQuota("month", NOVEMBER, amount_minor, "EUR" if amount_minor else "", sales), by=by, now=NOW)


def hope(prospect: Prospect, seat: Seat, *, amount_minor: int = 2_000_00, expected_on: date = date(2026, 11, 27)) -> Opportunity:
    sale = sell(prospect, seat, at=NOW - timedelta(days=300))
    stage = SellingStage.objects.get_or_create(key="talks", defaults={"label": "Talks"})[0]
    return Opportunity.objects.create(
        prospect=prospect, offering=sale.offering, amount_minor=amount_minor, currency="EUR", rate=Decimal(1), expected_on=expected_on,
        stage=stage, stage_at=NOW, seat=seat, next_on=expected_on, next_what="Call", opened_at=NOW - timedelta(days=20),
    )  # fmt: skip


def test_a_goal_is_met_by_conversations_and_not_by_dials(house: House) -> None:
    live_in(house)
    set_goal(house.ines, "conversations", "day", 1, from_on=LAST_WEEK, by=house.mona, now=NOW)
    set_goal(house.ines, "leads_met", "week", 1, from_on=LAST_WEEK, by=house.mona, now=NOW)
    set_goal(house.pool, "conversations", "week", 2, from_on=LAST_WEEK, by=house.mona, now=NOW)
    call(meet(house, "Cleo", phone="+441134960049", email="cleo@firm.example"), at=NOW - timedelta(minutes=20))
    lines = {(line.goal.seat.name, line.goal.measure): line for line in goals_page(for_=house.mona, now=NOW).lines}
    talks = lines["Ines", "conversations"]
    assert (talks.today, talks.before.done, talks.before.aim, talks.week.done) == (1, 2, 5, 1)
    assert lines["Ines", "leads_met"].before.is_met
    assert (lines["Inside pool", "conversations"].before.done, lines["Inside pool", "conversations"].before.aim) == (2, 2)
    rep = next(one for one in weekly_review(for_=house.mona, on=LAST_WEEK, now=NOW).reps if one.seat == house.ines)
    assert rep.conversations_aim is not None
    assert (rep.conversations_aim.done, rep.conversations_aim.aim) == (2, 5)
    asked = Asked("conversations", LAST_WEEK, rep=house.pool.ref)
    assert len(week_rows(asked, for_=house.mona, now=NOW).rows) == 2, "the goal of a team opens the rows of everyone in it"
    rows_of_team = f"/reports/weekly/conversations/?week={LAST_WEEK}&amp;rep={house.pool.ref}"
    assert rows_of_team in page(house.mona, "goals/")
    assert rows_of_team in page(house.mona, f"weekly/?week={LAST_WEEK}")
    assert rows_of_team not in page(user_of(house.ines), "goals/")


def test_a_manager_sets_a_goal_on_the_page_and_a_rep_reads_it(house: House) -> None:
    said = {"seat": house.ines.ref, "aim": "6", "measure": "conversations", "per": "day"}
    page(user_of(house.ines), "goals/", 422, **said)  # only who runs the team
    page(house.mona, "goals/", 422, **(said | {"measure": "dials"}))
    page(house.mona, "goals/", 302, **said)
    assert Goal.objects.get().aim == 6
    assert "6 conversations a day" in page(user_of(house.ines), "goals/")
    assert "6 conversations a day" not in page(user_of(house.cara), "goals/")


def test_a_quota_shows_what_is_sold_expected_and_needed(house: House) -> None:
    give_quota(house.cara, 10_000_00, by=house.mona)
    sell(meet(house, "Anna"), house.cara, at=THURSDAY, amount_minor=2_500_00)
    hope(meet(house, "Ben", phone="", email=""), house.cara)
    line = next(one for one in quotas_page(for_=house.mona, period="month", on=None, now=NOW).lines if one.seat == house.cara)
    assert (line.so_far, line.percent, line.expected.count) == (2_500_00, 25, 1)
    assert line.expected.minor == 1_000_00  # a half of it: nothing was ever won or lost here
    assert line.expected.minor_range == (0, 2_000_00)
    assert line.left == 6_500_00
    assert line.sales_needed.likely is None  # one sale is too few to say what a sale usually brings
    html = page(house.mona, "quotas/")
    assert "too few to say" in html
    assert "Too few opportunities were won or lost so far" in html
    board = quotas_page(for_=house.mona, period="month", on=None, now=NOW)
    for what, figure in (("sold", line.sold_minor), ("expected", line.expected.minor)):
        rows = quota_rows(what, board, rep=house.cara.ref, for_=house.mona, now=NOW).rows
        assert sum(row.cells[-1].major for row in rows if isinstance(row.cells[-1], Amount)) * 100 == figure, what


def test_with_a_history_it_says_how_many_sales_leads_and_conversations_it_takes(house: House) -> None:

    give_quota(house.cara, sales=12, by=house.mona)
    for number in range(20):
        somebody = meet(house, f"P{number}", phone=f"+44113496{number:04d}", email=f"p{number}@firm.example")
        call(somebody, at=THURSDAY - timedelta(days=20))
        if number < 10:
            Judgement.objects.create(prospect=somebody, definition=0, is_lead=True, judged_at=THURSDAY - timedelta(days=19))
        if number < 5:
            sell(somebody, house.cara, at=THURSDAY - timedelta(days=number))
    line = next(one for one in quotas_page(for_=house.mona, period="month", on=None, now=NOW).lines if one.seat == house.cara)
    assert (line.sold, line.left) == (5, 7)
    assert (line.sales_needed.likely, line.leads_needed.likely, line.conversations_needed.likely) == (7, 14, 28)
    assert line.leads_needed.range is not None
    assert line.leads_needed.range[0] < 14 < line.leads_needed.range[1]


def test_every_figure_of_a_quota_opens_its_rows_and_a_rep_sees_their_own(house: House) -> None:
    give_quota(house.cara, sales=2, by=house.mona)
    sell(meet(house, "Anna", owner=house.cara), house.cara)
    hope(meet(house, "Ben", owner=house.cara, phone="", email=""), house.cara)
    board = quotas_page(for_=user_of(house.cara), period="month", on=None, now=NOW)
    assert [line.seat for line in board.lines] == [house.cara]
    for what, name in (("sold", "Anna"), ("expected", "Ben")):
        assert [row.person.name for row in quota_rows(what, board, rep=house.cara.ref, for_=user_of(house.cara), now=NOW).rows] == [name]
    page(user_of(house.carl), f"quotas/sold/?rep={house.cara.ref}", 422)
    page(user_of(house.ines), "quotas/", 403)


def test_who_left_stands_in_the_month_in_which_they_sold(house: House) -> None:
    sell(meet(house, "Anna"), house.cara)
    user_of(house.cara).grants.all().delete()
    Seat.objects.filter(pk=house.cara.pk).update(left_at=NOW)
    assert {line.seat.name: line.sold for line in quotas_page(for_=house.mona, period="month", on=None, now=NOW).lines} == {
        "Cara": 1,
        "Carl": 0,
    }
    assert "left" in page(house.mona, "quotas/")


@pytest.mark.parametrize("sent", ["", "?period=quarter", "?period=year", "?on=2020-02-02", "?on=soon", "?period=month&on=9999-12-01"])
def test_a_time_without_anything_says_so(house: House, sent: str) -> None:
    assert "No quota, no sale and nothing open" in page(house.mona, f"quotas/{sent}")


def test_a_manager_sets_a_quota_and_takes_it_back(house: House) -> None:
    page(user_of(house.cara), "quotas/", 422, seat=house.cara.ref, sales="3")  # the same
    page(house.mona, "quotas/", 422, seat=house.cara.ref)
    page(house.mona, "quotas/", 422, seat=house.cara.ref, amount="a lot", currency="EUR")
    page(house.mona, "quotas/", 302, seat=house.cara.ref, amount="12,500", currency="EUR")
    assert Quota.objects.get().amount_minor == 12_500_00
    client = Client()
    client.force_login(house.mona)
    assert client.post("/reports/quotas/", {"take_back": house.cara.ref, "once": "b"}).status_code == 302
    assert not quotas_page(for_=house.mona, period="month", on=None, now=NOW).lines[0].quota


def test_no_goal_and_no_quota_changes_a_prospects_timing(house: House) -> None:
    """The same house with and without them, planned at the end of a month: the same steps, days, reasons and queue."""
    people = [
        meet(house, f"P{number}", owner=house.cara, phone=f"+44113496{number:04d}", email=f"p{number}@firm.example") for number in range(8)
    ]
    settle([one.pk for one in people], by=None, now=NOW)
    end = NOW + timedelta(days=12)
    plan(now=end)
    before = _timing(house, end)
    set_goal(house.cara, "conversations", "day", 500, from_on=LAST_WEEK, by=house.mona, now=NOW)
    give_quota(house.cara, 9_000_000_00, by=house.mona)
    plan(now=end)
    assert _timing(house, end) == before


def _timing(house: House, at) -> object:  # type: ignore[no-untyped-def]  # a moment
    columns = ("pk", "next_step", "next_touch_at", "because_rule", "owner_id", "stage", "version")
    rows = list(Prospect.objects.order_by("pk").values_list(*columns))
    return rows, queue_of([house.cara], zone="Europe/London", now=at)


def test_who_was_pushed_or_dropped_at_the_end_of_a_period_shows(house: House) -> None:
    people = [
        meet(house, f"P{number}", owner=house.cara, phone=f"+44113496{number:04d}", email=f"p{number}@firm.example") for number in range(4)
    ]
    settle([one.pk for one in people], by=None, now=NOW)
    Prospect.objects.update(next_touch_at=NOW + timedelta(days=60))

    Decision.objects.update(due_at=NOW + timedelta(days=60))
    last = NOW + timedelta(days=9)
    for one in people[:3]:
        call(one, "no_answer", at=last, seat=house.cara)
    line = next(one for one in quotas_page(for_=house.mona, period="month", on=None, now=last).lines if one.seat == house.cara)
    assert line.rhythm is not None
    assert (line.rhythm.pushed, line.rhythm.dropped) == (3, 0)
    assert line.rhythm.stands_out
    page = quotas_page(for_=house.mona, period="month", on=None, now=last)
    rows = quota_rows("pushed", page, rep=house.cara.ref, for_=house.mona, now=last).rows
    assert {row.person.pk for row in rows} == {one.pk for one in people[:3]}
    assert {row.cells for row in rows} == {(date_format(last, "D j M Y"),)}
