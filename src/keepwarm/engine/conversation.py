"""The low-cost conversation: for each person, each turn, the best thing that they have not had yet, and by which way.

There are no fixed steps. An item that is added later reaches those who are further on, one that was had is never sent
twice. Where nothing fits: the newsletter, then a plain "what would help?", then rest until a date. After the months of the policy
without a sign of life one honest last question; no answer to it ends the conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Bools, Ints, Times
from keepwarm.engine.pace import BEFORE_SILENCE_DAYS
from keepwarm.engine.policy import Policy
from keepwarm.engine.translate import gettext_noop

CHUNK = 32_768  # rows: a table of them by 300 items is 10 MB
MOST_TOPICS = 63  # bits of an interest mask
ANY_LANGUAGE = 0  # nobody said theirs; an item without words in one language
STAGES = 8  # bits of a stage mask; engine.words.Stage
YEAR_SHARE = 365.0 / 12
STAYS_BY = 5.0
"""By so many points another interest must be stronger before somebody changes streams: a click alone does not. Our choice."""
NOWHERE = -1


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
class Streams:
    """The programs, in the order that decides between equals. `topic`: a bit's place, or -1: for everyone. `stages`: bits."""

    topic: NDArray[np.int8]
    stages: NDArray[np.uint8]
    language: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.topic)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What we have to offer, one row an item. `interests`: bits, 0 for everyone. `worth`: streams x items, 0: not in this stream.

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


def choose(people: People, shelf: Shelf, policy: Policy) -> Choices:
    """The turn of each. Pure: no row looks at another. Memory beside the columns stays that of a chunk."""
    count = len(people)
    made = Choices(
        turn=np.full(count, Turn.REVIEW, np.int8),
        item=np.full(count, NOWHERE, np.int32),
        way=np.zeros(count, np.uint8),
        because=np.full(count, KEYS.index("review"), np.int8),
        until=np.full(count, np.datetime64("NaT", "s")),
        left=np.zeros(count, np.int16),
    )
    for start in range(0, count, CHUNK):
        rows = slice(start, start + CHUNK)
        _choose_chunk(some(people, rows), shelf, policy, some(made, rows))
    return made


def some(columns: Any, rows: slice | NDArray[np.intp]) -> Any:
    """Some rows of People or of Choices; of a slice nothing is copied."""
    names = columns.__dataclass_fields__
    return type(columns)(**{name: one if name == "now" else one[rows] for name, one in ((n, getattr(columns, n)) for n in names)})


def _choose_chunk(people: People, shelf: Shelf, policy: Policy, made: Choices) -> None:
    reachable = people.ways != Way.NONE
    silent = _is_silent(people, policy)
    waits = silent & (people.last_asked_at > people.heard_at)
    _say(made, reachable & silent & ~waits, Turn.LAST_QUESTION)
    _say(made, reachable & waits, Turn.NEVER)
    going_on = np.flatnonzero(reachable & ~silent)
    if len(going_on):
        _offer(some(people, going_on), shelf, policy, made, going_on)
    unset = (made.way == 0) & reachable
    made.way[unset] = _best_way(people.ways[unset])


def _best_way(ways: Ints) -> Ints:
    """By mail before anything else; a short message, which costs little, before paper."""
    best: Ints = np.where(ways & Way.MAIL, Way.MAIL, np.where(ways & Way.MESSAGE, Way.MESSAGE, Way.POST))
    return best


def _is_silent(people: People, policy: Policy) -> Bools:
    """No sign of life for the months of the policy. Whoever never gave one is known since they came."""
    since = people.now - np.timedelta64(int(policy.conversation_months * YEAR_SHARE * 86_400), "s")
    silent: Bools = people.heard_at <= since
    return silent


def _say(made: Choices, rows: Bools | NDArray[np.intp], turn: Turn) -> None:
    made.turn[rows] = turn
    made.because[rows] = KEYS.index(turn.name.lower())


def _offer(people: People, shelf: Shelf, policy: Policy, made: Choices, at: NDArray[np.intp]) -> None:
    """An item, or what takes its place."""
    found, item, worth_open = _best(people, shelf)
    made.item[at[found]] = item[found]
    made.left[at] = np.maximum(worth_open - found, 0)
    _name_items(people, shelf, made, at[found], found, item[found])
    _without_item(people, policy, made, at, ~found)


