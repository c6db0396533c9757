"""Who gets the morning report by mail, and at which hour of their own place."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from keepwarm.goals.models import ReportMail
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import REPS, Role, User

READ_BY = frozenset({*REPS, Role.MANAGER, Role.DIRECTOR, Role.ADMIN})
"""Whose report names people: a marketer's shows the lists only, and those do not change each morning."""
DAY_MINUTES = 24 * 60


class MailRefused(Refusal):
    """The report cannot be sent so."""


def choose_report_mail(user: User, *, is_on: bool, minute: int, working_days_only: bool, now: datetime) -> ReportMail:
    """One's own choice: the report comes each morning, or on working days, from that minute of the day on; or not at all."""
    if not user.has_role(*READ_BY):
        raise MailRefused(gettext("Your roles have no morning report to send."))
    if not 0 <= minute < DAY_MINUTES:
        raise MailRefused(gettext("Choose an hour of the day, such as 07:30."))
    chosen = {"is_on": is_on, "minute": minute, "working_days_only": working_days_only, "chosen_at": now}
    return ReportMail.objects.update_or_create(user=user, defaults=chosen)[0]
