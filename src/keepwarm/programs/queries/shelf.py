"""What we have to offer, as the engine's columns: items of content, streams of the running programs, topics as bits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from keepwarm.answers.models import Question
from keepwarm.content.models import Kind as ItemKind
from keepwarm.content.queries import ItemLine, items_in_use
from keepwarm.courier.queries import has_gateway
from keepwarm.engine.streams import Streams
from keepwarm.engine.turns import ANY_LANGUAGE, LEFT_OUT, MOST_TOPICS, Shelf, Way, bits_of
from keepwarm.programs.models import Program, Worth

TOPIC = "topic"
"""The group of the questions that are interests."""
ON_PAPER = frozenset({ItemKind.ARTICLE, ItemKind.WHITE_PAPER, ItemKind.POST, ItemKind.LETTER})
"""What can be printed; the rest is heard, seen or answered on a page."""
ALL_STAGES = 0b0011_1110
LEAST = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that can come next, read once for all people. Topics, languages and programs by their place in the columns."""

    topics: dict[str, int]
    labels: dict[str, str]
    languages: dict[str, int]
    items: tuple[ItemLine, ...]
    programs: tuple[Program, ...]
    shelf: Shelf
    streams: Streams
    ways: frozenset[Way] = frozenset({Way.MAIL, Way.POST})

    @property
    def places(self) -> dict[int, int]:
        """Where each item stands, by its key."""
        return {item.id: place for place, item in enumerate(self.items)}

    def language_of(self, spoken: str) -> int:
        """The number of a language; ANY_LANGUAGE for one in which we have nothing of its own."""
        return self.languages.get(spoken[:2].lower(), ANY_LANGUAGE) if spoken else ANY_LANGUAGE


def read_offer(*, now: datetime) -> Offer:
    """Five queries. At most 63 interests are told apart, those first in the questionnaire."""
    rows = Question.objects.filter(group=TOPIC).order_by("position", "pk").values_list("key", "label")[:MOST_TOPICS]
    labels = dict(rows)
    topics = {key: place for place, key in enumerate(labels)}
    items = items_in_use(now)
    programs = tuple(program for program in Program.objects.filter(state="running") if not program.topic or program.topic in topics)
    spoken = sorted(
        {language[:2].lower() for language in (*(one.language for one in items), *(one.language for one in programs)) if language}
    )
    languages = {language: number for number, language in enumerate(spoken, start=1)}
    shelf = _shelf(items, programs, topics, languages)
    return Offer(topics, labels, languages, items, programs, shelf, _streams(programs, topics, languages), ways_in_use())


def _shelf(items: Sequence[ItemLine], programs: Sequence[Program], topics: dict[str, int], languages: dict[str, int]) -> Shelf:
    own = {(program, item): worth for program, item, worth in Worth.objects.values_list("program_id", "item_id", "worth")}
    worth = [[_worth_in(program, item, own) for item in items] for program in programs]
    return Shelf(
        interests=bits_of([[topics[key] for key in item.interests if key in topics] for item in items]),
        stages=np.array([stage_bits(item.stages) for item in items], np.uint8),
        language=np.array([languages.get(item.language[:2].lower(), ANY_LANGUAGE) for item in items], np.int8),
        ways=np.array([_ways_of(item) for item in items], np.uint8),
        sells=np.array([item.asks_to_buy for item in items], np.bool_),
        worth=np.array([*worth, [item.worth for item in items]], np.uint8).reshape(len(programs) + 1, len(items)),
    )


def ways_in_use() -> frozenset[Way]:
    """The ways by which the house keeps the conversation: short messages only where a gateway is set."""
    return frozenset({Way.MAIL, Way.POST, *([Way.MESSAGE] if has_gateway() else [])})


def _ways_of(item: ItemLine) -> Way:
    by_post = Way.POST if item.kind in ON_PAPER else Way.NONE
    return Way.MAIL | by_post | (Way.MESSAGE if item.has_short else Way.NONE)


def _worth_in(program: Program, item: ItemLine, own: dict[tuple[int, int], int]) -> int:
    """An item is in a stream when it serves its interest; in the stream for everyone when it is for everyone. 0 there leaves it out."""
    is_in = program.topic in item.interests if program.topic else not item.interests
    return (own.get((program.pk, item.id), item.worth) or LEFT_OUT) if is_in else 0


def _streams(programs: Sequence[Program], topics: dict[str, int], languages: dict[str, int]) -> Streams:
    return Streams(
        topic=np.array([topics[program.topic] if program.topic else -1 for program in programs], np.int8),
        stages=np.array([stage_bits(program.stages) for program in programs], np.uint8),
        language=np.array([languages.get(program.language[:2].lower(), ANY_LANGUAGE) for program in programs], np.int8),
    )


def stage_bits(stages: Iterable[int]) -> int:
    """A bit for each stage; none named means all."""
    return sum(1 << int(stage) for stage in set(stages)) or ALL_STAGES
