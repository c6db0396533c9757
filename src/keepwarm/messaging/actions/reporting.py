"""The gateway tells us afterwards whether a message arrived."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.decisions.actions import LetterResult, settle, settle_letters
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.messaging.actions.settling import REPORTED, close_way
from keepwarm.messaging.models import Message
from keepwarm.messaging.refusals import MessagingRefused, UnknownMessage


def report_delivery(ref: str, report: str, *, because: str = "", now: datetime) -> Message:
    """Arrived, or not, and why. `ref`: our key, or the id that the gateway gave. Told twice changes nothing the second time.

    Raises MessagingRefused, UnknownMessage.
    """
    if report not in Message.Report:
        raise MessagingRefused(_("Say what became of it: delivered or failed."))
    why = because if because in Message.Why else Message.Why.OTHER.value
    seen = find_by_key(ref)
    ready_hours([seen.prospect_id], now=now)
    with transaction.atomic():
        lock_remaining([seen.prospect_id])
        message = Message.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if message.report == report:
            return message
        message.report, message.reported_at = report, now
        message.report_because = why if report == Message.Report.FAILED else ""
        message.save(update_fields=["report", "reported_at", "report_because"])
        _follow(message, now=now)
    return message


def _follow(message: Message, *, now: datetime) -> None:
    if message.report == Message.Report.FAILED:
        close_way(message, message.report_because, now=now)
    result = LetterResult(message.touch_id or 0, REPORTED[Message.Report(message.report)], now, message.report_because)
    if not settle_letters([result], now=now):
        settle([message.prospect_id], by=None, now=now)


def find_by_key(ref: str) -> Message:
    """The message of this key. Raises UnknownMessage."""
    named = Q(parcel__ref=ref) | Q(ref=ref) | Q(parcel__their_ref=ref)
    message = Message.objects.filter(named).order_by("-pk").first() if ref.strip() else None
    if message is None:
        raise UnknownMessage(_("There is no such message."))
    return message
