"""What has come to its day begins to wait for a touch: the call when a promise is due, and the calls that keep a customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext

from keepwarm.customers.actions.cases import wait_for_call
from keepwarm.customers.actions.finding import who_hears
from keepwarm.customers.actions.planning import ask_after_due, next_after
from keepwarm.customers.actions.settling import source_of
from keepwarm.customers.models import Asked, Case, Keeping, Loss, Promise, Telling
from keepwarm.customers.queries.auditing import CALL_AGAIN, calls_about
from keepwarm.customers.queries.team import seller_of
from keepwarm.customers.times import morning_of
from keepwarm.decisions.actions import reassign as drop_holds
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock
from keepwarm.prospects.actions import reassign
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.selling.models import Sale
from keepwarm.staff.models import Seat
from keepwarm.touches.absorbing import reassign as hand_signals_over
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal

AT_ONCE: Final = 200
AHEAD: Final = timedelta(days=1)
"""A call begins to wait the day before, so that the day can be planned."""
LATER: Final = timedelta(days=30)
"""Whoever is unhappy is not asked whom they know; it is put off so far. Our choice."""
KINDS: Final = {
    Keeping.Kind.RENEWAL: Signal.Kind.RENEWAL,
    Keeping.Kind.REFERRAL: Signal.Kind.REFERRAL,
    Keeping.Kind.WIN_BACK: Signal.Kind.WIN_BACK,
}


def raise_due(*, now: datetime) -> int:
    """Everything whose day has come, each prospect in a transaction of its own; gives how many calls began to wait."""
    until = (now + AHEAD).date()
    promises = Promise.objects.filter(state=Promise.State.OPEN, called_for_at__isnull=True, due_on__lte=until)
    count = sum(_raise_delivery(pk, now=now) for pk in list(promises.order_by("due_on", "pk").values_list("pk", flat=True)[:AT_ONCE]))
    keepings = Keeping.objects.filter(raised_at__isnull=True, dropped_at__isnull=True, due_on__lte=until)
    return count + sum(_raise_keeping(pk, now=now) for pk in list(keepings.order_by("due_on", "pk").values_list("pk", flat=True)[:AT_ONCE]))


def _raise_delivery(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = _held(pk)
        row.refresh_from_db(fields=["state", "called_for_at"])
        if row.state != Promise.State.OPEN or row.called_for_at is not None:
            return False
        row.called_for_at = now
        row.save(update_fields=["called_for_at"])
        if row.sale.undone_at is not None:
            Promise.objects.filter(pk=pk).update(state=Promise.State.WITHDRAWN, settled_at=now)
            return False
        because = gettext("who sold asks on the day that was promised")
        _wait(who_hears(row), Signal.Kind.DELIVERY, row.due_on, source_of(row), because, sale=row.sale, now=now)
    return True


def call_again(*, now: datetime) -> int:
    """A week after the call at its day nobody said how a promise went: the call waits again; gives how many. Few promises are so old."""
    somebody = Q(prospect__ended_at__isnull=True) | Q(sale__prospect__ended_at__isnull=True)
    rows = Promise.objects.filter(somebody, ~Exists(calls_about()), state=Promise.State.OPEN, called_for_at__lt=now - CALL_AGAIN)
    rows = rows.filter(due_on__lt=now.date())
    return sum(_raise_again(pk, now=now) for pk in list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:AT_ONCE]))


def _held(pk: int) -> Promise:
    """With whom it was made to and whoever bought held."""
    lock(sorted(set(Promise.objects.filter(pk=pk).values_list("prospect_id", "sale__prospect_id").get())))
    return Promise.objects.select_related("sale__seat", "sale__prospect__owner", "prospect__owner").get(pk=pk)


def _raise_again(pk: int, *, now: datetime) -> bool:
    """As on its first day, tomorrow."""
    with transaction.atomic():
        row = _held(pk)
        fresh = Promise.objects.filter(pk=pk, state=Promise.State.OPEN, called_for_at=row.called_for_at, sale__undone_at__isnull=True)
        if not fresh.update(called_for_at=now):
            return False
        because = gettext("who sold asks how it went: nobody has said it")
        _wait(who_hears(row), Signal.Kind.DELIVERY, (now + AHEAD).date(), source_of(row), because, sale=row.sale, now=now)
    return True


def _raise_keeping(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = Keeping.objects.select_related("prospect__owner", "sale__seat").get(pk=pk)
        lock([row.prospect_id])
        row.refresh_from_db(fields=["raised_at", "dropped_at", "due_on"])
        if row.raised_at is not None or row.dropped_at is not None:
            return False
        if _is_over(row):
            Keeping.objects.filter(pk=pk).update(dropped_at=now)
            if row.prospect.ended_at is not None:
                _plan_next(row)  # who ended may come back, and is a customer then
            return False
        if row.kind == Keeping.Kind.REFERRAL and _is_unhappy(row.prospect_id):
            Keeping.objects.filter(pk=pk).update(due_on=row.due_on + LATER)
            return False
        Keeping.objects.filter(pk=pk).update(raised_at=now)
        _plan_next(row)
        kind = KINDS.get(Keeping.Kind(row.kind), Signal.Kind.CHECK_IN)
        _wait(row.prospect, kind, row.due_on, f"keeping:{row.pk}", gettext("who sold keeps the thread"), now=now)
    return True


def _plan_next(row: Keeping) -> None:
    if (again := next_after(row)) is not None:
        Keeping.objects.bulk_create([again], ignore_conflicts=True)


def _is_over(row: Keeping) -> bool:
    """They have left us or ended, or the sale was undone; a call to win them back is not over by that."""
    if row.prospect.ended_at is not None:
        return True
    if row.kind == Keeping.Kind.WIN_BACK:
        return False
    is_undone = row.sale is not None and row.sale.undone_at is not None
    return is_undone or Loss.objects.filter(prospect_id=row.prospect_id, back_at__isnull=True).exists()


def _is_unhappy(prospect_id: int) -> bool:
    return Case.objects.filter(prospect_id=prospect_id, settled_at__isnull=True).exists()


def _wait(
    prospect: Prospect, kind: Signal.Kind, due_on: date, source: str, because: str, *, sale: Sale | None = None, now: datetime
) -> None:
    """The signal, with whoever sold (`sale`, or the newest); the next touch is decided anew. Of somebody who has ended nothing waits."""
    if prospect.ended_at is not None:
        return
    seat = (sale and seller_of(prospect, sale)) or seller_of(prospect) or prospect.owner
    _give_to(prospect, seat, because, now=now)
    due_at = morning_of(seat, due_on)
    raised = now if kind == Signal.Kind.REFERRAL else min(now, due_at)
    raise_signals([Signal(prospect_id=prospect.pk, kind=kind, raised_at=raised, due_at=due_at, source=source, seat=seat)])
    settle([prospect.pk], by=None, now=now)


def _give_to(prospect: Prospect, seat: Seat, because: str, *, now: datetime) -> None:
    """Who sold calls, unless a person of the house gave the customer to somebody else since."""
    given = StandingChange.objects.filter(prospect=prospect, what=StandingChange.What.OWNER, by__isnull=False)
    if prospect.owner_id == seat.pk or given.exists():
        return
    if reassign({prospect.pk: seat.pk}, {prospect.pk: because}, from_seat=None, by=None, now=now):
        hand_signals_over({prospect.pk: seat.pk})
        drop_holds({prospect.pk: seat.pk})


def wait_again(*, now: datetime) -> int:
    """An open case whose call waits no more (the customer ended, and came back) waits again; gives how many. There are few open cases."""
    named = Signal.objects.open().filter(prospect=OuterRef("prospect"), source=Concat(Value("case:"), OuterRef("ref")))
    cases = Case.objects.filter(settled_at__isnull=True, prospect__ended_at__isnull=True).exclude(Exists(named))
    rows = list(cases.select_related("owner").order_by("due_at")[:AT_ONCE])
    for case in rows:
        with transaction.atomic():
            lock([case.prospect_id])
            wait_for_call(case, now=now)
            settle([case.prospect_id], by=None, now=now)
    return len(rows)


def ask_openly(*, now: datetime) -> int:
    """The open questions whose morning has come become mails; one with promises still ahead waits for the last of them."""
    due = Asked.objects.filter(asked_at__isnull=True, ask_at__lte=now).select_related("sale__seat").order_by("ask_at")
    return sum(_ask(row, now=now) for row in list(due[:AT_ONCE]))


def _ask(row: Asked, *, now: datetime) -> bool:
    with transaction.atomic():
        last = Promise.objects.filter(sale=row.sale, state=Promise.State.OPEN).aggregate(last=Max("due_on"))["last"]
        if last is not None and (later := morning_of(row.sale.seat, last + ask_after_due())) > now:
            Asked.objects.filter(pk=row.pk).update(ask_at=later)
            return False
        if row.answered_at is None and row.sale.undone_at is None:
            made = {"prospect_id": row.prospect_id, "due_at": now}
            Telling.objects.get_or_create(sale=row.sale, kind=Telling.Kind.ASKED, change=None, defaults=made)
        return bool(Asked.objects.filter(pk=row.pk, asked_at__isnull=True).update(asked_at=now))
