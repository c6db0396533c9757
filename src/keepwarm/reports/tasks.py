"""What the background does for reports: it mails them in the morning, and in a large house counts what each list took and gave."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from keepwarm.goals.actions import keep_week
from keepwarm.goals.actions.mailing import READ_BY
from keepwarm.goals.queries import mails_due
from keepwarm.lib.periodic import Periodic
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions import queue_message, shed_house_mail
from keepwarm.outbox.models import Kind, Message
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.reports.queries import count_rows, is_recount_due
from keepwarm.reports.queries.mailing import once_key_of, report_mail
from keepwarm.reports.queries.weeks.counting import count_weeks, weeks_due
from keepwarm.staff.models import User
from keepwarm.touches.actions import keep_tallies

RECOUNT_HOURS = 6


def recount_sources(*, now: datetime) -> bool:
    """Count anew when the last count is older than six hours; it reads for seconds and writes one row for each source."""
    if not is_recount_due(now=now, hours=RECOUNT_HOURS):
        return False
    keep_tallies(count_rows(now=now))
    return True


def mail_reports(*, now: datetime) -> int:
    """Queue the reports that are due, one for each person and day; gives how many. A house without a mail account sends none.

    Nor does whoever has no role any more whose report names people.

    That a message with its key stands in the outbox is what says that it was sent: there is no second row to fall behind.
    """
    shed_house_mail()
    due = {once_key_of(user, on): user for user, on in mails_due(now=now) if user.has_role(*READ_BY)}
    queued = set(Message.objects.filter(once_key__in=due).values_list("once_key", flat=True))
    waiting = [(key, user) for key, user in due.items() if key not in queued]
    if not waiting or account_of_seat(None) is None:
        return 0
    return sum(_mail(key, user, now=now) for key, user in waiting)


def _mail(key: str, user: User, *, now: datetime) -> bool:
    mailed = report_mail(user, now=now)
    new = NewMessage(
        kind=Kind.SYSTEM,
        to_email=user.email,
        to_name=user.name,
        subject=mailed.subject,
        text=mailed.text,
        html=mailed.html,
        automatic=True,
        once_key=key,
    )
    try:
        with transaction.atomic():
            queue_message(new, now=now)
    except (Refusal, IntegrityError):  # queued by another process meanwhile, or an address to which nothing can be sent
        return False
    return True


def recount_weeks(*, now: datetime) -> int:
    """Count anew the weeks whose turn it is, and keep what differs; gives how many weeks. Some a time: a year is not one breath."""
    counted = [counted for starts in weeks_due(now=now) for counted in count_weeks(starts).items()]
    for start, counts in counted:
        keep_week(start, counts, now=now)
    return len(counted)


PERIODIC = (Periodic(recount_weeks, minutes=10), Periodic(recount_sources, minutes=30), Periodic(mail_reports, minutes=1))
