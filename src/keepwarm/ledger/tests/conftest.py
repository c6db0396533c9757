"""A house with hourly rates, and what it sells."""

import pytest

from keepwarm.selling.models import Offering
from keepwarm.staff.models import Seat
from tests.cast import LONG_AGO, House, open_house


@pytest.fixture
def house(db: None) -> House:
    house = open_house()
    Seat.objects.filter(user__isnull=False).update(hour_minor=6_000)
    Offering.objects.create(name="Pumps", currency="EUR", made_at=LONG_AGO)
    return house
