from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepwarm.goals.models import Week, WeekCount
from keepwarm.qualification.models import Judgement
from keepwarm.reports import tasks
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.reports.queries.weeks import counting, rows
from keepwarm.reports.queries.weeks.coaching import coaching
from keepwarm.reports.queries.weeks.counting import FIGURES, count_weeks
from keepwarm.reports.queries.weeks.reading import read_weeks
from keepwarm.reports.queries.weeks.replies import replies_beside_conversations
from keepwarm.reports.queries.weeks.rows import Asked, week_rows
from keepwarm.reports.queries.weeks.span import weeks_until
from keepwarm.reports.queries.weeks.weekly import weekly_review
from keepwarm.reports.tests.day import call
from keepwarm.reports.tests.weeks import LAST_WEEK, THIS_WEEK, THURSDAY, sell
from keepwarm.touches.actions import void_touch
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, user_of


def live_in(house: House) -> None:
    """Last week: Ines reaches Anna on the third attempt, meets Ben, writes to him; Anna met the definition; Cara sells to her."""
    anna, ben = meet(house, "Anna Arnold"), meet(house, "Ben Bauer", phone="+441134960043", email="ben@bauer.example")
    call(anna, "no_answer", at=THURSDAY - timedelta(days=2))
    call(anna, "voicemail", at=THURSDAY - timedelta(days=1))
    call(anna, "reached", at=THURSDAY, learned="has the budget")
    call(anna, "reached", at=THURSDAY + timedelta(hours=3), direction="in")
    call(ben, "held", at=THURSDAY, channel="meeting")
    call(ben, "delivered", at=THURSDAY, channel="email", purpose="schedule")
    Judgement.objects.create(prospect=anna, definition=0, is_lead=True, judged_at=THURSDAY + timedelta(minutes=5))
    Judgement.objects.create(prospect=anna, definition=0, is_lead=True, judged_at=NOW)
    sell(anna, house.cara, at=THURSDAY + timedelta(days=1))


def test_each_figure_counts_once_and_by_whom(house: House) -> None:
    live_in(house)
    counted = count_weeks([LAST_WEEK])[LAST_WEEK]
    of_ines = {(figure, key): count for (seat, figure, key), count in counted.items() if seat == house.ines.pk}
    assert of_ines == {
        ("reached", "ours"): 1,
        ("met", "ours"): 1,
        ("tried", ""): 3,
        ("dialled_at", "10"): 3,
        ("answered_at", "10"): 1,
        ("attempt_no", "1"): 1,
        ("attempt_no", "2"): 1,
        ("attempt_no", "3"): 1,
        ("answered_no", "3"): 1,
        ("letters", "schedule"): 1,
        ("leads_met", "reached"): 1,
        ("pushed", "2026-11-11"): 1,
    }
    assert counted[house.cara.pk, "sold", "rang_us"] == 1
    assert counted[None, "sold_minor", ""] == 1_000_00
    assert counted[None, "tried", ""] == 3


def test_what_is_kept_is_what_was_counted_and_an_undone_call_is_taken_out(house: House) -> None:
    live_in(house)
    while tasks.recount_weeks(now=NOW) > 2:
        pass
    assert Week.objects.count() >= 54
    kept = {(row.seat_id, row.figure, row.key): row.count for row in WeekCount.objects.filter(week__starts_on=LAST_WEEK)}
    assert kept == {place: count for place, count in count_weeks([LAST_WEEK])[LAST_WEEK].items() if count}
    void_touch(Touch.objects.get(disposition="voicemail"), by=house.mona, now=NOW)
    tasks.recount_weeks(now=NOW + timedelta(minutes=10))
    assert WeekCount.objects.get(week__starts_on=LAST_WEEK, seat=None, figure="tried").count == 2


