"""People and shelves of the tests of the conversation: one line says what matters, the rest is ordinary."""

from typing import Any

import numpy as np

from keepwarm.engine.conversation import choose
from keepwarm.engine.policy import Policy
from keepwarm.engine.streams import Streams
from keepwarm.engine.turns import Choices, People, Shelf, Way, bits_of, width_of
from keepwarm.engine.words import Stage

NOW = np.datetime64("2026-11-18T09:00:00", "s")
NEVER = np.datetime64("NaT", "s")
ALL_STAGES = 0b0011_1110
PUMPS, VALVES = 0, 1
TOPICS = {PUMPS: "pumps", VALVES: "valves"}


def ago(days: float) -> np.datetime64:
    """So many days before NOW."""
    return NOW - np.timedelta64(int(days * 86_400), "s")


def shelf(*items: dict[str, Any], streams: int = 2) -> Shelf:
    """Items as dicts: topics, worth, and perhaps stages, language, ways, sells. Streams are those of the topics 0, 1, …"""
    topics = [item.get("topics", ()) for item in items]
    common = [item.get("worth", 50) for item in items]
    own = [[worth if row in mine else 0 for mine, worth in zip(topics, common, strict=True)] for row in range(streams)]
    return Shelf(
        interests=bits_of(topics),
        stages=np.array([item.get("stages", ALL_STAGES) for item in items], np.uint8),
        language=np.array([item.get("language", 0) for item in items], np.int8),
        ways=np.array([item.get("ways", Way.MAIL | Way.POST) for item in items], np.uint8),
        sells=np.array([item.get("sells", False) for item in items], bool),
        worth=np.array([*own, common], np.uint8).reshape(streams + 1, len(items)),
    )


def people(*persons: dict[str, Any], items: int) -> People:
    """Persons as dicts: interests, stream, had (rows of items), and perhaps stage, language, ways, ready, heard, asked, last_asked."""
    received = np.zeros((len(persons), width_of(items) * 8), bool)
    for row, person in enumerate(persons):
        received[row, list(person.get("had", ()))] = True

    def column(name: str, otherwise: Any, kind: Any) -> Any:
        return np.array([person.get(name, otherwise) for person in persons], dtype=kind)

    return People(
        now=NOW,
        interests=bits_of([person.get("interests", (PUMPS,)) for person in persons]),
        stage=column("stage", Stage.CONVERSING, np.int8),
        language=column("language", 0, np.int8),
        ways=column("ways", Way.MAIL, np.uint8),
        stream=column("stream", PUMPS, np.int16),
        ready=column("ready", 0, bool),
        received=np.packbits(received, axis=1, bitorder="little"),
        heard_at=column("heard", ago(10), "datetime64[s]"),
        asked_at=column("asked", NEVER, "datetime64[s]"),
        last_asked_at=column("last_asked", NEVER, "datetime64[s]"),
    )


def chosen(on: Shelf, *persons: dict[str, Any], policy: Policy | None = None) -> Choices:
    """What these people get of this shelf."""
    return choose(people(*persons, items=len(on)), on, policy or Policy())


def streams(*topics: int, stages: int = ALL_STAGES) -> Streams:
    """A stream for each topic; -1 is for everyone."""
    count = len(topics)
    return Streams(np.array(topics, np.int8), np.full(count, stages, np.uint8), np.zeros(count, np.int8))
