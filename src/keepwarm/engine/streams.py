"""In which stream of the low-cost conversation somebody is: by their strongest interest, their stage and their language."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Bools, Ints
from keepwarm.engine.turns import ANY_LANGUAGE, NOWHERE

STAYS_BY = 5.0
"""By so many points another interest must be stronger before somebody changes streams: a click alone does not. Our choice."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The programs, in the order that decides between equals. `topic`: a bit's place, or -1: for everyone. `stages`: bits."""

    topic: NDArray[np.int8]
    stages: NDArray[np.uint8]
    language: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.topic)


def enrol(strength: NDArray[np.float32], stage: Ints, language: Ints, present: Ints, streams: Streams) -> NDArray[np.int16]:
    """The stream of each: that of their strongest interest which serves their stage and language; -1 when none does.

    `strength`: people x topics, points of interest, 0 for none. Whoever is in a stream stays until another is stronger by
    STAYS_BY: nobody flickers between two.
    """
    best = np.full(len(stage), NOWHERE, np.int16)
    points = np.zeros(len(stage), np.float32)
    for row in range(len(streams)):
        topic = int(streams.topic[row])
        own = strength[:, topic] if topic >= 0 else np.full(len(stage), 0.1, np.float32)
        theirs = np.where(own > 0, own + STAYS_BY * (present == row), 0).astype(np.float32)
        better = (theirs > points) & _serves(streams.stages[row], streams.language[row], stage, language)
        best[better], points[better] = row, theirs[better]
    return best


def _serves(stages: np.uint8, of: np.int8, stage: Ints, language: Ints) -> Bools:
    served: Bools = ((int(stages) >> stage.astype(np.int64)) & 1 > 0) & _speaks(language, of)
    return served


def _speaks(language: Ints, of: Ints | np.int8) -> Bools:
    """The same language, or one of the two is not said."""
    same: Bools = (language == of) | (of == ANY_LANGUAGE) | (language == ANY_LANGUAGE)
    return same
