"""The page of what works says what the calls taught and how sure it is; and that it knows nothing when it knows nothing."""

from collections import Counter
from datetime import date, timedelta

from keepwarm.reports.queries.weeks.learned import learned
from keepwarm.reports.queries.weeks.reading import Weeks

Counts = dict[date, Counter[tuple[int | None, str, str]]]
STARTS = tuple(date(2026, 9, 7) + timedelta(weeks=week) for week in range(12))


def weeks_of(answered: dict[str, int]) -> Weeks:
    """A hundred calls at each hour each week, all of them first attempts."""
    counts: Counts = {
        start: Counter(
            {(None, "dialled_at", hour): 100 for hour in answered} | {(None, "answered_at", hour): hits for hour, hits in answered.items()}
        )
        for start in STARTS
    }
    return Weeks(STARTS, counts)


def test_the_hour_that_held_is_said_with_its_range() -> None:
    said = learned(weeks_of({"10": 20, "11": 21, "16": 40}), None, agreed=6)
    assert "16:00" in said[0]
    assert "40 of 100" in said[0] or "39 of 100" in said[0]
    assert "surely more than" in said[0]
    assert "they stand" in said[1]


def test_nothing_is_said_to_be_known_where_nothing_is() -> None:
    assert "does not know yet" in learned(weeks_of({"10": 20, "11": 20}), None, agreed=6)[0]
    assert "does not know yet" in learned(Weeks((), {}), None, agreed=6)[0]


def test_attempts_that_bring_nothing_are_worth_a_word() -> None:
    counts: Counts = {
        STARTS[0]: Counter(
            {(None, "attempt_no", str(one)): 900 for one in range(1, 7)}
            | {(None, "answered_no", "1"): 300, (None, "answered_no", "2"): 200}
        )
    }
    assert "After attempt 2" in learned(Weeks(STARTS[:1], counts), None, agreed=6)[1]
