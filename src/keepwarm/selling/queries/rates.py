"""What a currency is worth on a day, in the house's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.translation import gettext

from keepwarm.lib.money import MOST_MAJOR, digits_of, exchanged, is_currency
from keepwarm.selling.models import Rate
from keepwarm.selling.refusals import AmountRefused, NoRate

ONE: Final = Decimal(1)


def house_currency() -> str:
    """The currency in which sums are made."""
    return str(settings.CURRENCY)


def rate_on(currency: str, on: date) -> Decimal:
    """Units of the house's currency for one unit of `currency`: the newest that was said up to that day, else the first after it.

    Raises NoRate when nobody ever said one.
    """
    if currency == house_currency():
        return ONE
    rows = Rate.objects.filter(currency=currency)
    found = rows.filter(on__lte=on).order_by("-on").first() or rows.order_by("on").first()
    if found is None:
        if not is_currency(currency):
            raise NoRate(gettext("“%(code)s” is not a currency: three letters, such as EUR.") % {"code": currency[:10]})
        words = {"code": currency, "house": house_currency()}
        raise NoRate(gettext("Nobody said yet what one %(code)s is worth in %(house)s. Add its rate under Offerings first.") % words)
    return found.rate


def check_amount(amount_minor: int, currency: str) -> int:
    """The amount, when it is one. Raises AmountRefused for nothing, and for what nobody pays."""
    if amount_minor <= 0:
        raise AmountRefused(gettext("An amount is more than nothing."))
    if amount_minor > MOST_MAJOR * 10 ** digits_of(currency):
        raise AmountRefused(gettext("That is more than a billion %(code)s. Look at the noughts once more.") % {"code": currency})
    return amount_minor


def in_house(amount_minor: int, currency: str, rate: Decimal) -> int:
    """In minor units of the house's currency, by the rate that was kept."""
    return exchanged(amount_minor, currency, rate, house_currency())
