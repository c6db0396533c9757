"""A year of made-up people: every promise holds on every day, and the same seed gives the same year."""

from __future__ import annotations

import hashlib

import pytest
from django.db import transaction

from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.programs.actions import carrying
from keepwarm.programs.models import Turn
from keepwarm.prospects.models import Prospect
from tests.cast import House, open_house
from tests.keeping import interest, item, run_program
from tests.writing import open_mail
from tests.year.keeping_count import broken, sent_twice
from tests.year.world import DAYS, TOPICS, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def furnish(house: House) -> None:
    """Interests, programs and a shelf that some will have read to its end."""
    open_mail()
    for topic in TOPICS:
        interest(topic)
        run_program(house, topic.capitalize(), topic)
        for number in range(6):
            item(f"{topic} {number}", topic, worth=90 - number)
    for number in range(4):
        item(f"News {number}", kind="letter", worth=20 - number)


def live(people: int, days: range, *, seed: int = 5, look_every: int = 1, apart: int = 1) -> World:
    """Live these days, looking at every promise on the way."""
    house = open_house()
    furnish(house)
    world = World(house, people=people, seed=seed, apart=apart)
    for step, day in enumerate(days):
        evening = world.live(day)
        if step % look_every == 0:
            assert broken(evening) == [], f"day {day}"
    assert sent_twice() == []
    return world


def print_of(world: World) -> str:
    """A fingerprint of all that happened: who got what on which day, and what they did."""
    turns = Turn.objects.filter(state="sent").order_by("ended_at", "prospect__name", "kind")
    rows = turns.values_list("prospect__name", "kind", "item__title", "channel", "ended_at")
    return hashlib.sha256(repr([list(rows), world.diary]).encode()).hexdigest()


def test_every_promise_holds_for_a_small_town() -> None:
    """Few people and every third day, so that it takes seconds; on every other of them every promise is looked at."""
    world = live(24, range(0, DAYS, 3), look_every=2, apart=21)
    kinds = set(Turn.objects.filter(state="sent").values_list("kind", flat=True))
    assert {"item", "newsletter", "ask"} <= kinds
    assert {"click", "answer", "opt_out", "move", "return"} <= {what for _, _, what in world.diary}
    assert Prospect.objects.filter(ended_at__isnull=True).count() > 12
    assert Message.objects.filter(state=Mailed.BOUNCED).exists()


def test_the_same_seed_gives_the_same_weeks() -> None:
    """The house of the second time is another: its keys and references are, and what happens is the same."""
    prints = []
    for _time in range(2):
        with transaction.atomic():
            prints.append(print_of(live(12, range(0, 45, 3), seed=9, look_every=50)))
            transaction.set_rollback(True)
    assert prints[0] == prints[1]


LARGER_TOWN = 600


@pytest.mark.long
def test_every_promise_holds_for_a_larger_town(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand people a year are out of reach of a test: about 150,000 turns, each written as in a real house. So 600 here."""
    monkeypatch.setattr(carrying, "AT_ONCE", 300)  # nobody waits for the lock here
    live(LARGER_TOWN, range(DAYS), seed=11)