def _best(people: People, shelf: Shelf) -> tuple[Bools, NDArray[np.intp], Ints]:
    """Whether anything fits, the best that does by the worth of their stream, and how many fit."""
    fits = _open(people, shelf)
    if not len(shelf):
        return np.zeros(len(people), bool), np.zeros(len(people), np.intp), np.zeros(len(people), np.int64)
    item = np.zeros(len(people), np.intp)
    for stream in np.unique(people.stream):
        mine = np.flatnonzero(people.stream == stream)
        order = np.argsort(-_rank(shelf, int(stream)), kind="stable")
        item[mine] = order[fits[mine][:, order].argmax(axis=1)]
    count: Ints = fits.sum(axis=1)
    return count > 0, item, count


def _rank(shelf: Shelf, stream: int) -> NDArray[np.int32]:
    """The stream's own items first, then what serves another interest, then what is for everyone; each by worth."""
    own = shelf.worth[stream].astype(np.int32)
    other = shelf.worth[-1].astype(np.int32)
    rank: NDArray[np.int32] = np.where(own > 0, own + 2000, np.where(shelf.interests > 0, other + 1000, other))
    return rank


def _open(people: People, shelf: Shelf) -> Bools:
    """People x items: what fits interest, stage, language and way, and was not had yet.

    Asked once for each kind of person that the chunk holds, not for each person.
    """
    kind = np.zeros(len(people), dtype=[("i", "u8"), ("s", "i1"), ("l", "i1"), ("w", "u1"), ("r", "?")])
    kind["i"], kind["s"], kind["l"], kind["w"], kind["r"] = people.interests, people.stage, people.language, people.ways, people.ready
    kinds, which = np.unique(kind, return_inverse=True)
    fits = _served(kinds, shelf)[which.ravel()]
    had = np.unpackbits(people.received, axis=1, count=len(shelf), bitorder="little").view(bool)
    fits &= ~had
    return fits


def _served(kinds: NDArray[Any], shelf: Shelf) -> Bools:
    interest = (shelf.interests[None] == 0) | ((kinds["i"][:, None] & shelf.interests[None]) > 0)
    stage = (shelf.stages[None] >> kinds["s"][:, None].astype(np.uint8)) & 1 > 0
    language = (
        (kinds["l"][:, None] == shelf.language[None]) | (shelf.language[None] == ANY_LANGUAGE) | (kinds["l"][:, None] == ANY_LANGUAGE)
    )
    way = (kinds["w"][:, None] & shelf.ways[None]) > 0
    served: Bools = interest & stage & language & way & (kinds["r"][:, None] | ~shelf.sells[None])
    return served


def _serves(stages: np.uint8, of: np.int8, stage: Ints, language: Ints) -> Bools:
    served: Bools = ((int(stages) >> stage.astype(np.int64)) & 1 > 0) & _speaks(language, of)
    return served


def _speaks(language: Ints, of: Ints | np.int8) -> Bools:
    """The same language, or one of the two is not said."""
    same: Bools = (language == of) | (of == ANY_LANGUAGE) | (language == ANY_LANGUAGE)
    return same


def _name_items(people: People, shelf: Shelf, made: Choices, at: NDArray[np.intp], found: Bools, item: NDArray[np.intp]) -> None:
    stream = people.stream[found]
    own = (shelf.worth[stream, item] > 0) & (stream >= 0)
    everyone = shelf.interests[item] == 0
    made.turn[at] = np.where(everyone & ~own, Turn.NEWSLETTER, Turn.ITEM)
    key = np.where(own, KEYS.index("stream"), np.where(everyone, KEYS.index("newsletter"), KEYS.index("other_interest")))
    made.because[at] = key
    ways = people.ways[found].astype(np.uint8) & shelf.ways[item]
    made.way[at] = _best_way(ways)


def _without_item(people: People, policy: Policy, made: Choices, at: NDArray[np.intp], none: Bools) -> None:
    """Ask what would help; whoever was asked rests, so that the same question does not come with each turn."""
    again = people.asked_at + np.timedelta64((policy.longest_silence_days - BEFORE_SILENCE_DAYS) * 86_400, "s")
    rests = none & (people.asked_at > people.heard_at) & (again > people.now)
    _say(made, at[none & ~rests], Turn.ASK)
    _say(made, at[rests], Turn.REST)
    made.until[at[rests]] = again[rests]
