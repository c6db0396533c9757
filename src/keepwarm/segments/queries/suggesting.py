"""Segments that the answers and the behaviour suggest: interests that many share, and those that go together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from keepwarm.engine.conditions.text import to_text
from keepwarm.engine.conditions.tree import All, Compare, Condition
from keepwarm.engine.likeness import companions, share_of
from keepwarm.facts.conditions.fields import INTEREST
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.segments.models import Segment
from keepwarm.segments.queries.traits import Table, read_table, sample_keys
from keepwarm.segments.queries.words import say_condition

MOST = 6
FEWEST, MOST_COMMON = 10, 0.6
"""A suggestion is of so many people looked at, and of at most this share: what nearly everyone is, is no segment."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A segment that nobody has made yet: in words, why it is one, and its condition. Percents of everyone looked at."""

    words: str
    because: str
    condition: str
    percent: int


def suggest(*, now: datetime) -> list[Suggested]:
    """What goes together more than chance would have it, and interests that many share; none that is a segment already."""
    known = Vocabulary()
    table = read_table(sample_keys(All(()), now=now, known=known), (), known=known)
    made = set(Segment.objects.filter(retired_at__isnull=True).values_list("text", flat=True))
    found = [*_together(table, known), *_shared(table, known)]
    return [one for one in found if one.condition not in made][:MOST]


def _together(table: Table, known: Vocabulary) -> list[Suggested]:
    found = []
    for a, b, lift in companions(table.inside):
        if _differ(table.traits[a], table.traits[b]):
            count = int((table.inside[:, a] & table.inside[:, b]).sum())
            because = gettext("The two go together %(times)s times as often as elsewhere.") % {"times": f"{lift:.1f}"}
            found.append(_suggested(All((table.traits[a], table.traits[b])), because, count, table, known))
    return found


def _differ(a: Compare, b: Compare) -> bool:
    """Two that say something together: not two answers to one question, and at least one of them an answer or an interest."""
    return a.field != b.field and any("." in one.field for one in (a, b))


def _shared(table: Table, known: Vocabulary) -> list[Suggested]:
    counts = table.inside.sum(axis=0)
    people = len(table.inside)
    return [
        _suggested(trait, gettext("Many share this interest."), int(count), table, known)
        for trait, count in sorted(zip(table.traits, counts, strict=True), key=lambda one: (-one[1], one[0].field))
        if trait.field.startswith(INTEREST) and count >= FEWEST and count <= MOST_COMMON * people
    ]


def _suggested(condition: Condition, because: str, count: int, table: Table, known: Vocabulary) -> Suggested:
    percent = round(100 * share_of(count, len(table.inside)).share)
    return Suggested(say_condition(condition, known), because, to_text(condition), percent)
