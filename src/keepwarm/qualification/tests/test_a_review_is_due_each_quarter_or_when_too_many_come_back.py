"""The definition is looked at anew by the calendar, or when too many hand-offs come back."""

from __future__ import annotations

from datetime import date

from keepwarm.qualification.review import Review, review_due

SIGNED = date(2026, 8, 1)


def test_by_the_calendar() -> None:
    assert review_due(in_force_on=SIGNED, today=date(2026, 10, 30), months=3) is None
    assert review_due(in_force_on=SIGNED, today=date(2026, 10, 31), months=3) == Review(date(2026, 10, 31), None)


def test_when_too_many_come_back() -> None:
    early = date(2026, 8, 20)
    assert review_due(in_force_on=SIGNED, today=early, months=3, returned_share=0.29, share_limit=0.3) is None
    assert review_due(in_force_on=SIGNED, today=early, months=3, returned_share=0.3, share_limit=0.3) == Review(None, 0.3)
    assert review_due(in_force_on=SIGNED, today=early, months=3, returned_share=None, share_limit=0.3) is None
