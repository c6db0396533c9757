"""A quota is set or taken back by whoever runs the team; the earlier row stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.goals.models import Period, Quota
from keepwarm.goals.periods import is_start
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import Role, RoleGrant, Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

DEAREST = 10**14
"""A trillion in whole units of a currency with cents; above it is a slip of the keyboard."""
MOST_SALES = 100_000


class QuotaRefused(Refusal):
    """A quota that cannot be."""


@dataclass(frozen=True, slots=True)
class NewQuota:
    """What a seat is to sell: in minor units of a currency, or in sales."""

    period: str
    starts_on: date
    amount_minor: int | None = None
    currency: str = ""
    sales: int | None = None


def set_quota(seat: Seat, new: NewQuota, *, because: str = "", by: User | None, now: datetime) -> Quota:
    """What a closing rep is to sell in that month or quarter. It is looked at on reports only: no prospect's timing knows it."""
    require_role(by, *RUNS_THE_TEAM)
    _check(seat, new)
    return _write(seat, new, because, by, now)


def take_back_quota(seat: Seat, period: str, starts_on: date, *, because: str = "", by: User | None, now: datetime) -> None:
    """There is no quota for that time any more."""
    require_role(by, *RUNS_THE_TEAM)
    with transaction.atomic():
        Seat.objects.select_for_update().get(pk=seat.pk)  # one after the other: whoever comes second finds none any more
        held = Quota.objects.filter(seat=seat, period=period, starts_on=starts_on).order_by("-pk").first()
        if held is None or (held.amount_minor is None and held.sales is None):
            raise QuotaRefused(gettext("%(name)s has no quota for that time.") % {"name": seat.name})
        _write(seat, NewQuota(period, starts_on), because, by, now)


def _write(seat: Seat, new: NewQuota, because: str, by: User | None, now: datetime) -> Quota:
    told = {
        "seat": seat.ref,
        "period": new.period,
        "starts_on": new.starts_on.isoformat(),
        "amount_minor": new.amount_minor,
        "sales": new.sales,
    }
    with transaction.atomic():
        row = Quota.objects.create(
            seat=seat,
            period=new.period,
            starts_on=new.starts_on,
            amount_minor=new.amount_minor,
            currency=new.currency.strip().upper() if new.amount_minor is not None else "",
            sales=new.sales,
            because=because.strip()[:200],
            by=by,
            set_at=now,
        )
        note_in_audit("quota_set", told, by=by, now=now)
    return row


def _check(seat: Seat, new: NewQuota) -> None:
    if new.period not in Period.values or not is_start(new.period, new.starts_on):
        raise QuotaRefused(gettext("A quota is for a month or a quarter, and begins on its first day."))
    if (new.amount_minor is None) == (new.sales is None):
        raise QuotaRefused(gettext("A quota is in money or in sales: give one of the two."))
    if new.amount_minor is not None:
        _check_money(new.amount_minor, new.currency)
    if new.sales is not None and not 0 < new.sales <= MOST_SALES:
        raise QuotaRefused(gettext("A quota in sales is a number between 1 and %(most)d.") % {"most": MOST_SALES})
    if seat.left_at is not None or not RoleGrant.objects.filter(user=seat.user_id, role=Role.CLOSING_REP).exists():
        raise QuotaRefused(gettext("Only who sells has a quota: %(name)s is no closing rep here.") % {"name": seat.name})


def _check_money(amount_minor: int, currency: str) -> None:
    wanted = currency.strip()
    if not (0 < amount_minor <= DEAREST and len(wanted) == 3 and wanted.isascii() and wanted.isalpha()):
        raise QuotaRefused(gettext("A quota in money is an amount above zero, and below a trillion, in a currency such as EUR."))
