"""How the house counts: its zone, its currency, and what an hour of each seat costs today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from keepwarm.lib.days import day_in, today_in
from keepwarm.lib.remembering import remembered
from keepwarm.selling.models import Rate
from keepwarm.selling.queries.rates import house_currency, in_house
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import house_zone

WAY = 2
"""Of counting: another number counts every day again. Since 2 each touch is rounded by itself."""


@dataclass(frozen=True, slots=True)
class House:
    """`hours`: minor units of `currency` for an hour of a seat, where somebody said; `unpriced`: seats in a currency without a rate."""

    zone: str
    currency: str
    hours: dict[int, int]
    unpriced: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """To see that something changed, and all days are to be counted again."""
        hours = {str(pk): hour for pk, hour in sorted(self.hours.items())}
        return {"zone": self.zone, "currency": self.currency, "hours": hours, "way": WAY}

    def span(self, on: date) -> tuple[datetime, datetime]:
        """When a day begins and is over, in UTC."""
        return day_in(self.zone, on)

    def day_of(self, at: datetime) -> date:
        """The day of a moment."""
        return today_in(self.zone, at)


@remembered
def the_house() -> House:
    """As it is now."""
    currency = house_currency()
    rates = newest_rates()
    hours, unpriced = {}, []
    for pk, hour, its in Seat.objects.filter(hour_minor__gt=0).order_by("pk").values_list("pk", "hour_minor", "currency"):
        rate = Decimal(1) if its == currency else rates.get(its)
        if rate is None:
            unpriced.append(pk)
        else:
            hours[pk] = in_house(hour, its, rate)
    return House(house_zone(), currency, hours, tuple(unpriced))


def newest_rates() -> dict[str, Decimal]:
    """What a unit of each currency is worth by its newest rate."""
    return dict(Rate.objects.order_by("on").values_list("currency", "rate"))
