"""Each hand-off is counted once among those offered, and every figure opens exactly as many rows as it says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from keepwarm.handoff.actions import offer
from keepwarm.reports.queries.leads import Wanted, lead_rows
from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.leads.rows import TITLES, handoffs_behind
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.reports.tests.circle import MONDAY, Story, read
from tests.cast import NOW, House, user_of
from tests.leads import a_lead, agree


@pytest.fixture
def story(house: House) -> Story:
    return Story(house)


def test_each_hand_off_is_in_one_of_four_and_the_sources_add_up(story: Story) -> None:
    report = read()
    counts = report.total.counts
    assert counts == {"offered": 7, "accepted": 3, "returned": 2, "waiting": 1, "fell_away": 1, "bought": 1}
    assert [(line.name, line.counts["offered"]) for line in report.sources] == [("Web form", 7)]
    assert [(line.name, line.counts["offered"], line.signed_by_one) for line in report.versions] == [("version 1", 7, False)]
    widths = [width for _part, _x, width in report.sources[0].bars]
    assert sum(widths) == pytest.approx(100, abs=0.05)


def test_reasons_and_reps_are_told(story: Story) -> None:
    report = read()
    assert {(line.key, line.returned, line.gave_back) for line in report.reasons} == {("no_budget", 1, 1), ("not_ready", 1, 1)}
    told = {line.name: line.counts for line in report.reps}
    assert told["Cara"] == {"asked": 4, "took": 1, "gave_back": 1, "passed_on": 1, "waits": 1, "late": 2}
    assert told["Carl"] == {"asked": 4, "took": 2, "gave_back": 1, "passed_on": 0, "waits": 0, "late": 0}
    assert report.late == 2


def test_where_those_stand_who_came_back_and_what_they_bought(story: Story) -> None:
    report = read()
    assert report.fates == {"bought": 1, "accepted": 0, "offered": 0, "kept_warm": 1, "ended": 0}
    assert (report.sales.all, report.sales.once_returned, report.sales.once_put_back) == (1, 1, 0)
    assert not report.sales.share.is_told


def test_a_share_of_fewer_than_ten_is_not_told_and_a_larger_one_has_its_range() -> None:
    assert Share(3, 9).value is None
    assert Share(3, 9).range is None
    few = Share(3, 10)
    assert few.value == pytest.approx(0.3)
    assert few.range == pytest.approx((0.108, 0.603), abs=0.001)


def test_every_figure_opens_as_many_rows_as_it_counts(story: Story, house: House) -> None:
    report = read(house.mona)

    def count(what: str, **narrow: str) -> int:
        return lead_rows(Wanted(what, **narrow), for_=house.mona, period=report.period, now=NOW).count

    for name, number in report.total.counts.items():
        assert count(name) == number, name
    for line in report.sources:
        assert [count(name, source=line.key) for name in line.counts] == list(line.counts.values())
    for line in report.versions:
        assert [count(name, version=line.key) for name in line.counts] == list(line.counts.values())
    for reason in report.reasons:
        assert (count("returned", reason=reason.key), count("gave_back", reason=reason.key)) == (reason.returned, reason.gave_back)
    for rep in report.reps:
        assert [count(name, rep=rep.key) for name in rep.counts] == list(rep.counts.values()), rep.name
    assert [count(f"back_{fate}") for fate in report.fates] == list(report.fates.values())
    assert [count(name) for name in ("late", "sales", "sales_returned", "sales_put_back", "came_back")] == [2, 1, 1, 0, 2]


def test_the_rows_are_read_page_by_page(house: House, monkeypatch: pytest.MonkeyPatch, story: Story) -> None:
    monkeypatch.setattr("keepwarm.reports.queries.leads.rows.SHOWN", 3)
    report, names, after = read(house.mona), [], ""
    for _page in range(3):
        found = lead_rows(Wanted("offered", after=after), for_=house.mona, period=report.period, now=NOW)
        names += [line.ref for line in found.lines]
        after = found.after
    assert (len(names), len(set(names)), after) == (7, 7, "")


def test_a_rep_reads_their_own_lines_only(story: Story, house: House) -> None:
    report = read(user_of(house.cara))
    assert [line.name for line in report.reps] == ["Cara"]
    assert report.total.counts["offered"] == 4
    assert report.review is None
    other = handoffs_behind(Wanted("asked", rep=house.carl.ref), for_=user_of(house.cara), period=report.period, now=NOW)
    assert not other.exists()
    assert read(user_of(house.ines)).total.counts["offered"] == 7  # hers before, all of them


def test_days_bound_what_is_read_and_no_nonsense_breaks_it(story: Story, house: House) -> None:
    week = MONDAY.date()
    assert read(since=week, until=week).total.counts["offered"] == 5
    assert read(since=week + timedelta(days=1)).total.counts["offered"] == 2
    for since, until in ((date(1, 1, 1), date(1, 1, 1)), (date(9999, 12, 31), date(9999, 12, 31)), (NOW.date(), week)):
        report = read(house.mona, since=since, until=until)
        assert report.period.since <= report.period.until
    with pytest.raises(NoSuchRows):
        lead_rows(Wanted("nothing"), for_=house.mona, period=report.period, now=NOW)
    for what in TITLES:
        lead_rows(Wanted(what, "x", "y", "z", "w", "after-all"), for_=house.mona, period=report.period, now=NOW)


def test_one_signature_for_both_is_said(house: House) -> None:
    agree(signed_by_one=True)
    offer(a_lead(house).pk, by=house.max, now=NOW)
    assert [line.name for line in read().signed_by_one] == ["version 1"]
