"""How the house counts: its zone, its currency, and what an hour of each seat costs today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from keepwarm.lib.remembering import remembered
from keepwarm.selling.models import Rate
from keepwarm.selling.queries.rates import house_currency, in_house
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import persons_seats


@dataclass(frozen=True, slots=True)
class House:
    """`hours`: minor units of `currency` for an hour of a seat, where somebody said; `unpriced`: seats in a currency without a rate."""

    zone: str
    currency: str
    hours: dict[int, int]
    unpriced: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """To see that something changed, and all days are to be counted again."""
        return {"zone": self.zone, "currency": self.currency, "hours": {str(pk): hour for pk, hour in sorted(self.hours.items())}}

    def span(self, on: date) -> tuple[datetime, datetime]:
        """When a day begins and is over, in UTC."""
        here = ZoneInfo(self.zone)
        begins, ends = (datetime.combine(day, time(), here).astimezone(UTC) for day in (on, on + timedelta(days=1)))
        return begins, ends

    def day_of(self, at: datetime) -> date:
        """The day of a moment."""
        return at.astimezone(ZoneInfo(self.zone)).date()


@remembered
def the_house() -> House:
    """As it is now."""
    zones = Counter(persons_seats().order_by("pk").values_list("zone", flat=True))
    zone = zones.most_common(1)[0][0] if zones else "UTC"
    currency = house_currency()
    rates = newest_rates()
    hours, unpriced = {}, []
    for pk, hour, its in Seat.objects.filter(hour_minor__gt=0).order_by("pk").values_list("pk", "hour_minor", "currency"):
        rate = Decimal(1) if its == currency else rates.get(its)
        if rate is None:
            unpriced.append(pk)
        else:
            hours[pk] = in_house(hour, its, rate)
    return House(zone, currency, hours, tuple(unpriced))


def newest_rates() -> dict[str, Decimal]:
    """What a unit of each currency is worth by its newest rate."""
    return dict(Rate.objects.order_by("on").values_list("currency", "rate"))
