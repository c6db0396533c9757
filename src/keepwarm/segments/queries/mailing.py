"""What a mailing to some people would be: who they are, why them, how alike, and who should not get it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from keepwarm.engine.conditions.tree import ANSWER, Any, Compare, Condition, IsKnown, Op
from keepwarm.engine.likeness import Share, share_of
from keepwarm.facts.conditions.fields import INTEREST
from keepwarm.facts.conditions.reading import people, who_of
from keepwarm.facts.conditions.traits import TOPIC
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.facts.pacing import open_from
from keepwarm.prospects.models import Prospect
from keepwarm.segments.queries.portrait import Portrait, portray_keys
from keepwarm.segments.queries.traits import thin

Keys = NDArray[np.int64]
NOBODY: Final[Keys] = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class AboutMailing:
    """Shares are of all people of the mailing, with a 95 % interval that only matters where a part stands for more.

    `said`: told us that the topic interests them; `showed`: gave a sign of it without a word; `interested`: either, and no “no”.
    `without_sign`: neither this topic nor any other: no yes and nothing that they did. `above_cap`, `too_soon`: have heard as often as
    agreed; our last touch is too fresh. `no_permission`: a mailing may not go to them at all, as things stand. `held`: everyone
    who cannot get it now, by the reason (`engine.pacing.WORDS`). `portrait`: how alike they are, and their unlike groups.
    """

    people: int
    said: Share
    showed: Share
    interested: Share
    without_sign: Share
    above_cap: Share
    too_soon: Share
    no_permission: Share
    held: Mapping[str, int]
    portrait: Portrait


@dataclass(frozen=True, slots=True)
class Interested:
    """Keys of everyone, by rising key: who said that a topic interests them, who said or showed it, who gave any sign at all."""

    said: Keys
    interested: Keys
    signed: Keys


@dataclass(slots=True)
class Tally:
    """Counts of the people looked at so far, so that many can be looked at piece by piece. `held`: see AboutMailing."""

    people: int = 0
    said: int = 0
    showed: int = 0
    interested: int = 0
    without_sign: int = 0
    held: dict[str, int] = field(default_factory=dict)

    def add(self, more: Tally) -> None:
        """Count those of another piece, too."""
        self.people += more.people
        self.said += more.said
        self.showed += more.showed
        self.interested += more.interested
        self.without_sign += more.without_sign
        self.held = dict(Counter(self.held) + Counter(more.held))


def about_mailing(queryset: QuerySet[Prospect], *, topic: str, now: datetime) -> AboutMailing:
    """The figures for these people and a mailing about the topic (the key of its question; "" for one about nothing in particular).

    Raises ConditionError when there is no such topic. For 100,000 people it takes seconds: look at them piece by piece instead.
    """
    keys = keys_of(queryset)
    tally = tally_of(keys, read_interested(topic, now=now), now=now)
    return about_tally(tally, portray_group(keys))


def keys_of(queryset: QuerySet[Prospect]) -> Keys:
    """The keys of these people, rising."""
    return np.sort(np.fromiter(queryset.order_by().values_list("pk", flat=True).iterator(chunk_size=10_000), np.int64))


def read_interested(topic: str, *, now: datetime) -> Interested:
    """Who of everyone wants to hear of the topic, or of anything. Raises ConditionError when there is no such topic."""
    known = Vocabulary()
    said = _keys_that(Compare(ANSWER + topic, Op.IS, "yes"), known, now) if topic else NOBODY
    interested = _keys_that(Compare(INTEREST + topic, Op.IS, value=True), known, now) if topic else NOBODY
    return Interested(said, interested, _keys_that(any_sign(known), known, now))


def tally_of(keys: Keys, about: Interested, *, now: datetime) -> Tally:
    """The counts of these people."""
    paces = open_from(keys.tolist(), channel="mailing", now=now).values()
    held = Counter(pace.because for pace in paces if pace.at is None or pace.at > now)
    said, interested = np.isin(keys, about.said), np.isin(keys, about.interested)
    return Tally(
        people=len(keys),
        said=int(said.sum()),
        showed=int((interested & ~said).sum()),
        interested=int(interested.sum()),
        without_sign=int((~np.isin(keys, about.signed)).sum()),
        held=dict(held),
    )


def who_among(keys: Sequence[int], what: str, *, topic: str, now: datetime) -> list[int]:
    """Of these people, by rising key, those whom a figure of `tally_of` counts as things stand now. `what`: a key of WHO.

    Give a few thousand at most. Raises ConditionError when there is no such topic.
    """
    if what in HELD:
        paces = open_from(keys, channel="mailing", now=now)
        return sorted(key for key, pace in paces.items() if pace.because == HELD[what] and (pace.at is None or pace.at > now))
    known = Vocabulary()
    if what == "without_sign":
        return sorted(set(keys) - who_of(keys, any_sign(known), now=now, known=known))
    said = who_of(keys, Compare(ANSWER + topic, Op.IS, "yes"), now=now, known=known) if topic else set()
    if what == "said" or not topic:
        return sorted(said)
    return sorted(who_of(keys, Compare(INTEREST + topic, Op.IS, value=True), now=now, known=known) - said)


HELD: Final = {"above_cap": "cap", "too_soon": "gap", "no_permission": "not_permitted"}
"""Figures of who is held back, and the reason by which they are counted."""
WHO: Final = ("said", "showed", "without_sign", *HELD)
"""The figures that `who_among` opens."""


def about_tally(tally: Tally, portrait: Portrait) -> AboutMailing:
    """The figures, of the counts of everyone and the portrait of some."""

    def share(count: int) -> Share:
        return share_of(count, tally.people)

    return AboutMailing(
        people=tally.people,
        said=share(tally.said),
        showed=share(tally.showed),
        interested=share(tally.interested),
        without_sign=share(tally.without_sign),
        above_cap=share(tally.held.get(HELD["above_cap"], 0)),
        too_soon=share(tally.held.get(HELD["too_soon"], 0)),
        no_permission=share(tally.held.get(HELD["no_permission"], 0)),
        held=dict(sorted(tally.held.items())),
        portrait=portrait,
    )


def portray_group(keys: Keys, *, whole: Condition | None = None, wanted: Keys | None = None) -> Portrait:
    """How alike these people are, beside some of everyone else; see `portray_keys`."""
    return portray_keys(thin(keys.tolist()), _others(keys), known=Vocabulary(), whole=whole, wanted=wanted)


def any_sign(known: Vocabulary) -> Condition:
    """Any sign of interest at all: something they did, or a yes to any topic."""
    topics = [key for key, question in known.questions.items() if question.group == TOPIC]
    return Any((IsKnown("sign.any"), *(Compare(ANSWER + key, Op.IS, "yes") for key in topics)))


def _keys_that(condition: Condition, known: Vocabulary, now: datetime) -> Keys:
    return keys_of(people(condition, now=now, known=known))


def _others(keys: Keys) -> list[int]:
    """Some open people who are not in it, spread over all keys."""
    newest = Prospect.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    step = max(1, newest // 6000)
    everyone = np.arange(1, newest + 1, step)
    wanted = everyone[~np.isin(everyone, keys)][:6000].tolist()
    return thin(list(Prospect.objects.filter(pk__in=wanted, ended_at__isnull=True).order_by("pk").values_list("pk", flat=True)))
