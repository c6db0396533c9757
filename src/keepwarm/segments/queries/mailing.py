"""What a mailing to some people would be: who they are, why them, how alike, and who should not get it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from keepwarm.engine.conditions.tree import ANSWER, Any, Compare, Condition, IsKnown, Op
from keepwarm.engine.likeness import Share, share_of
from keepwarm.facts.conditions.fields import INTEREST
from keepwarm.facts.conditions.reading import people
from keepwarm.facts.conditions.traits import TOPIC
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.facts.pacing import open_from
from keepwarm.prospects.models import Prospect
from keepwarm.segments.queries.portrait import Portrait, portray_keys
from keepwarm.segments.queries.traits import thin


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


def about_mailing(queryset: QuerySet[Prospect], *, topic: str, now: datetime) -> AboutMailing:
    """The figures for these people and a mailing about the topic (the key of its question; "" for one about nothing in particular).

    Raises ConditionError when there is no such topic. For 100,000 people it takes seconds: ask in the background or once.
    """
    known = Vocabulary()
    keys = sorted(queryset.order_by().values_list("pk", flat=True))
    meant = set(keys)
    said = _among(meant, Compare(ANSWER + topic, Op.IS, "yes"), known, now) if topic else set()
    interested = _among(meant, Compare(INTEREST + topic, Op.IS, value=True), known, now) if topic else set()
    paces = Counter(
        pace.because if pace.at is None or pace.at > now else "open" for pace in open_from(keys, channel="mailing", now=now).values()
    )
    total = len(keys)
    return AboutMailing(
        people=total,
        said=share_of(len(said), total),
        showed=share_of(len(interested - said), total),
        interested=share_of(len(interested), total),
        without_sign=share_of(len(meant - _among(meant, any_sign(known), known, now)), total),
        above_cap=share_of(paces["cap"], total),
        too_soon=share_of(paces["gap"], total),
        no_permission=share_of(paces["not_permitted"], total),
        held={reason: count for reason, count in sorted(paces.items()) if reason != "open"},
        portrait=portray_keys(thin(keys), _others(meant), known=known),
    )


def any_sign(known: Vocabulary) -> Condition:
    """Any sign of interest at all: something they did, or a yes to any topic."""
    topics = [key for key, question in known.questions.items() if question.group == TOPIC]
    return Any((IsKnown("sign.any"), *(Compare(ANSWER + key, Op.IS, "yes") for key in topics)))


def _among(meant: set[int], condition: Condition, known: Vocabulary, now: datetime) -> set[int]:
    return meant.intersection(people(condition, now=now, known=known).values_list("pk", flat=True))


def _others(meant: set[int]) -> list[int]:
    """Some open people who are not in it, spread over all keys."""
    newest = Prospect.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    step = max(1, newest // 6000)
    wanted = [key for key in range(1, newest + 1, step) if key not in meant][:6000]
    return thin(list(Prospect.objects.filter(pk__in=wanted, ended_at__isnull=True).order_by("pk").values_list("pk", flat=True)))
