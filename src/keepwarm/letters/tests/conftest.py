"""A house in which Ines has one letter left, and a mail account through which it leaves."""

import pytest

from tests.cast import House, open_house
from tests.writing import call_others, open_mail


@pytest.fixture
def house(db: None) -> House:
    house = open_house()
    open_mail()
    call_others(house, 4)
    return house
