"""What is known of some people, as a table of yes and no: what they answered, what they showed interest in, where they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.conditions.tree import ANSWER, Compare, Condition, Not
from keepwarm.engine.likeness import Traits
from keepwarm.facts.conditions.fields import INTEREST
from keepwarm.facts.conditions.reading import page
from keepwarm.facts.conditions.traits import read_traits
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.prospects.models import Prospect

SAMPLE, PLACES = 3000, 30
"""So many people at most are looked at, in so many places of all keys."""
MOST_TRAITS, RAREST = 60, 0.02
"""So many traits at most, each of at least this share of either table."""


@dataclass(frozen=True, slots=True)
class Table:
    """Traits by column, each as the condition that it is, and who has them: the rows of `inside`, then those of `outside`."""

    traits: tuple[Compare, ...]
    inside: Traits
    outside: Traits


def sample_keys(condition: Condition, *, now: datetime, known: Vocabulary) -> list[int]:
    """Some of whom the condition means, the same at each asking while nobody changes: all when they are few.

    Read in small parts spread over all keys, so that nothing reads everyone.
    """
    first = page(condition, now=now, size=SAMPLE + 1, known=known)
    if len(first) <= SAMPLE:
        return first
    newest = Prospect.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    step, size = max(1, (newest - first[0]) // PLACES), SAMPLE // PLACES
    found = {key for place in range(PLACES) for key in page(condition, now=now, after=first[0] - 1 + place * step, size=size, known=known)}
    return sorted(found)


def thin(keys: Sequence[int]) -> list[int]:
    """At most SAMPLE of these keys, evenly."""
    step = max(1, -(-len(keys) // SAMPLE))
    return list(keys[::step])


def read_table(inside: Sequence[int], outside: Sequence[int], *, known: Vocabulary) -> Table:
    """The traits of two groups of people: interests first, since they say most, then answers, then the rest; the frequent ones first."""
    has: dict[Compare, set[int]] = {}
    for trait, key in read_traits([*inside, *outside], known):
        has.setdefault(trait, set()).add(key)
    enough = {trait: count for trait in has if (count := _share(has[trait], inside, outside)) >= RAREST}
    often = sorted(enough, key=lambda one: (-enough[one], one.field, str(one.value)))[:MOST_TRAITS]
    chosen = sorted(often, key=lambda one: (not one.field.startswith(INTEREST), not one.field.startswith(ANSWER)))
    return Table(tuple(chosen), _fill(inside, chosen, has), _fill(outside, chosen, has))


def _share(who: set[int], inside: Sequence[int], outside: Sequence[int]) -> float:
    return max(sum(key in who for key in group) / max(1, len(group)) for group in (inside, outside))


def _fill(keys: Sequence[int], traits: Sequence[Compare], has: dict[Compare, set[int]]) -> NDArray[np.bool_]:
    table = np.zeros((len(keys), len(traits)), bool)
    for column, trait in enumerate(traits):
        table[:, column] = [key in has[trait] for key in keys]
    return table


def others(condition: Condition, *, now: datetime, known: Vocabulary) -> list[int]:
    """A sample of everyone who is not meant."""
    return sample_keys(Not(condition), now=now, known=known)
