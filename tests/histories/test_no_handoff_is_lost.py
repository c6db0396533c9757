"""Random histories of leads: no path loses a prospect, nobody is handed over unsigned, nobody waits unheard, one open hand-off each.

A hundred thousand steps of the clock alone, without a database, stand in `handoff/tests/test_a_waiting_lead_is_always_heard_of.py`.
"""

import pytest
from django.db import connection, transaction

from tests.histories.house import Street, Town
from tests.histories.machine import STREET, History, TownHistory, run
from tests.histories.tour import ALL_ACTS, walk

IS_SQLITE = connection.vendor == "sqlite"
STEPS = 100_000


def live(street: Street, history: type[History], examples: int, steps: int, *, chance: int) -> Street:
    """So many histories of at most so many steps, all from one house. The first is the tour: so every act comes to pass."""
    STREET[:] = [street]
    point = transaction.savepoint()
    walk(street)
    transaction.savepoint_rollback(point)
    run(history, examples, steps, chance=chance)
    assert set(street.done) >= ALL_ACTS
    return street


def keep_pages() -> None:
    """All that a life writes is rolled back in the end: SQLite is not to look for pages that it could write away meanwhile."""
    if IS_SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -262144")  # KiB; until the connection closes
            cursor.execute("PRAGMA cache_spill = OFF")


@pytest.mark.django_db
def test_whatever_happens_no_handoff_is_lost() -> None:
    live(Street(), History, 5 if IS_SQLITE else 2, 40, chance=1)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(2))
def test_in_long_lives_no_handoff_is_lost(part: int) -> None:
    """Some 500 acts on SQLite and 300 on PostgreSQL in each part, beside the minutes that pass; a number of one's own brings others."""
    street = live(Street(), History, 6 if IS_SQLITE else 4, 100, chance=2 + part)
    assert street.acts >= (300 if IS_SQLITE else 200)


@pytest.mark.long
@pytest.mark.once
@pytest.mark.django_db
def test_in_a_town_nobody_is_lost_in_a_hundred_thousand_steps() -> None:
    """A step is an act done to one person, by the house's own actions; a refused one counts nothing.

    Hundreds live through the same hours, told in one call; some six minutes of processor.
    """
    keep_pages()
    town = live(Town(), TownHistory, 6, 60, chance=4)
    for chance in range(5, 40):
        if town.steps < STEPS:
            run(TownHistory, 3, 60, chance=chance)
    assert town.steps >= STEPS