def test_a_large_house_reads_what_is_kept_and_says_what_is_not_counted_yet(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    live_in(house)
    small = read_weeks(weeks_until(LAST_WEEK), FIGURES, seats=None, now=NOW)
    monkeypatch.setattr(counting, "LIVE_UP_TO", 0)
    report = weekly_review(for_=house.mona, on=LAST_WEEK, now=NOW)
    assert len(report.missing) == 13
    assert report.is_empty
    tasks.recount_weeks(now=NOW)
    large = read_weeks(weeks_until(LAST_WEEK), FIGURES, seats=None, now=NOW)
    assert LAST_WEEK not in large.missing
    assert all(large.of(LAST_WEEK, None, figure) == small.of(LAST_WEEK, None, figure) for figure in FIGURES)


@pytest.mark.parametrize(
    ("figure", "names"), [("conversations", ["Anna Arnold", "Ben Bauer"]), ("letters", ["Ben Bauer"]), ("sold", ["Anna Arnold"])]
)
def test_every_figure_opens_the_rows_that_it_counted(house: House, figure: str, names: list[str]) -> None:
    live_in(house)
    found = week_rows(Asked(figure, LAST_WEEK), for_=house.mona, now=NOW)
    assert sorted({row.person.name for row in found.rows}) == names
    assert not week_rows(Asked(figure, THIS_WEEK), for_=house.mona, now=NOW).rows


@pytest.mark.parametrize("piece", [timedelta(minutes=10), timedelta(days=9)])
def test_every_figure_has_as_many_rows_as_it_says_however_much_is_read_at_once(
    house: House, piece: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "READ_FIRST", piece)
    live_in(house)
    counted = count_weeks([LAST_WEEK])[LAST_WEEK]
    for (seat, figure, key), count in counted.items():
        if seat is None and figure not in {"sold_minor", "gave_up_why", "pushed"}:  # the rows of these stand on other pages
            assert len(week_rows(Asked(figure, LAST_WEEK, key=key), for_=house.mona, now=NOW).rows) == count, (figure, key)


def test_a_rare_row_is_found_among_many_and_what_was_not_looked_through_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    live_in(house)
    many = [meet(house, f"P{n}", phone=f"+44113496{n:04d}", email=f"p{n}@p.example") for n in range(4)]
    for one in many:
        call(one, "no_answer", at=THURSDAY + timedelta(days=1))
    monkeypatch.setattr(rows, "READ_FIRST", timedelta(hours=1))
    third = Asked("answered_no", LAST_WEEK, key="3")
    found = week_rows(third, for_=house.mona, now=NOW)
    assert ([row.person.name for row in found.rows], found.is_cut) == (["Anna Arnold"], False)
    monkeypatch.setattr(rows, "LOOKED_THROUGH", 3)
    found = week_rows(third, for_=house.mona, now=NOW, most=2)
    assert (found.rows, found.is_cut) == ((), True)
    newest = week_rows(Asked("tried", LAST_WEEK), for_=house.mona, now=NOW, most=2)
    assert ({row.person.name for row in newest.rows} < {one.name for one in many}, newest.is_cut) == (True, True)


def test_a_rep_reviews_their_own_week_and_nobody_elses(house: House) -> None:
    live_in(house)
    report = weekly_review(for_=user_of(house.ines), on=LAST_WEEK, rep=house.cara.ref, now=NOW)
    assert [line.seat for line in report.reps] == [house.ines]
    assert report.lines[-1].conversations == 2
    found = week_rows(Asked("conversations", LAST_WEEK, rep=house.cara.ref), for_=user_of(house.ivo), now=NOW)
    assert found.rows == ()


def test_a_marketer_opens_what_the_page_of_replies_counts_but_not_the_week_of_one_rep(house: House) -> None:
    live_in(house)
    assert week_rows(Asked("conversations", LAST_WEEK), for_=house.max, now=NOW).rows
    for shut in (Asked("conversations", LAST_WEEK, rep=house.ines.ref), Asked("tried", LAST_WEEK)):
        with pytest.raises(NoSuchRows):
            week_rows(shut, for_=house.max, now=NOW)


def test_who_left_stays_in_the_week_in_which_they_sold(house: House) -> None:
    live_in(house)
    user_of(house.cara).grants.all().delete()
    type(house.cara).objects.filter(pk=house.cara.pk).update(left_at=NOW)
    sold = {line.seat.name: line.week.sold for line in weekly_review(for_=house.mona, on=LAST_WEEK, now=NOW).reps}
    assert sold["Cara"] == 1
    assert "Cara" not in {line.seat.name for line in weekly_review(for_=house.mona, on=THIS_WEEK, now=NOW).reps}


def test_weeks_without_anything_say_so_and_divide_by_nothing(house: House) -> None:
    report = weekly_review(for_=house.mona, on=None, now=NOW)
    assert (report.start, report.is_empty, report.chart) == (LAST_WEEK, True, "")
    assert coaching(for_=house.mona, now=NOW).is_empty
    assert replies_beside_conversations(now=NOW).is_empty


def test_replies_stand_beside_conversations_and_a_sale_counts_once(house: House) -> None:
    live_in(house)
    report = replies_beside_conversations(now=NOW)
    assert {line.key: (line.count, line.leads.found, line.sales.found) for line in report.talked} == {
        "reached": (1, 1, 0),
        "rang_us": (0, 0, 1),
        "met": (1, 0, 0),
    }
    assert report.replied == ()
    assert report.all_talked.leads.value is None  # too few to say


def test_what_works_is_said_only_where_the_figures_carry_it(house: House) -> None:
    for number in range(60):
        somebody = meet(house, f"Person {number}", phone=f"+44113496{number:04d}", email=f"p{number}@firm.example")
        if number == 12:
            assert coaching(for_=house.mona, now=NOW).hints == ()
        early = number % 2 or number > 50
        call(somebody, "no_answer" if early else "reached", at=THURSDAY - timedelta(hours=1) if early else THURSDAY + timedelta(hours=5))
    report = coaching(for_=house.mona, now=NOW)
    assert {one.label: (one.share.found, one.share.among) for one in report.hours} == {"09:00": (0, 34), "15:00": (26, 26)}
    assert report.hints == ("Most calls go out from 09:00 on, and calls from 15:00 on reach more people. Move some.",)


def test_the_page_asks_the_database_as_often_for_many_reps_as_for_few(house: House) -> None:
    counts = []
    for crowd in range(2):
        for number in range(20 * crowd):
            call(meet(house, f"P {number}", phone=f"+44113498{number:04d}", email=f"q{number}@firm.example", owner=house.ivo), at=THURSDAY)
        with CaptureQueriesContext(connection) as asked:
            weekly_review(for_=house.mona, on=LAST_WEEK, now=NOW)
        counts.append(len(asked))
    assert counts[0] >= counts[1] - 6
    assert counts[1] <= 45
