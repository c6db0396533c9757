from __future__ import annotations

from datetime import timedelta

from keepwarm.decisions.actions import defer, end, keep_warm, settle
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries.page import whose
from keepwarm.reports.tests.day import TEN, call, part, read
from tests.cast import NOW, House, meet, user_of

WINTER = NOW + timedelta(days=60)


def wanted(house: House, name: str, attempts: int = 0, *, last: str = "no_answer") -> Prospect:
    """A prospect of Ines whose next touch is a call, with attempts behind it."""
    prospect = meet(house, name, inquired_at=TEN - timedelta(days=12))
    settle([prospect.pk], by=None, now=TEN - timedelta(days=11))
    for number in range(attempts):
        call(prospect, "no_answer" if number < attempts - 1 else last, at=TEN - timedelta(days=attempts - number))
    return Prospect.objects.get(pk=prospect.pk)


def put_back(prospect: Prospect, because: str = "nobody home") -> None:
    keep_warm(prospect.pk, WINTER, because, by=user_of(prospect.owner), now=TEN)


def given_up(house: House) -> list[tuple[str, int]]:
    return [(one.person.name, one.attempts) for one in part(read(), house.ines).given_up]


def test_a_promise_that_is_late_is_named_with_its_first_date(house: House) -> None:
    due = TEN - timedelta(hours=1)
    anna = meet(house)
    call(anna, "someone_else", at=TEN - timedelta(days=1), call_back_at=due)
    report = read()
    assert [(one.person.name, one.whose, one.since_at) for one in report.overdue] == [("Anna Arnold", "Ines", due)]
    assert report.totals.overdue == 1
    assert len(part(report, house.ines).overdue) == 1
    assert part(report, house.ivo).overdue == ()


def test_put_off_twice_is_named_with_the_reason(house: House) -> None:
    anna = wanted(house, "Anna Arnold")
    for hours, because in enumerate(["", "waits for the price list"]):
        defer(anna.pk, WINTER + timedelta(hours=hours), because, by=user_of(house.ines), now=TEN)
    assert [(one.times, one.because) for one in part(read(), house.ines).postponed] == [(2, "waits for the price list")]


def test_who_was_put_back_after_two_of_six_attempts_was_given_up_early(house: House) -> None:
    put_back(wanted(house, "Anna Arnold", 2))
    assert given_up(house) == [("Anna Arnold", 2)]


def test_six_honest_attempts_are_not_giving_up(house: House) -> None:
    anna = wanted(house, "Anna Arnold", 6)
    put_back(anna)
    assert given_up(house) == []


def test_who_was_spoken_with_was_not_given_up(house: House) -> None:
    put_back(wanted(house, "Anna Arnold", 2, last="reached"))
    assert given_up(house) == []


def test_a_wrong_number_leaves_nobody_to_reach(house: House) -> None:
    put_back(wanted(house, "Anna Arnold", 2, last="wrong_number"))
    assert given_up(house) == []


def test_a_no_ends_the_attempts_honourably_and_no_reason_does_not(house: House) -> None:
    refused, dropped = wanted(house, "Anna Arnold", 1), wanted(house, "Ben Bauer", 1)
    end(refused.pk, "no_fit", because="makes no bread", by=user_of(house.ines), now=TEN)
    end(dropped.pk, "tired of it", because="never there", by=user_of(house.ines), now=TEN)
    assert given_up(house) == [("Ben Bauer", 1)]


def test_the_longest_silence_counts_from_the_last_touch(house: House) -> None:
    meet(house, inquired_at=NOW - timedelta(days=41, hours=3))
    meet(house, "Ben Bauer")
    assert read().totals.silence_days == 41


def test_bursts_and_late_entries_are_shown(house: House) -> None:
    for number in range(5):
        call(
            meet(house, f"Person {number}"),
            "no_answer",
            at=TEN + timedelta(minutes=9 * number),
            logged_at=TEN + timedelta(hours=5, seconds=number),
        )
    for number in range(3):
        late = meet(house, f"Late {number}", owner=house.ivo)
        call(late, "no_answer", at=TEN - timedelta(days=2 + number), logged_at=TEN)
    report = read()
    assert [(hint.kind, hint.count) for hint in part(report, house.ines).hints] == [("burst", 5)]
    assert [(hint.kind, hint.count) for hint in part(report, house.ivo).hints] == [("late", 3)]


def test_five_calls_written_down_over_the_day_are_no_burst(house: House) -> None:
    for number in range(5):
        call(meet(house, f"Person {number}"), "no_answer", at=TEN + timedelta(minutes=9 * number))
    assert part(read(), house.ines).hints == ()


def test_a_tile_says_whose() -> None:
    assert whose([("Ines", 1)]) == "Ines"
    assert whose([("Ines", 3)]) == "all Ines"
    assert whose([("Ines", 3), ("Ivo", 1)]) == "Ines 3, Ivo 1"
    assert whose([("Ines", 3), ("Ivo", 1), ("Cara", 1)]) == "Ines 3, Ivo 1, 1 other"
