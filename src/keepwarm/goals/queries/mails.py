"""Whose morning report is due by mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from keepwarm.goals.models import ReportMail
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import week_of

WEEKEND = 5


def report_mail_of(user: User) -> ReportMail | None:
    """What somebody chose, if they did."""
    return ReportMail.objects.filter(user=user).first()


def mails_due(*, now: datetime) -> Iterator[tuple[User, date]]:
    """Who is to have a mail by now, and the day of it in their own place; the mail may have been queued already.

    From the chosen minute until the day is over there: a house that was switched off in the morning sends it late. An hour
    chosen after it had passed counts from tomorrow. What the clock skips in spring comes right after it.
    """
    for row in ReportMail.objects.filter(is_on=True, user__is_active=True).select_related("user").order_by("pk"):
        zone = ZoneInfo(row.user.zone)
        today = now.astimezone(zone).date()
        due_at = datetime.combine(today, time(), zone) + timedelta(minutes=row.minute)  # wall time: python adds on the clock there
        if row.chosen_at <= due_at <= now and not (row.working_days_only and not _is_worked(row.user, today)):
            yield row.user, today


def _is_worked(user: User, on: date) -> bool:
    """A working day of their seat, public holidays excepted; without a seat Monday to Friday."""
    seat = Seat.objects.filter(user=user, left_at__isnull=True).first()
    if seat is None:
        return on.weekday() < WEEKEND
    return week_of(seat).works_on(on)
