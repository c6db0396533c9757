"""What a large house keeps so that nobody reads everything for a page: it says the same as looking, and pages go on to the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import keep_warm, settle
from keepwarm.decisions.models import Decision
from keepwarm.engine.words import RecycleReason
from keepwarm.goals.actions import keep_week
from keepwarm.ledger.actions import passing
from keepwarm.ledger.models import Round
from keepwarm.ledger.queries import spent
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries import giving_up, row_page
from keepwarm.reports.queries.aims.quotas import quotas_page
from keepwarm.reports.queries.flow import Wanted as FlowWanted
from keepwarm.reports.queries.flow import flow_rows
from keepwarm.reports.queries.leads import Wanted as LeadsWanted
from keepwarm.reports.queries.leads import lead_rows, leads_report, rows
from keepwarm.reports.queries.leads.period import period_of
from keepwarm.reports.queries.money import people_rows, touch_rows
from keepwarm.reports.queries.money.narrowing import Wanted
from keepwarm.reports.queries.money.rows import money_rows
from keepwarm.reports.queries.weeks import counting
from keepwarm.reports.queries.weeks.counting import count_weeks
from keepwarm.reports.queries.weeks.rows import Asked, week_rows
from keepwarm.reports.queries.weeks.span import this_week, weeks_until
from keepwarm.reports.tests.day import call
from tests.cast import NOW, House, meet, user_of
from tests.ledgers import bring_up_to_date, pass_between, sell

DAY = timedelta(days=1)


@pytest.fixture
def seven(house: House) -> list[Prospect]:
    """Seven who came 200 days ago or later; two had an article in time, one was met, one bought."""
    people = [meet(house, f"Person {n}", email=f"p{n}@p.example", phone="", inquired_at=NOW - (200 - n) * DAY) for n in range(7)]
    for one in people[:2]:
        pass_between(one, "mailing", "delivered", at=NOW - 150 * DAY)
    pass_between(people[2], "meeting", "reached", at=NOW - 160 * DAY)
    sell(house, people[0], at=NOW - 100 * DAY)
    for one in people:
        pass_between(one, "mailing", "delivered", at=NOW - 10 * DAY)
    bring_up_to_date()
    return people


def keep_weeks() -> None:
    """As the background does, of the last quarter of a year."""
    for start, counted in count_weeks(weeks_until(this_week(NOW + 14 * DAY), 16)).items():
        keep_week(start, counted, now=NOW)


def money(house: House, what: str, **narrowed: str) -> list[str]:
    """The names behind a figure, page after page."""
    period, names, after = period_of(for_=house.dora, since=None, until=None, now=NOW), [], ""
    while True:
        page = money_rows(Wanted.read(what, narrowed | {"after": after}), for_=house.dora, period=period, now=NOW)
        names += [line.name for line in page.lines]
        if not page.after:
            return names
        after = page.after


def test_the_few_are_kept_by_name_and_the_many_are_not(seven: list[Prospect], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spent, "LOOKED_THROUGH", 0)
    assert spent.few_of("got|article|1") == [one.pk for one in seven[:2]]
    assert spent.few_of("got|seminar|1") == []
    monkeypatch.setattr(passing, "FEW", 2)
    Round.objects.all().delete()
    bring_up_to_date()
    assert (spent.few_of("got|article|1"), spent.few_of("got|article|0")) == ([one.pk for one in seven[:2]], None)


@pytest.mark.parametrize(("kind", "got"), [("article", "1"), ("article", "0"), ("meeting", "1"), ("seminar", "1")])
def test_who_is_compared_is_the_same_by_name_and_by_looking(
    house: House, seven: list[Prospect], monkeypatch: pytest.MonkeyPatch, kind: str, got: str
) -> None:
    monkeypatch.setattr(row_page, "SHOWN", 2)
    monkeypatch.setattr(row_page, "AT_ONCE", 3)
    looked = money(house, "compared", kind=kind, got=got)
    monkeypatch.setattr(spent, "LOOKED_THROUGH", 0)
    assert money(house, "compared", kind=kind, got=got) == looked
    assert len(looked) == {"article1": 2, "article0": 5, "meeting1": 1, "seminar1": 0}[kind + got]


def test_who_is_stuck_is_the_same_by_name_and_by_looking(house: House, seven: list[Prospect], monkeypatch: pytest.MonkeyPatch) -> None:
    Prospect.objects.update(created_at=NOW - 200 * DAY)
    Round.objects.all().delete()
    bring_up_to_date()
    period = period_of(for_=house.dora, since=None, until=None, now=NOW)
    for wanted in (
        FlowWanted("stuck", stage="1"),
        FlowWanted("there", stage="1", step="call"),
        FlowWanted("there", stage="1", step="write"),
    ):
        looked = flow_rows(wanted, for_=house.dora, period=period, now=NOW).lines
        with monkeypatch.context() as large:
            large.setattr(spent, "LOOKED_THROUGH", 0)
            assert flow_rows(wanted, for_=house.dora, period=period, now=NOW).lines == looked
    assert len(flow_rows(FlowWanted("stuck", stage="1"), for_=house.dora, period=period, now=NOW).lines) == 7


def test_who_came_stands_newest_first_page_by_page(house: House, seven: list[Prospect], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_rows, "SHOWN", 3)
    newest = [one.name for one in reversed(seven)]
    assert money(house, "came") == newest
    assert money(house, "came", source=house.web.ref) == newest
    Round.objects.all().delete()
    assert money(house, "came") == newest


@pytest.mark.parametrize("narrowed", [{}, {"phase": "nurturing"}, {"phase": "keeping"}, {"channel": "meeting"}, {"channel": "post"}])
def test_touches_of_a_source_are_the_same_of_few_people_and_of_many(
    house: House, seven: list[Prospect], monkeypatch: pytest.MonkeyPatch, narrowed: dict[str, str]
) -> None:
    monkeypatch.setattr(touch_rows, "SHOWN", 3)
    few = money(house, "touches", source=house.web.ref, **narrowed)
    monkeypatch.setattr(touch_rows, "FEW_PEOPLE", 0)
    assert money(house, "touches", source=house.web.ref, **narrowed) == few == money(house, "touches", **narrowed)


def test_who_was_given_up_is_the_same_out_of_the_kept_weeks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = (RecycleReason.NOT_NOW, RecycleReason.NO_BUDGET, RecycleReason.NOT_NOW)
    for number, reason in enumerate(reasons):
        one = meet(house, f"Person {number}", email=f"p{number}@p.example", phone=f"+44113496{number:04d}")
        settle([one.pk], by=None, now=NOW - (10 * number + 1) * DAY)
        call(one, "no_answer", at=NOW - 10 * number * DAY - timedelta(hours=2))
        keep_warm(
            one.pk, NOW + 60 * DAY, "never there", reason=reason, by=user_of(house.ines), now=NOW - 10 * number * DAY - timedelta(hours=1)
        )
    period = period_of(for_=house.mona, since=None, until=None, now=NOW)
    live = leads_report(for_=house.mona, now=NOW).given_up
    assert live == (("not_now", 2), ("no_budget", 1))
    monkeypatch.setattr(giving_up, "READ_MORE", 0)
    for most, names in ((1, ["Person 0"]), (2, ["Person 0", "Person 1"]), (3, ["Person 0", "Person 1", "Person 2"])):
        newest = week_rows(Asked("gave_up", NOW.date(), weeks=4), for_=house.mona, now=NOW, most=most)
        assert ([row.person.name for row in newest.rows], newest.is_cut) == (names, most < 3)
    monkeypatch.setattr(counting, "LIVE_UP_TO", 0)
    monkeypatch.setattr(rows, "SHOWN", 2)
    assert leads_report(for_=house.mona, now=NOW).given_up == live  # not counted yet: looked for all the same
    keep_weeks()
    for reader, count in ((house.mona, 3), (user_of(house.ines), 3), (user_of(house.cara), 0)):
        assert sum(number for _reason, number in leads_report(for_=reader, now=NOW).given_up) == count
    first = lead_rows(LeadsWanted("given_up"), for_=house.mona, period=period, now=NOW)
    second = lead_rows(LeadsWanted("given_up", after=first.after), for_=house.mona, period=period, now=NOW)
    assert ([one.person.name for one in (*first.given_up, *second.given_up)], first.count) == (["Person 0", "Person 1", "Person 2"], 3)
    only = lead_rows(LeadsWanted("given_up", reason="no_budget"), for_=house.mona, period=period, now=NOW)
    assert ([one.person.name for one in only.given_up], only.count, only.after) == (["Person 1"], 1, "")


def test_who_was_pushed_before_is_the_same_out_of_the_kept_weeks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [meet(house, f"P{n}", owner=house.cara, phone=f"+44113496{n:04d}", email=f"p{n}@p.example") for n in range(3)]
    settle([one.pk for one in people], by=None, now=NOW - 20 * DAY)
    Decision.objects.update(due_at=NOW + 90 * DAY)
    for one, days in zip(people, (1, 2, 10), strict=True):
        for again in (0, 1):
            pass_between(one, "phone", "no_answer", at=NOW + days * DAY + timedelta(minutes=again), seat=house.cara)
    end = NOW + 11 * DAY
    live = _rhythm(house, end)
    assert live.pushed == 1
    assert live.usual_pushed == pytest.approx(2 * 7 / 23, abs=0.01)
    monkeypatch.setattr(counting, "LIVE_UP_TO", 0)
    assert _rhythm(house, end) == live
    keep_weeks()
    assert _rhythm(house, end) == live


def _rhythm(house: House, now):  # type: ignore[no-untyped-def]  # a moment; the rhythm of Cara
    line = next(one for one in quotas_page(for_=house.mona, period="month", on=None, now=now).lines if one.seat == house.cara)
    assert line.rhythm is not None
    return line.rhythm
