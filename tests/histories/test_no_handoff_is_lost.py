"""Random histories of leads: no path loses a prospect, nobody is handed over unsigned, nobody waits unheard, one open hand-off each.

The same histories in every run, told by `chance`: another number brings others. Steps without a database, a hundred thousand of them,
stand in `handoff/tests/test_a_waiting_lead_is_always_heard_of.py`.
"""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from keepwarm.engine.words import ATTEMPTS
from tests.histories.holding import PEOPLE
from tests.histories.house import Street
from tests.histories.tour import ALL_ACTS, walk

IS_SQLITE = connection.vendor == "sqlite"
who = st.integers(0, PEOPLE - 1)
few = st.lists(who, min_size=1, max_size=4, unique=True)
ANSWERS = st.sampled_from(["accept", "accept", "accept", "by_manager", "no_budget", "no_room", "other", "whatever"])
many = st.one_of(few, *[st.lists(who, min_size=PEOPLE // 2, max_size=PEOPLE, unique=True)] * 3)
"""A touch with all of them costs twice as much as one with one."""


class History(RuleBasedStateMachine):
    """One street lives through it; the database is rolled back at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.street = STREET[0]
        self.street.begin()

    def teardown(self) -> None:
        try:
            self.street.check_all()
        finally:
            transaction.savepoint_rollback(self.point)

    @initialize(needed=st.integers(0, 3), told=st.integers(2, 3))
    def begin(self, needed: int, told: int) -> None:
        """Most houses have agreed, and most people have talked."""
        if needed:
            self.street.do(self.street.sign, needed=1, by_one=needed == 3)
        self.street.do(self.street.talk, whom=range(PEOPLE * 2 // 3), how_much=told)
        for one in range(0, PEOPLE // 2, 3):
            self.street.do(self.street.offer, who=one, by="max")

    @invariant()
    def nobody_is_lost(self) -> None:
        self.street.check()

    @rule(who=who, by=st.sampled_from(["max", "mona", "system"]))
    def offer(self, who: int, by: str) -> None:
        self.street.do(self.street.offer, who=who, by=by)

    @rule(whom=few)
    def offer_several(self, whom: list[int]) -> None:
        for one in whom:
            self.street.do(self.street.offer, who=one, by="max")

    @rule(whom=few, how=ANSWERS)
    def bring_to_sales(self, whom: list[int], how: str) -> None:
        """What leads up to most hand-offs, so that many come to pass: they tell all, are offered, and the first is answered."""
        self.street.do(self.street.talk, whom=whom, how_much=3)
        self.offer_several(whom)
        self.street.do(self.street.answer, who=whom[0], how=how)

    @rule(who=who, how=ANSWERS)
    def answer(self, who: int, how: str) -> None:
        self.street.do(self.street.answer, who=who, how=how)

    @rule(who=who)
    def withdraw(self, who: int) -> None:
        self.street.do(self.street.withdraw, who=who)

    @rule(who=who)
    def pass_on(self, who: int) -> None:
        self.street.do(self.street.pass_on, who=who)

    @rule(whom=many, disposition=st.sampled_from(sorted(ATTEMPTS)))
    def dial(self, whom: list[int], disposition: str) -> None:
        self.street.do(self.street.touch, whom=whom, channel="phone", direction="out", disposition=disposition)

    @rule(whom=many, how_much=st.integers(1, 3))
    def talk(self, whom: list[int], how_much: int) -> None:
        self.street.do(self.street.talk, whom=whom, how_much=how_much)

    @rule(whom=many, channel=st.sampled_from(["email", "phone"]))
    def hear(self, whom: list[int], channel: str) -> None:
        disposition = "received" if channel == "email" else "reached"
        self.street.do(self.street.touch, whom=whom, channel=channel, direction="in", disposition=disposition)

    @rule(whom=few, days=st.integers(1, 90), on_the_phone=st.booleans())
    def recycle(self, whom: list[int], days: int, on_the_phone: bool) -> None:
        self.street.do(self.street.recycle, whom=whom, days=days, on_the_phone=on_the_phone)

    @rule(who=who, act=st.sampled_from(["end", "reopen", "undo", "undo", "forget"]))
    def turn(self, who: int, act: str) -> None:
        self.street.do(getattr(self.street, act), who=who)

    @rule(one=who, other=who)
    def merge(self, one: int, other: int) -> None:
        self.street.do(self.street.merge, one=one, other=other)

    @rule(act=st.sampled_from(["unmerge", "unmerge", "back", "night"]))
    def happen(self, act: str) -> None:
        self.street.do(getattr(self.street, act))

    @rule(who=who, to=st.integers(0, 3))
    def give(self, who: int, to: int) -> None:
        self.street.do(self.street.give, who=who, to=to)

    @rule(which=st.integers(0, 30))
    def stop_selling(self, which: int) -> None:
        """Seldom: each time one seller less."""
        if which < 5:
            self.street.do(self.street.stop_selling, which=which)

    @rule(which=st.integers(0, 8))
    def leave(self, which: int) -> None:
        self.street.do(self.street.leave, which=which)

    @rule(which=st.integers(0, 5), hours=st.integers(1, 120))
    def away(self, which: int, hours: int) -> None:
        self.street.do(self.street.away, which=which, hours=hours)

    @rule(needed=st.integers(0, 2), by_one=st.booleans())
    def sign(self, needed: int, by_one: bool) -> None:
        self.street.do(self.street.sign, needed=needed, by_one=by_one)

    @rule(value=st.booleans())
    def let_the_system_offer(self, value: bool) -> None:
        self.street.do(self.street.let_the_system_offer, value=value)

    @rule(minutes=st.one_of(st.integers(1, 240), st.integers(240, 4_000), st.integers(4_000, 60_000)))
    def pass_time(self, minutes: int) -> None:
        self.street.pass_time(minutes)


STREET: list[Street] = []


def live(examples: int, steps: int, *, chance: int) -> Street:
    """So many histories of at most so many steps, all from one house; told as they are found, for shrinking takes long.

    The first is the tour: so every act comes to pass, whatever chance brings afterwards.
    """
    STREET[:] = [Street()]
    point = transaction.savepoint()
    walk(STREET[0])
    transaction.savepoint_rollback(point)
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        print_blob=True,
    )
    run_state_machine_as_test(seed(chance)(History), settings=how)
    return STREET[0]


@pytest.mark.django_db
def test_whatever_happens_no_handoff_is_lost() -> None:
    street = live(5 if IS_SQLITE else 2, 40, chance=1)
    assert set(street.done) >= ALL_ACTS


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(2))
def test_in_long_lives_no_handoff_is_lost(part: int) -> None:
    """Some 500 acts on SQLite and 300 on PostgreSQL in each part, beside the minutes that pass; a number of one's own brings others."""
    street = live(6 if IS_SQLITE else 4, 100, chance=2 + part)
    assert set(street.done) >= ALL_ACTS
    assert street.acts >= (300 if IS_SQLITE else 200)
