"""The pure part of the clock, lived through in random histories: reps come, fall ill and leave, and a lead waits for none in silence.

It uses what the tick uses (`wind`, `what_is_due`, `choose`, `choose_next`), without a database, so that 100,000 steps are cheap.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from keepwarm.handoff.choosing import Candidate, choose, choose_next
from keepwarm.handoff.clock import Clock, Due, what_is_due, wind
from keepwarm.lib.working_time import WorkWeek, working_minutes_between
from keepwarm.staff.free_days import HolidaysOf
from tests.cast import NOW

WEEKS = (
    WorkWeek("Europe/London", off=HolidaysOf("GB")),
    WorkWeek("Europe/Berlin", 8 * 60, 16 * 60, off=HolidaysOf("DE")),
    WorkWeek("America/New_York", days=0b0010101, off=HolidaysOf("US")),
    WorkWeek("Asia/Kolkata", 10 * 60, 19 * 60, days=0b0111111, off=HolidaysOf("IN")),
)
DAYS, HOURS = 1, 4
STEPS = [0]


@dataclass(slots=True)
class Waits:
    """A lead that is offered: whom it was asked of, and who heard what."""

    seat_id: int
    asked_at: datetime
    clock: Clock
    reminded_at: datetime | None = None
    told_at: datetime | None = None
    asked: list[int] = field(default_factory=list)


class Sales(RuleBasedStateMachine):
    """Reps and one lead after another."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.numbers = NOW, count(1)
        self.reps: dict[int, Candidate] = {}
        self.weeks: dict[int, WorkWeek] = {}
        self.lead: Waits | None = None

    @initialize(reps=st.integers(1, 3))
    def begin(self, reps: int) -> None:
        for number in range(reps):
            self.hire(number)
        self.offer()

    @rule(week=st.integers(0, 3))
    def hire(self, week: int) -> None:
        if len(self.reps) < 6:
            seat_id = next(self.numbers)
            self.reps[seat_id] = Candidate(seat_id, f"Rep {seat_id}", load=float(seat_id % 3))
            self.weeks[seat_id] = WEEKS[week]
        self.tick()

    @rule(which=st.integers(0, 5), here=st.booleans())
    def come_or_go(self, which: int, here: bool) -> None:
        self._with(which, lambda rep: self.reps.update({rep.seat_id: replace(rep, is_present=here)}))
        self.tick()

    @rule(which=st.integers(0, 5))
    def leave(self, which: int) -> None:
        self._with(which, lambda rep: self.reps.pop(rep.seat_id))
        self.tick()

    def _with(self, which: int, act: Callable[[Candidate], object]) -> None:
        if self.reps:
            act(self.reps[sorted(self.reps)[which % len(self.reps)]])

    @rule()
    def offer(self) -> None:
        if self.lead is None and (chosen := choose(self.reps.values())) is not None:
            self.lead = self._ask(chosen.seat_id, [])

    @rule()
    def answer(self) -> None:
        self.lead = None

    @rule(minutes=st.one_of(st.integers(1, 300), st.integers(300, 20_000)))
    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.tick()

    def _ask(self, seat_id: int, asked: list[int]) -> Waits:
        clock = wind(self.now, self.weeks[seat_id], answer_days=DAYS, pass_on_hours=HOURS)
        return Waits(seat_id, self.now, clock, asked=asked)

    def tick(self) -> None:
        """As `tick` does it: who is gone or away first, then the clock."""
        lead = self.lead
        if lead is None:
            return
        rep = self.reps.get(lead.seat_id)
        others = any(one.is_present for one in self.reps.values() if one.seat_id != lead.seat_id)
        if rep is None or (not rep.is_present and others):
            self._pass_on(lead)
            return
        due = what_is_due(lead.clock, self.now, reminded=lead.reminded_at is not None, told=lead.told_at is not None)
        lead.reminded_at = self.now if Due.REMINDER in due else lead.reminded_at
        lead.told_at = self.now if Due.MANAGER in due else lead.told_at
        if Due.NEXT_REP in due:
            assert lead.told_at is not None, "the manager knows before another rep is asked"
            self._pass_on(lead)

    def _pass_on(self, lead: Waits) -> None:
        chosen = choose_next(self.reps.values(), lead.seat_id, lead.asked)
        if chosen is None:
            assert not self.reps
            self.lead = None  # nobody sells here: the prospect stays with its owner, and the manager knows
            return
        others = [one for one in self.reps.values() if one.is_present and one.seat_id != lead.seat_id]
        assert chosen.is_present == bool(others)
        assert not others or chosen.seat_id != lead.seat_id
        fresh = [one for one in others if one.seat_id not in lead.asked]
        assert not fresh or chosen.seat_id in {one.seat_id for one in fresh}
        self.lead = self._ask(chosen.seat_id, [*lead.asked, lead.seat_id])

    @invariant()
    def nobody_waits_in_silence(self) -> None:
        STEPS[0] += 1
        lead = self.lead
        if lead is None:
            return
        rep = self.reps[lead.seat_id]
        assert rep.is_present or not any(one.is_present for one in self.reps.values())
        assert self.now < lead.clock.pass_on_at
        assert lead.told_at is not None or self.now < lead.clock.due_at
        assert lead.reminded_at is not None or self.now < lead.clock.half_at
        week = self.weeks[lead.seat_id]
        day = week.closes_minute - week.opens_minute
        assert working_minutes_between(lead.asked_at, self.now, week) <= DAYS * day + HOURS * 60


def live(examples: int, chance: int) -> int:
    STEPS[0] = 0
    how = settings(
        max_examples=examples,
        stateful_step_count=100,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        print_blob=True,
    )
    run_state_machine_as_test(seed(chance)(Sales), settings=how)
    return STEPS[0]


def test_a_lead_waits_for_nobody_in_silence() -> None:
    assert live(25, chance=1) > 500


@pytest.mark.long
def test_nor_in_a_hundred_thousand_steps() -> None:
    assert live(1_400, chance=2) >= 100_000
