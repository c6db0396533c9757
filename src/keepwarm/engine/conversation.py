"""The low-cost conversation: for each person, each turn, the best thing that they have not had yet, and by which way.

There are no fixed steps. An item that is added later reaches those who are further on, one that was had is never sent
twice. Where nothing fits: the newsletter, then a plain "what would help?", then rest until a date. After the months of the policy
without a sign of life one honest last question; no answer to it ends the conversation.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Bools, Ints
from keepwarm.engine.pace import BEFORE_SILENCE_DAYS
from keepwarm.engine.policy import Policy
from keepwarm.engine.turns import ANY_LANGUAGE, KEYS, LEFT_OUT, NOWHERE, Choices, People, Shelf, Turn, Way, some

CHUNK = 32_768  # rows: a table of them by 300 items is 10 MB
YEAR_SHARE = 365.0 / 12


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
    fits &= ~_left_out(people, shelf)
    had = np.unpackbits(people.received, axis=1, count=len(shelf), bitorder="little").view(bool)
    fits &= ~had
    return fits


def _left_out(people: People, shelf: Shelf) -> Bools:
    """People x items: what one of us left out of the stream that they are in."""
    out = shelf.worth == LEFT_OUT
    if not out.any():
        return np.zeros((1, len(shelf)), bool)
    rows: Bools = out[people.stream] & (people.stream >= 0)[:, None]
    return rows


def _served(kinds: NDArray[Any], shelf: Shelf) -> Bools:
    interest = (shelf.interests[None] == 0) | ((kinds["i"][:, None] & shelf.interests[None]) > 0)
    stage = (shelf.stages[None] >> kinds["s"][:, None].astype(np.uint8)) & 1 > 0
    language = (
        (kinds["l"][:, None] == shelf.language[None]) | (shelf.language[None] == ANY_LANGUAGE) | (kinds["l"][:, None] == ANY_LANGUAGE)
    )
    way = (kinds["w"][:, None] & shelf.ways[None]) > 0
    served: Bools = interest & stage & language & way & (kinds["r"][:, None] | ~shelf.sells[None])
    return served


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
