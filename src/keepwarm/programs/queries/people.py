"""The people of a scope as the engine's conversation sees them: interests, ways that are open, what they had, when they were asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Max, Q, QuerySet
from numpy.typing import NDArray

from keepwarm.engine.conversation import YEAR_SHARE
from keepwarm.engine.facts import Times
from keepwarm.engine.streams import enrol
from keepwarm.engine.turns import People, Way
from keepwarm.engine.words import Disposition
from keepwarm.facts.gather import moment
from keepwarm.facts.interests import mark_received, read_heard, read_interests, read_received
from keepwarm.facts.pacing import Calendar
from keepwarm.facts.permits import known
from keepwarm.facts.scope import Scope, columns, no_times, rows
from keepwarm.programs.models import Enrollment, Turn
from keepwarm.programs.queries.fitting import is_ready
from keepwarm.programs.queries.shelf import Offer
from keepwarm.touches.models import Channel

SLACK = np.timedelta64(4, "D")
"""A turn may lie so much later than wanted, over a long weekend, before it counts as moved. Our choice."""
MISSING_FIELD = "missing_field"
WAYS = {Way.MAIL: Channel.MAILING, Way.POST: Channel.POST, Way.MESSAGE: Channel.MESSAGE}


@dataclass(frozen=True, slots=True)
class Seen:
    """People ready to be chosen for, row by row as `calendar.ids`. `opens`: by way, the earliest moment and why not sooner."""

    calendar: Calendar
    people: People
    strength: NDArray[np.float32]
    stream: NDArray[np.int16]  # the program they belong in now
    was_in: NDArray[np.int16]  # the one they are in; -1 none
    enrollments: NDArray[np.int64]  # the key of that row; 0 none
    left_items: NDArray[np.int16]  # as it is kept there
    opens: Mapping[Way, tuple[Times, NDArray[np.integer[Any]]]]

    @property
    def ids(self) -> NDArray[np.int64]:
        """Of whom."""
        return self.calendar.ids


def read_people(scope: Scope, calendar: Calendar, offer: Offer, *, wanted: Times, now: datetime) -> Seen:
    """Everything that choosing needs of these people; about ten queries for a scope, however large.

    `wanted`: when each is to hear from us. Whoever is permitted a way that opens later than SLACK after that has it closed here.
    """
    ids = calendar.ids
    strength = read_interests(scope, ids, offer.topics, now=now)
    stage, language = calendar.standing.facts["stage"], _languages(scope, ids, offer)
    was_in, enrollments, left_items = _enrolled(scope, ids, offer)
    stream = enrol(strength, stage, language, was_in, offer.streams)
    opens = {way: calendar.opens(channel, from_at=wanted) for way, channel in WAYS.items() if way in offer.ways}
    asked_at, last_asked_at = _asked(scope, ids)
    people = People(
        now=moment(now),
        interests=_mask(strength),
        stage=stage,
        language=language,
        ways=_ways(opens, np.fmax(wanted, moment(now))),
        stream=stream,
        ready=is_ready(calendar.standing),
        received=_received(scope, ids, offer),
        heard_at=read_heard(scope, calendar.standing, before=_silent_since(calendar, now)),
        asked_at=asked_at,
        last_asked_at=last_asked_at,
    )
    return Seen(calendar, people, strength, stream, was_in, enrollments, left_items, opens)


def with_all_ways(seen: Seen) -> Seen:
    """The same, as if every permitted way were open at once: what comes next when the date has come."""
    ways = np.zeros(len(seen.ids), np.uint8)
    for way in seen.opens:
        ways |= np.where(seen.calendar.may(WAYS[way]), int(way), 0).astype(np.uint8)
    return replace(seen, people=replace(seen.people, ways=ways))


def _silent_since(calendar: Calendar, now: datetime) -> np.datetime64:
    months: np.datetime64 = moment(now) - np.timedelta64(int(calendar.policy.conversation_months * YEAR_SHARE * 86_400), "s")
    return months


def _mask(strength: NDArray[np.float32]) -> NDArray[np.uint64]:
    bits = np.uint64(1) << np.arange(strength.shape[1], dtype=np.uint64)
    mask: NDArray[np.uint64] = ((strength > 0) * bits).sum(axis=1, dtype=np.uint64)
    return mask


def _ways(opens: Mapping[Way, tuple[Times, Any]], wanted: Times) -> NDArray[np.uint8]:
    ways = np.zeros(len(wanted), np.uint8)
    for way, (at, _) in opens.items():
        ways |= np.where(at <= wanted + SLACK, int(way), 0).astype(np.uint8)
    return ways


def _languages(scope: Scope, ids: NDArray[np.int64], offer: Offer) -> NDArray[np.int8]:
    if not offer.languages:
        return np.zeros(len(ids), np.int8)
    found = rows(f"SELECT id, language FROM prospects_prospect WHERE {scope.sql('id')} AND language <> ''")  # noqa: S608
    who, spoken = columns(found, 2)
    numbers = {one: offer.language_of(one) for one in set(spoken)}
    at, kept = known(ids, who)
    language = np.zeros(len(ids), np.int8)
    language[at] = np.array([numbers[one] for one in spoken], np.int8)[kept]
    return language


def _enrolled(scope: Scope, ids: NDArray[np.int64], offer: Offer) -> tuple[NDArray[np.int16], NDArray[np.int64], NDArray[np.int16]]:
    places = {program.pk: place for place, program in enumerate(offer.programs)}
    was_in, keys, left = np.full(len(ids), -1, np.int16), np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int16)
    found = _of(Enrollment.objects.filter(left_at__isnull=True), scope).values_list("prospect_id", "program_id", "pk", "left_items")
    who, program, pk, items = columns(list(found), 4)
    at, kept = known(ids, who)
    was_in[at] = np.array([places.get(one, -1) for one in program], np.int16)[kept]
    keys[at], left[at] = np.array(pk, np.int64)[kept], np.array(items, np.int16)[kept]
    return was_in, keys, left


def _received(scope: Scope, ids: NDArray[np.int64], offer: Offer) -> NDArray[np.uint8]:
    """What they had; what one of us stopped for them, and what needs a word that we do not know of them, is not offered again."""
    off = Q(state=Turn.State.STOPPED) | Q(state=Turn.State.MOVED, ended_because=MISSING_FIELD)
    stopped = _of(Turn.objects.filter(off, item__isnull=False), scope).values_list("prospect_id", "item_id")
    return mark_received(read_received(scope, ids, offer.places), ids, list(stopped), offer.places)


def _asked(scope: Scope, ids: NDArray[np.int64]) -> tuple[Times, Times]:
    """When they were asked; a question that came back was not."""
    asked = {Turn.Kind.ASK: no_times(len(ids)), Turn.Kind.LAST_QUESTION: no_times(len(ids))}
    arrived = Turn.objects.filter(state=Turn.State.SENT, kind__in=list(asked), touch__voided_at__isnull=True)
    sent = _of(arrived.exclude(touch__disposition=Disposition.FAILED), scope)
    for prospect_id, kind, at in sent.values_list("prospect_id", "kind").annotate(at=Max("ended_at")).order_by():
        place, _ = known(ids, [prospect_id])
        if len(place) and at is not None:
            asked[Turn.Kind(kind)][place] = moment(at)
    return asked[Turn.Kind.ASK], asked[Turn.Kind.LAST_QUESTION]


def _of(found: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    if scope.ids:
        return found.filter(prospect_id__in=list(scope.ids))
    return found.filter(Q(prospect_id__gte=scope.low, prospect_id__lt=scope.high))
