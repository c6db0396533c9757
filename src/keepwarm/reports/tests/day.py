"""A day to report on, and calls in few words: the report is read on Wednesday morning about Tuesday."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries import MorningReport, Part, morning_report
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from tests.cast import NOW

TUESDAY = date(2026, 11, 17)
TEN = NOW.replace(hour=10, minute=0) - timedelta(days=1)
"""Tuesday at ten, in London."""


def call(
    prospect: Prospect,
    disposition: str = "reached",
    *,
    at: datetime = TEN,
    seat: Seat | None = None,
    logged_at: datetime | None = None,
    channel: str = "phone",
    direction: str = "out",
    **more: Any,
) -> Touch:
    """Logged three minutes later by whoever did it: the owner, unless said otherwise."""
    doer = seat or prospect.owner
    new = NewTouch(
        prospect_id=prospect.pk,
        channel=channel,
        direction=direction,
        disposition=disposition,
        happened_at=at,
        seat_id=doer.pk,
        **more,
    )
    return log_touch(new, by=doer.user, now=logged_at or at + timedelta(minutes=3)).touch


def read(*, for_: User | None = None, now: datetime = NOW) -> MorningReport:
    """Tuesday's report."""
    return morning_report(for_=for_, on=TUESDAY, now=now)


def part(report: MorningReport, seat: Seat) -> Part:
    """What it says of one rep."""
    return next(one for one in report.parts if one.seat_id == seat.pk)


def names(found: Part) -> list[str]:
    """The names reached, in the order of the day."""
    return [line.person.name for line in found.reached]
