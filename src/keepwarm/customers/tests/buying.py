"""A customer for these tests: Anna bought a burner from Cara on Monday, and was promised two things."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from keepwarm.customers.actions import NewPromise, record_promises
from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.selling.models import Offering, Sale, SalePart
from keepwarm.staff.models import Seat
from tests.cast import LONG_AGO, NOW, House, meet, user_of

SOLD_AT = NOW - timedelta(days=2)
SUNDAYS, TWO_WEEKS = "Works on Sundays", "Delivered in two weeks"


def offering(name: str = "Burner") -> Offering:
    """Something to sell; made when it is new."""
    return Offering.objects.get_or_create(name=name, defaults={"currency": "EUR", "made_at": LONG_AGO})[0]


def sell(prospect: Prospect, seat: Seat, *, sold_at: datetime = SOLD_AT, what: str = "Burner", runs_until_on: date | None = None) -> Sale:
    """A sale as `win` leaves it."""
    sale = Sale.objects.create(
        prospect=prospect,
        offering=offering(what),
        amount_minor=120_000,
        currency="EUR",
        rate=Decimal(1),
        sold_at=sold_at,
        made_at=sold_at,
        seat=seat,
        runs_until_on=runs_until_on,
        by=user_of(seat),
    )
    SalePart.objects.create(sale=sale, seat=seat, part=SalePart.Part.SOLD)
    Prospect.objects.filter(pk=prospect.pk).update(stage=Stage.CUSTOMER, owner=seat)
    prospect.refresh_from_db()
    return sale


def buyer(house: House, name: str = "Anna Arnold", *, sold_at: datetime = SOLD_AT, email: str = "anna@arnold.example") -> Sale:
    """A customer of Cara's, with a promise for Sunday work at once and one for two weeks after the sale."""
    anna = meet(house, name, owner=house.cara, email=email)
    sale = sell(anna, house.cara, sold_at=sold_at)
    day = sold_at.date()
    promises = [NewPromise(SUNDAYS, day + timedelta(days=14)), NewPromise(TWO_WEEKS, day + timedelta(days=14))]
    record_promises(sale, promises, by=user_of(house.cara), now=sold_at)
    settle([anna.pk], by=None, now=NOW)
    return sale
