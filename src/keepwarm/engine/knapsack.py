"""Filling a day: the most worth within so many minutes and so many letters, nearly, and with a bound that is certain.

A price is put on a letter; then it is the plain question of the fullest worth per minute, whose fractional answer no real
one exceeds (Lagrange's bound). The price with the lowest bound is looked for; on the way the best real filling is kept.
"""

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Bools

Points = NDArray[np.float64]

STEPS = 40  # of the search for the price; each narrows it by 0.62
EXCHANGES = 50
NEAR = 200
GOLDEN = (5**0.5 - 1) / 2


def fill(value: Points, minutes: Points, is_letter: Bools, room: float, letters: int) -> tuple[NDArray[np.intp], float]:
    """The chosen indexes, and a bound on the worth of any choice. `value` and `minutes` are per touch, minutes above 0."""
    fits = (minutes <= room) & (value > 0) & (~is_letter | (letters > 0))
    index = np.flatnonzero(fits)
    if not len(index):
        return index, 0.0
    search = _Search(value[index], minutes[index], is_letter[index], float(room), letters)
    search.run()
    return index[search.chosen], search.bound


class _Search:
    """Looks for the price of a letter between 0 and the dearest touch."""

    def __init__(self, value: Points, minutes: Points, is_letter: Bools, room: float, letters: int) -> None:
        self.value, self.minutes, self.is_letter = value, minutes, is_letter
        self.room, self.letters = room, letters
        self.bound = float(value.sum())
        self.worth = -1.0
        self.chosen = np.zeros(0, np.intp)

    def run(self) -> None:
        if not self._priced(0.0):
            return
        low, high = 0.0, float(self.value.max())
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at_left, at_right = self._bound_at(left), self._bound_at(right)
        for _ in range(STEPS):
            if at_left <= at_right:
                high, right, at_right = right, left, at_left
                left = high - GOLDEN * (high - low)
                at_left = self._bound_at(left)
            else:
                low, left, at_left = left, right, at_right
                right = low + GOLDEN * (high - low)
                at_right = self._bound_at(right)

    def _priced(self, price: float) -> bool:
        """Whether a price is needed: not when the letters suffice for all."""
        self._bound_at(price)
        return int(np.count_nonzero(self.is_letter)) > self.letters

    def _bound_at(self, price: float) -> float:
        net = self.value - price * self.is_letter
        order = np.argsort(-net / self.minutes, kind="stable")
        order = order[net[order] > 0]
        ends = np.cumsum(self.minutes[order])
        whole = int(np.searchsorted(ends, self.room, side="right"))
        bound = float(net[order[:whole]].sum()) + price * self.letters
        if whole < len(order):
            before = ends[whole - 1] if whole else 0.0
            bound += float(net[order[whole]]) * (self.room - before) / self.minutes[order[whole]]
        self.bound = min(self.bound, bound)
        self._try(order)
        return bound

    def _try(self, order: NDArray[np.intp]) -> None:
        """A real filling: in this order, then by plain worth per minute, leaving out what does not fit."""
        rest = np.argsort(-self.value / self.minutes, kind="stable")
        chosen = self._exchanged(self._greedy(np.concatenate([order, rest[~np.isin(rest, order)]])), rest)
        worth = float(self.value[chosen].sum())
        if worth > self.worth:
            self.worth, self.chosen = worth, chosen

    def _exchanged(self, chosen: NDArray[np.intp], rest: NDArray[np.intp]) -> NDArray[np.intp]:
        """One for one, as long as it is worth more and fits; those outside only as far as they are near to getting in."""
        for _ in range(EXCHANGES):
            outside = rest[~np.isin(rest, chosen)][:NEAR]
            room = self.room - self.minutes[chosen].sum()
            letters = self.letters - np.count_nonzero(self.is_letter[chosen])
            gain = self.value[outside][:, None] - self.value[chosen]
            longer = self.minutes[outside][:, None] - self.minutes[chosen]
            more_letters = self.is_letter[outside][:, None].astype(int) - self.is_letter[chosen]
            gain = np.where((longer <= room) & (more_letters <= letters), gain, 0.0)
            if not gain.size or gain.max() <= 0:
                break
            new, old = np.unravel_index(int(gain.argmax()), gain.shape)
            chosen = np.sort(np.append(np.delete(chosen, old), outside[new]))
        return chosen

    def _greedy(self, order: NDArray[np.intp]) -> NDArray[np.intp]:
        taken: list[int] = []
        room, letters, least = self.room, self.letters, float(self.minutes.min())
        for one in order.tolist():
            if room < least:
                break
            if self.minutes[one] <= room and (letters or not self.is_letter[one]):
                taken.append(one)
                room -= float(self.minutes[one])
                letters -= int(self.is_letter[one])
        return np.array(sorted(taken), np.intp)
