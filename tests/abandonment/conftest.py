"""A house with a mail account, two programs and something on the shelf."""

import pytest

from tests.cast import House, open_house
from tests.keeping import item, run_program
from tests.writing import open_mail


@pytest.fixture
def house(db: None) -> House:
    """Guide and Series for pumps, a newsletter for everyone."""
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps", worth=90)
    item("Series", "pumps", worth=60)
    return house
