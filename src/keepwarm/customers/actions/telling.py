"""Mails to the customer about what was promised: queued once each, by the background. Without a mail account nothing is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.consent.queries.sending import Mail, Sending, may_send
from keepwarm.customers.actions.planning import asked_of, plan_sale
from keepwarm.customers.models import Asked, Promise, PromiseChange, Telling
from keepwarm.customers.words import Told, tell_asked, tell_change, tell_promises
from keepwarm.decisions.actions.settling import lock
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Account, Kind
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.prospects.models import Address

AT_ONCE: Final = 50


def tell_customers(*, now: datetime) -> int:
    """Queue what is due; gives how many rows were settled. A mail that may not go is settled too, with why."""
    due = Telling.objects.filter(told_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")
    if not Account.objects.filter(seat__isnull=True, retired_at__isnull=True).exists():  # what cannot leave holds up nobody else's
        due = due.filter(sale__seat__in=Account.objects.filter(seat__isnull=False, retired_at__isnull=True).values("seat"))
    return sum(_tell(pk, now=now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _tell(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = Telling.objects.select_related("sale__offering", "sale__seat", "prospect", "change__promise__prospect").get(pk=pk)
        lock([row.prospect_id])
        row.refresh_from_db(fields=["told_at"])
        if row.told_at is not None or account_of_seat(row.sale.seat_id) is None:
            return False
        if not Asked.objects.filter(sale=row.sale).exists():
            plan_sale(row.sale, now=now)  # before its question is made: what has one counts as planned
        row.told_at, row.why_not = now, _why_not(row, now=now) or _queue(row, now=now)
        row.save(update_fields=["told_at", "why_not"])
    return True


def _why_not(row: Telling, *, now: datetime) -> str:
    """What has overtaken it, or a wish that closes the way: the open question is of our own accord, the others answer what they did."""
    if row.sale.undone_at is not None:
        return gettext("the sale was undone")
    if row.change is not None and row.change.answer != PromiseChange.Answer.WAITS:
        return gettext("answered or overtaken before")
    address = _address(row)
    if address is None:
        return gettext("no email address is in use")
    kind = Mail.PERSONAL if row.kind == Telling.Kind.ASKED else Mail.SYSTEM
    answer = may_send([Sending(row.prospect_id, kind, address.pk, address.normalized)], now=now)[0]
    return answer.sentence[:200]


def _queue(row: Telling, *, now: datetime) -> str:
    """Into the outbox, within the caller's transaction; gives why not where that cannot be."""
    address, told = _address(row), _words(row)
    assert address is not None
    new = NewMessage(
        kind=Kind.SYSTEM,
        to_email=address.normalized,
        to_name=row.prospect.name,
        prospect_id=row.prospect_id,
        address_id=address.pk,
        seat_id=row.sale.seat_id,
        subject=told.subject,
        text=told.text,
        automatic=True,
        once_key=f"customers:{row.kind}:{row.pk}:{row.due_at:%Y%m%d%H%M%S}",  # what was written down later is told again
    )
    try:
        with transaction.atomic():
            queue_message(new, now=now)
    except Refusal as refusal:
        return refusal.sentence[:200]
    return ""


def _address(row: Telling) -> Address | None:
    mine = Address.objects.filter(prospect_id=row.prospect_id, kind=Address.Kind.EMAIL, state=Address.State.OK)
    return mine.order_by("rank", "pk").first()


def _words(row: Telling) -> Told:
    seller = row.sale.seat.name
    if row.change is not None:
        return tell_change(row.change, seller)
    asked = asked_of(row.sale)
    if row.kind == Telling.Kind.ASKED:
        return tell_asked(asked, seller)
    promises = Promise.objects.filter(sale=row.sale, recorded=True).exclude(state__in=[Promise.State.CHANGED, Promise.State.WITHDRAWN])
    return tell_promises(asked, list(promises.order_by("due_on", "pk")), seller)
