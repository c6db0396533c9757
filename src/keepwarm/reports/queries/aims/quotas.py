"""The page of the quotas: of each closing rep what is sold so far, what is to be expected with its range, and what is still needed.

It is read only: no rule, no plan and no queue knows a quota (see the forbidden imports in pyproject.toml).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Q

from keepwarm.engine.forecast import Verdict
from keepwarm.goals.models import Period, Quota
from keepwarm.goals.periods import after, start_of
from keepwarm.goals.queries import quotas_of
from keepwarm.lib.days import days_in, today_in
from keepwarm.reports.queries.aims.expecting import Expected, expecting
from keepwarm.reports.queries.aims.rates import Rates, usual_rates
from keepwarm.reports.queries.aims.rhythm import Rhythm, rhythm_of
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.selling.models import Sale
from keepwarm.selling.queries.rates import house_currency, in_house, rate_on
from keepwarm.selling.refusals import NoRate
from keepwarm.staff.models import Role, RoleGrant, Seat, User
from keepwarm.staff.queries import house_zone, may_run_team

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more of something it probably takes, with its range; None where there is too little to say."""

    likely: int | None
    range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A closing rep's period. Money in minor units of the house's currency; `target`, `left` in money or in sales, as the quota is."""

    seat: Seat
    quota: Quota | None
    target: int | None  # None: no quota, or its currency has no rate
    sold: int
    sold_minor: int
    expected: Expected
    left: int
    sales_needed: Needed
    leads_needed: Needed
    conversations_needed: Needed
    rhythm: Rhythm | None

    @property
    def in_money(self) -> bool:
        """Whether the quota is in money."""
        return self.quota is None or self.quota.amount_minor is not None

    @property
    def so_far(self) -> int:
        """In the quota's own measure."""
        return self.sold_minor if self.in_money else self.sold

    @property
    def percent(self) -> int | None:
        """So far, of the quota; None without one."""
        return round(100 * self.so_far / self.target) if self.target else None

    @property
    def width(self) -> int:
        """The same for a bar, at most a hundred."""
        return min(100, self.percent or 0)


