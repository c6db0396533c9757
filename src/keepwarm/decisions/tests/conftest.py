"""The house of the decisions' tests, and somebody in it for whom a first next touch is decided."""

import pytest

from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet, open_house


@pytest.fixture
def house(db: None) -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    return anna
