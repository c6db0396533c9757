"""A year for ten thousand made-up people: nobody is without a next touch on any morning, and every other promise holds too."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from keepwarm.engine.policy import Policy
from keepwarm.engine.simulate.house import House
from keepwarm.engine.simulate.town import Town, settle
from keepwarm.engine.simulate.warming import DAY, AskedTwice, _ask_once
from keepwarm.engine.simulate.year import live
from keepwarm.engine.streams import Streams
from keepwarm.engine.tests.people import FIRST_DAY, OFFSETS, table
from keepwarm.engine.tests.shelves import ALL_STAGES, shelf
from keepwarm.engine.turns import Turn, Way

TOPICS, ITEMS_EACH, YEAR = 6, 4, 365
SINCE = FIRST_DAY.astype("datetime64[s]")
LONG_TABLE = table(YEAR + 400)


def furnish() -> House:
    """Streams for each interest, items for one, for two and for everyone; some will read them to their end."""
    items = [{"topics": (row % TOPICS,), "worth": 90 - row // TOPICS} for row in range(TOPICS * ITEMS_EACH)]
    items += [{"topics": (row, (row + 1) % TOPICS), "worth": 60} for row in range(0, TOPICS, 2)]
    items += [{"topics": (), "worth": 20 - row} for row in range(4)] + [{"topics": (0,), "worth": 99, "sells": True}]
    items += [
        {"topics": (1,), "worth": 80, "language": 1, "ways": Way.MAIL},
        {"topics": (2,), "worth": 80, "language": 2, "ways": Way.POST},
    ]
    streams = Streams(np.arange(TOPICS, dtype=np.int8), np.full(TOPICS, ALL_STAGES, np.uint8), np.zeros(TOPICS, np.int8))
    return House(Policy(), LONG_TABLE, shelf(*items, streams=TOPICS), streams)


def live_through(people: int, days: int, *, seed: int) -> tuple[Town, list[str]]:
    """The town at its end, and every promise that was ever broken."""
    house, chance = furnish(), np.random.default_rng(seed)
    town = settle(people, chance, since=SINCE, places=len(OFFSETS), topics=TOPICS, items=len(house.shelf))
    wrong = [sentence for morning in live(town, house, chance, since=SINCE, count=days) for sentence in morning.broken]
    return town, wrong


def print_of(town: Town) -> str:
    """A fingerprint of all that happened."""
    columns = [town.received, town.ours, *(town.facts[name] for name in sorted(town.facts))]
    return hashlib.sha256(b"".join(column.tobytes() for column in columns) + repr(sorted(town.diary.items())).encode()).hexdigest()


def test_every_promise_holds_on_every_morning() -> None:
    """And all that can happen to people did."""
    town, wrong = live_through(10_000, YEAR, seed=3)
    assert wrong == []
    happened = {what for what, count in town.diary.items() if count}
    assert {"item", "newsletter", "ask", "last_question", "rest", "never", "bounced", "away", "opted out", "deeds", "replied"} <= happened
    assert {"reached", "not reached", "letters", "bought", "said no", "asked for contact", "moved", "only by post", "returned"} <= happened
    assert town.is_open().sum() > 5_000


def test_the_same_seed_gives_the_same_year() -> None:
    first, second, other = (print_of(live_through(400, 120, seed=seed)[0]) for seed in (7, 7, 8))
    assert first == second
    assert first != other


def test_a_question_that_comes_twice_is_seen() -> None:
    """The year would stop at it: the same question without a sign of life between, the last one at any time."""
    house, chance = furnish(), np.random.default_rng(1)
    for turn, later in ((Turn.ASK, 20), (Turn.LAST_QUESTION, 300)):
        town = settle(3, chance, since=SINCE, places=len(OFFSETS), topics=TOPICS, items=len(house.shelf))
        rows, turns = np.arange(3), np.full(3, turn)
        _ask_once(town, house.policy, rows, np.full(3, SINCE + DAY), turns)
        with pytest.raises(AskedTwice):
            _ask_once(town, house.policy, rows, np.full(3, SINCE + later * DAY), turns)
        town.heard_at[:] = SINCE + 2 * DAY
        _ask_once(town, house.policy, rows, np.full(3, SINCE + later * DAY), turns)