@dataclass(frozen=True, slots=True)
class QuotasPage:
    """The page of one month or quarter. `verdict`: whether the house's own history says anything of chances."""

    period: str
    starts_on: date
    ends_on: date
    previous_on: date
    next_on: date | None
    lines: tuple[QuotaLine, ...]
    rates: Rates
    verdict: Verdict
    currency: str
    closing: tuple[Seat, ...]
    may_set: bool
    is_over: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show: no quota, no sale, nothing open."""
        return not any(line.quota or line.sold or line.expected.count for line in self.lines)


def quotas_page(*, for_: User | None, period: str, on: date | None, now: datetime) -> QuotasPage:
    """The month or quarter in which `on` lies; the running one when it is left out. A rep sees their own line."""
    kind = period if period in Period.values else Period.MONTH
    today = today_in(house_zone(), now)
    starts_on = start_of(kind, on if on is not None and abs((on - today).days) < 3660 else today)
    ends_on = after(kind, starts_on) - timedelta(days=1)
    seats = _seats(for_, kind, starts_on, ends_on)
    rates = usual_rates(now=now)
    expected, verdict = expecting([seat.pk for seat in seats], until=ends_on, now=now) if ends_on >= today else ({}, Verdict.TOO_FEW)
    held = quotas_of(kind, [starts_on])
    sold = _sold(starts_on, ends_on)
    rhythm = rhythm_of(seats, starts_on, ends_on, now=now)
    lines = tuple(
        _line(
            seat,
            held.get((seat.pk, starts_on)),
            sold.get(seat.pk, (0, 0)),
            expected.get(seat.pk, Expected()),
            rates,
            rhythm.get(seat.pk),
            today,
        )
        for seat in seats
    )
    may_set = for_ is not None and may_run_team(for_)
    return QuotasPage(
        kind, starts_on, ends_on, after(kind, starts_on, -1), after(kind, starts_on) if starts_on <= today + timedelta(days=400) else None,
        lines, rates, verdict, house_currency(), closing_seats() if may_set else (), may_set, ends_on < today,
    )  # fmt: skip


def closing_seats() -> tuple[Seat, ...]:
    """The seats of who sells here now."""
    sells = RoleGrant.objects.filter(role=Role.CLOSING_REP, user__is_active=True).values("user")
    return tuple(Seat.objects.filter(user__in=sells, left_at__isnull=True).order_by("name"))


def bounds(starts_on: date, ends_on: date) -> tuple[datetime, datetime]:
    """The first moment and the one after the last, on the clock of the house."""
    return days_in(house_zone(), starts_on, ends_on)


def _seats(for_: User | None, kind: str, starts_on: date, ends_on: date) -> tuple[Seat, ...]:
    """Who sells now, who had a quota, and who sold in that time, also when they left since."""
    begins, ends = bounds(starts_on, ends_on)
    sold = Sale.objects.filter(sold_at__gte=begins, sold_at__lt=ends, undone_at__isnull=True).values("seat")
    wanted = Q(pk__in=[seat.pk for seat in closing_seats()]) | Q(pk__in=sold) | Q(pk__in=[pk for pk, _ in quotas_of(kind, [starts_on])])
    rows = Seat.objects.filter(wanted).order_by("name", "pk")
    return tuple(rows if for_ is None or for_.has_role(*SEES_EVERY_REP) else rows.filter(user=for_))


def _sold(starts_on: date, ends_on: date) -> dict[int, tuple[int, int]]:
    """By seat, how many sales that stand and their money."""
    begins, ends = bounds(starts_on, ends_on)
    found: dict[int, tuple[int, int]] = {}
    rows = Sale.objects.filter(sold_at__gte=begins, sold_at__lt=ends, undone_at__isnull=True)
    for seat_id, amount, currency, rate in rows.values_list("seat_id", "amount_minor", "currency", "rate"):
        count, minor = found.get(seat_id, (0, 0))
        found[seat_id] = count + 1, minor + in_house(amount, currency, rate)
    return found


def _line(
    seat: Seat, quota: Quota | None, sold: tuple[int, int], expected: Expected, rates: Rates, rhythm: Rhythm | None, today: date
) -> QuotaLine:
    target = _target(quota, today)
    in_money = quota is not None and quota.amount_minor is not None
    so_far = sold[1] if in_money else sold[0]
    likely = expected.minor if in_money else expected.sales
    left = max(0, target - so_far - round(likely)) if target else 0
    sales = _sales_needed(left, in_money=in_money, rates=rates)
    leads = _through(sales, rates.sales_of_leads)
    talks = _through(leads, rates.leads_of_conversations)
    return QuotaLine(seat, quota, target, sold[0], sold[1], expected, left, sales, leads, talks, rhythm)


def _target(quota: Quota | None, today: date) -> int | None:
    """In the house's currency by the rate of its first day; None where nobody said one."""
    if quota is None or quota.amount_minor is None:
        return quota.sales if quota is not None else None
    try:
        return in_house(quota.amount_minor, quota.currency, rate_on(quota.currency, min(quota.starts_on, today)))
    except NoRate:
        return None


def _sales_needed(left: int, *, in_money: bool, rates: Rates) -> Needed:
    if not left or not in_money:
        return Needed(left)
    return Needed(ceil(left / rates.usual_sale_minor)) if rates.usual_sale_minor else Needed(None)


def _through(needed: Needed, share: tuple[float, Range] | None) -> Needed:
    """How many it takes of what comes before, by the house's own share of it."""
    if needed.likely == 0:
        return Needed(0)
    if needed.likely is None or share is None:
        return Needed(None)
    value, (low, high) = share
    few, many = needed.range or (needed.likely, needed.likely)
    return Needed(ceil(needed.likely / value), (ceil(few / high), ceil(many / low)))
