"""What may happen, in any order: a machine of hypothesis over a street, or over a town in which much happens to hundreds at once.

The same histories in every run, told by `chance`: another number brings others.
"""

from random import Random

from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from keepwarm.engine.words import ATTEMPTS, LIVE
from tests.histories.holding import PEOPLE
from tests.histories.house import Story, Street, Town

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


crowds = st.builds(lambda chance, size: Random(chance).sample(range(Town.people), size), st.integers(0, 2**32), st.integers(200, 300))
"""Of a town: a touch with three hundred costs some twenty times as much as one with one."""
DIALLED, HEARD = sorted(ATTEMPTS - LIVE), [("email", "in", "received"), ("phone", "in", "reached"), ("mailing", "in", "unsubscribed")]
OURS = [
    *(("phone", "out", how) for how in DIALLED),
    ("email", "out", "delivered"),
    ("mailing", "out", "delivered"),
    ("post", "out", "delivered"),
]
TALKED = [("phone", "out", "reached"), ("phone", "out", "says_no"), ("phone", "out", "never_call"), ("meeting", "out", "held")]
touches = st.one_of(st.sampled_from(OURS), st.sampled_from(OURS), st.sampled_from(HEARD), st.sampled_from(TALKED))
stories = st.lists(st.tuples(crowds, st.lists(touches, min_size=2, max_size=5).map(tuple)), min_size=2, max_size=4)

answers = st.lists(ANSWERS, min_size=1, max_size=8)


class TownHistory(History):
    """Beside what happens to one, what hundreds live through in the same hours."""

    street: Town

    @rule(stories=stories, sold=st.lists(st.integers(0, Town.people - 1), min_size=1, max_size=5, unique=True), hows=answers)
    def live_half_a_day(self, stories: list[tuple[list[int], Story]], sold: list[int], hows: list[str]) -> None:
        for crowd, story in stories:
            self.street.do(self.street.live_through, whom=crowd, story=story)
            self.street.pass_time(60)
        self.bring_many(sold, hows)

    @rule(stories=stories)
    def live_a_week(self, stories: list[tuple[list[int], Story]]) -> None:
        for crowd, story in stories:
            self.street.do(self.street.live_through, whom=crowd, story=story)
            self.street.pass_time(2_880)

    @rule(told=crowds, put_back=crowds, days=st.integers(1, 90))
    def talk_and_put_back(self, told: list[int], put_back: list[int], days: int) -> None:
        self.street.do(self.street.talk, whom=told, how_much=2)
        self.street.do(self.street.recycle, whom=put_back, days=days, on_the_phone=True)

    @rule(whom=st.lists(st.integers(0, Town.people - 1), min_size=6, max_size=12, unique=True), hows=answers)
    def bring_many_to_sales(self, whom: list[int], hows: list[str]) -> None:
        self.bring_many(whom, hows)

    def bring_many(self, whom: list[int], hows: list[str]) -> None:
        """They tell all, are offered, and of those that wait some are answered."""
        self.street.do(self.street.talk, whom=whom, how_much=3)
        for one in whom:
            self.street.do(self.street.offer, who=one, by="max")
        for place, how in enumerate(hows):
            self.street.do(self.street.answer, who=place, how=how)


STREET: list[Street] = []


def run(history: type[History], examples: int, steps: int, *, chance: int) -> None:
    """So many histories of at most so many steps, all in `STREET[0]`; told as they are found, for shrinking takes long."""
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        print_blob=True,
    )
    run_state_machine_as_test(seed(chance)(history), settings=how)
