"""The house of the hand-off's tests: marketing and sales have agreed on what a lead is."""

import pytest

from tests.cast import House, open_house
from tests.leads import agree


@pytest.fixture
def house(db: None) -> House:
    house = open_house()
    agree()
    return house
