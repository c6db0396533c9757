"""Sharing out the day: which of the touches that are due fit into each seat's minutes and letters, and in which order.

It never changes a step or a date. What was promised is in the queue even when the day is too short for it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.decide import Decisions
from keepwarm.engine.economics import Points, comes_first, is_promised, minutes_of
from keepwarm.engine.facts import Bools, Ints
from keepwarm.engine.knapsack import fill
from keepwarm.engine.policy import Policy
from keepwarm.engine.words import Step

NOT_TODAY = 0


@dataclass(frozen=True, slots=True)
class Capacity:
    """What there is today. `seat`: per row, the index of its owner's seat, -1 where nobody works on it today."""

    seat: Ints
    minutes: Points  # per seat
    letters: Ints  # per seat, that the email share leaves free
    until: np.datetime64  # what is due before this moment takes part


@dataclass(frozen=True, slots=True)
class Allocation:
    """The queues of the day."""

    line: NDArray[np.int32]  # per row: 1 is the first of its seat's queue, 0 is not today
    minutes: Points  # per seat, used; more than there are only where more was promised
    letters: NDArray[np.int32]  # per seat, used
    value: float  # points in the queues beyond what was promised
    bound: float  # no allocation reaches more than these points

    @property
    def gap(self) -> float:
        """How far from the optimum it is at most, as a share of the bound."""
        return 0.0 if self.bound <= 0 else max(0.0, 1 - self.value / self.bound)


def allocate(decisions: Decisions, capacity: Capacity, policy: Policy, *, value: Points) -> Allocation:
    """Fill the queue of each seat: the promised by their hour, then what is worth most per minute. `value` is per row.

    A promised letter (an answer) needs no free letter, but takes one.
    """
    seats = len(capacity.minutes)
    line = np.full(len(decisions), NOT_TODAY, np.int32)
    used_minutes, used_letters = np.zeros(seats), np.zeros(seats, np.int32)
    total = bound = 0.0
    minutes, promised = minutes_of(decisions, policy), is_promised(decisions)
    for seat, rows in _by_seat(decisions, capacity):
        first, others = _promised_first(decisions, rows, promised)
        minutes_left = capacity.minutes[seat] - minutes[first].sum()
        letters_left = capacity.letters[seat] - _letters(decisions, first)
        chosen, seat_bound = fill(
            value[others], minutes[others], decisions.step[others] == Step.WRITE, minutes_left, max(int(letters_left), 0)
        )
        queue = np.concatenate([first, _by_worth(others[chosen], value, minutes)])
        line[queue] = np.arange(1, len(queue) + 1)
        used_minutes[seat], used_letters[seat] = minutes[queue].sum(), _letters(decisions, queue)
        total, bound = total + float(value[others[chosen]].sum()), bound + seat_bound
    return Allocation(line, used_minutes, used_letters, total, bound)


def _by_seat(decisions: Decisions, capacity: Capacity) -> list[tuple[int, NDArray[np.intp]]]:
    """The rows that are due by hand, seat by seat, in the order of their rows."""
    by_hand = (decisions.step == Step.CALL) | (decisions.step == Step.WRITE)
    due = np.flatnonzero(by_hand & (decisions.due < capacity.until) & (capacity.seat >= 0))
    order = due[np.argsort(capacity.seat[due], kind="stable")]
    starts = np.flatnonzero(np.diff(capacity.seat[order], prepend=-1))
    return [(int(capacity.seat[rows[0]]), rows) for rows in np.split(order, starts[1:]) if len(rows)]


def _promised_first(decisions: Decisions, rows: NDArray[np.intp], promised: Bools) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    first = rows[promised[rows]]
    order = np.lexsort((decisions.due[first], ~comes_first(decisions)[first]))
    return first[order], rows[~promised[rows]]


def _by_worth(rows: NDArray[np.intp], value: Points, minutes: Points) -> NDArray[np.intp]:
    return rows[np.argsort(-value[rows] / np.maximum(minutes[rows], 1e-9), kind="stable")]


def _letters(decisions: Decisions, rows: NDArray[np.intp]) -> int:
    return int(np.count_nonzero(decisions.step[rows] == Step.WRITE))
