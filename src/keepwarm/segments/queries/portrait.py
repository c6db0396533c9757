"""How alike the people of a segment are, what sets them apart from all others, and into which unlike groups they fall, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.translation import gettext
from numpy.typing import NDArray

from keepwarm.engine.conditions.text import to_text
from keepwarm.engine.conditions.tree import All, Condition, Not, fields_of
from keepwarm.engine.likeness import ALIKE_AT, SIMILAR_AT, Group, Lift, lifts, likeness, share_of, split
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.segments.queries.traits import SAMPLE, Table, others, read_table, sample_keys
from keepwarm.segments.queries.words import say_condition

MOST_TOLD, FAR = 8, 50.0


@dataclass(frozen=True, slots=True)
class Told:
    """A trait that sets them apart, by itself and in a sentence; percents, and how many times as often with its 95 % interval."""

    trait: str
    words: str
    condition: str
    inside: int
    outside: int
    times: float
    times_low: float
    times_high: float

    @property
    def often(self) -> str:
        """How many times as often, as a range: of what hardly any other has, only from where on."""
        if self.times_high > FAR:
            return gettext("%(low)s times or more") % {"low": f"{self.times_low:g}"}
        return gettext("%(low)s to %(high)s times") % {"low": f"{self.times_low:g}", "high": f"{self.times_high:g}"}


@dataclass(frozen=True, slots=True)
class Part:
    """One of several unlike groups: its name, its share in percent (of those looked at) with the interval, and how alike it is.

    `condition`: a segment of its own, as text; "" for who is left over. Whoever is in an earlier group is not in it. `interested`:
    how many percent of it want to hear of what a mailing is about; None where nobody asked.
    """

    name: str
    condition: str
    percent: int
    low: int
    high: int
    alike: int
    interested: int | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """`alike`: 0 to 100, what two of them have in common. `looked_at`: people sampled; `is_sample`: not all of them."""

    looked_at: int
    others: int
    is_sample: bool
    alike: int
    words: str
    told: tuple[Told, ...]
    parts: tuple[Part, ...]


def portray(condition: Condition, *, now: datetime) -> Portrait:
    """The portrait of whom a condition means, beside everyone else."""
    known = Vocabulary()
    inside, outside = sample_keys(condition, now=now, known=known), others(condition, now=now, known=known)
    return portray_keys(inside, outside, known=known, whole=condition)


def portray_keys(
    inside: Sequence[int],
    outside: Sequence[int],
    *,
    known: Vocabulary,
    whole: Condition | None = None,
    wanted: NDArray[np.int64] | None = None,
) -> Portrait:
    """The portrait of these people. `whole`: by what they were chosen; its own fields tell nothing new about them.

    `wanted`: who of everyone wants to hear of something, by key; then each group says how many of it do.
    """
    table = read_table(inside, outside, known=known)
    alike, taken = likeness(table.inside), fields_of(whole) if whole is not None else ()
    told = [one for one in lifts(table.inside, table.outside) if table.traits[one.trait].field not in taken]
    return Portrait(
        looked_at=len(inside),
        others=len(outside),
        is_sample=len(inside) >= SAMPLE * 9 // 10,
        alike=round(100 * alike),
        words=say_likeness(alike, len(inside)),
        told=tuple(_told(one, table, known) for one in told[:MOST_TOLD]),
        parts=_parts(table, known, whole, None if wanted is None else np.isin(inside, wanted)),
    )


def say_likeness(alike: float, people: int) -> str:
    """How alike they are, in a sentence."""
    if people < 2:
        return gettext("Too few people to say how alike they are.")
    if alike >= ALIKE_AT:
        return gettext("They are alike: one message can suit nearly all of them.")
    if alike >= SIMILAR_AT:
        return gettext("They have something in common, and differ in much.")
    return gettext("They have little in common: a message that suits one will miss many others.")


def _told(one: Lift, table: Table, known: Vocabulary) -> Told:
    trait = table.traits[one.trait]
    inside, outside = round(100 * one.inside.share), round(100 * one.outside.share)
    said = gettext("%(trait)s: %(inside)s %% of them, %(outside)s %% of all others")
    name = say_condition(trait, known)
    words = said % {"trait": name, "inside": inside, "outside": outside}
    return Told(name, words, to_text(trait), inside, outside, round(one.lift, 1), round(one.low, 1), round(one.high, 1))


def _parts(table: Table, known: Vocabulary, whole: Condition | None, wants: NDArray[np.bool_] | None) -> tuple[Part, ...]:
    """The unlike groups, none when there is only one. Each is without those before it."""
    groups = split(table.inside)
    traits = [table.traits[one.trait] for one in groups if one.trait >= 0]
    if len(groups) < 2:
        return ()
    base = (whole,) if whole not in (None, All(())) else ()
    texts = [to_text(All((*base, *(Not(one) for one in traits[:place]), trait))) for place, trait in enumerate(traits)]
    names = [say_condition(trait, known) for trait in traits]
    left = [("", gettext("none of these"))] * (len(groups) - len(traits))
    named = zip(groups, [*zip(texts, names, strict=True), *left], strict=True)
    return tuple(_part(group, table, text, name, wants) for group, (text, name) in named)


def _part(group: Group, table: Table, text: str, name: str, wants: NDArray[np.bool_] | None) -> Part:
    share = share_of(len(group.members), len(table.inside))
    low, high = round(100 * share.low), round(100 * share.high)
    interested = None if wants is None else round(100 * float(wants[group.members].mean()))
    return Part(name, text, round(100 * share.share), low, high, round(100 * likeness(table.inside[group.members])), interested)
