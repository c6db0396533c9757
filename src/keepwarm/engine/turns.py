"""What a turn of the low-cost conversation is, by which way it goes, why, and the columns in which people and items stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Bools, Ints, Times
from keepwarm.engine.translate import gettext_noop

MOST_TOPICS = 63  # bits of an interest mask
ANY_LANGUAGE = 0  # nobody said theirs; an item without words in one language
STAGES = 8  # bits of a stage mask; engine.words.Stage
NOWHERE = -1
LEFT_OUT = 255
"""The worth of an item that would serve a stream, and is not to go to its people. Real ones end at 100."""


class Way(IntFlag):
    """By which way a turn can go."""

    NONE = 0
    MAIL = 1
    POST = 2
    MESSAGE = 4  # short, to a phone or messenger


class Turn(IntEnum):
    """What a turn is."""

    ITEM = 0
    NEWSLETTER = 1  # of the items for everyone the best that they have not had
    ASK = 2  # "what would help?"
    LAST_QUESTION = 3
    REST = 4  # they had all there is, and were asked: until a date
    NEVER = 5  # the last question stayed without an answer
    REVIEW = 6  # no way is open: a person looks


BECAUSE: dict[str, str] = {
    "stream": gettext_noop("Of what serves their interest in %(topic)s it is the best they have not had yet."),
    "other_interest": gettext_noop("They have had all we offer in their stream; this serves their interest in %(topic)s."),
    "for_everyone": gettext_noop("Of what is for everyone it is the best they have not had yet."),
    "newsletter": gettext_noop("Nothing new fits what they are interested in, so they get the best of what is for everyone."),
    "ask": gettext_noop("They have had all that fits, so we ask what would help."),
    "last_question": gettext_noop("For %(months)s months they gave no sign of life, so we ask honestly, one last time."),
    "rest": gettext_noop("They have had all that fits and were asked what would help; we leave them in peace until a date."),
    "never": gettext_noop("They gave no answer to an honest last question, so the conversation ends. It opens again when they come back."),
    "review": gettext_noop("No way is open for the conversation, so a person looks."),
    "chosen": gettext_noop("One of us chose it: %(why)s"),
}
"""Why a turn is what it is; the room `programs` fills in the names and translates."""
KEYS = ("stream", "other_interest", "newsletter", "ask", "last_question", "rest", "never", "review")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What we have to offer, one row an item. `interests`: bits, 0 for everyone. `worth`: streams x items, 0: not in this stream,
    LEFT_OUT: never for its people.

    The last row of `worth` is for those who are in no stream. `sells`: asks to buy, so it is only for whoever is ready.
    """

    interests: NDArray[np.uint64]
    stages: NDArray[np.uint8]
    language: NDArray[np.int8]
    ways: NDArray[np.uint8]
    sells: Bools
    worth: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.interests)


@dataclass(frozen=True, slots=True)
class People:
    """One row a person. `received`: people x bytes, a bit for each item of the shelf, the first in the lowest bit.

    `ways`: those open for this turn. `heard_at`: their last sign of life. `asked_at` and `last_asked_at`: when we asked what
    would help, and the last question. `ready`: so far that an offer may be spoken of.
    """

    now: np.datetime64
    interests: NDArray[np.uint64]
    stage: Ints
    language: Ints
    ways: Ints
    stream: Ints
    ready: Bools
    received: NDArray[np.uint8]
    heard_at: Times
    asked_at: Times
    last_asked_at: Times

    def __len__(self) -> int:
        return len(self.interests)


@dataclass(frozen=True, slots=True)
class Choices:
    """One row a person: what the turn is, the item's row (-1 without), the way, the row of KEYS that says why, and for REST until when."""

    turn: NDArray[np.int8]
    item: NDArray[np.int32]
    way: NDArray[np.uint8]
    because: NDArray[np.int8]
    until: Times
    left: NDArray[np.int16]  # items that would still fit after this one

    def __len__(self) -> int:
        return len(self.turn)


def bits_of(rows: Sequence[Sequence[int]]) -> NDArray[np.uint64]:
    """A mask for each row from the places of its bits."""
    return np.array([sum(1 << place for place in set(row)) for row in rows], dtype=np.uint64)


def width_of(items: int) -> int:
    """Bytes that hold a bit for each item."""
    return (items + 7) // 8


def some(columns: Any, rows: slice | NDArray[np.intp]) -> Any:
    """Some rows of People or of Choices; of a slice nothing is copied."""
    names = columns.__dataclass_fields__
    return type(columns)(**{name: one if name == "now" else one[rows] for name, one in ((n, getattr(columns, n)) for n in names)})
