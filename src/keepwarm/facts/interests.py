"""What each is interested in, what each had already, and when each last gave a sign of life: for the conversation and its counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.answers.models import Question
from keepwarm.content.models import Item
from keepwarm.engine.facts import Times
from keepwarm.engine.turns import width_of
from keepwarm.facts.permits import known
from keepwarm.facts.scope import Scope, columns, epoch, no_times, rows, times
from keepwarm.facts.standing import Standing
from keepwarm.signs.models import Kind, Page

SAID = 10.0  # points of a yes in force: our choice
DID = {Kind.CLICK: 2, Kind.VISIT: 2, Kind.DOWNLOAD: 6, Kind.SIGNED_UP: 6, Kind.ATTENDED: 8, Kind.ANSWERED: 4, Kind.REPLIED: 4}
"""Points of a sign about something that serves an interest: our choice."""
HALVES_IN_DAYS = 90.0
"""After so many days a sign counts half: our choice."""
AT_MOST = 30.0  # points from signs: many clicks do not outweigh everything
YES, NO = frozenset({"yes", "true", "1", "ja"}), frozenset({"no", "false", "0", "nein"})

Strength = NDArray[np.float32]


def read_interests(scope: Scope, ids: NDArray[np.int64], topics: Mapping[str, int], *, now: datetime) -> Strength:
    """People x topics: points of interest from answers in force and from signs, which fade; a no is a no, whatever they did.

    `topics`: the place of each, by the key of its question.
    """
    strength = np.zeros((len(ids), max(topics.values(), default=-1) + 1), np.float32)
    if not topics or not len(ids):
        return strength
    _add_signs(strength, scope, ids, topics, now=now)
    np.minimum(strength, AT_MOST, out=strength)
    _add_answers(strength, scope, ids, topics)
    return strength


def _add_answers(strength: Strength, scope: Scope, ids: NDArray[np.int64], topics: Mapping[str, int]) -> None:
    places = {pk: topics[key] for pk, key in Question.objects.filter(key__in=list(topics)).values_list("pk", "key")}
    wanted = ", ".join(str(pk) for pk in places)
    found = rows(
        "SELECT prospect_id, question_id, value_folded FROM answers_answer WHERE superseded_by_id IS NULL AND voided_at IS NULL"
        f" AND question_id IN ({wanted}) AND {scope.sql('prospect_id')}"
    )
    who, which, values = columns(found, 3)
    at, kept = known(ids, who)
    topic = np.array([places[pk] for pk in which], np.intp)[kept]
    said = np.array([(value in YES) - (value in NO) for value in values], np.int8)[kept]
    strength[at[said > 0], topic[said > 0]] += SAID
    strength[at[said < 0], topic[said < 0]] = 0


def _add_signs(strength: Strength, scope: Scope, ids: NDArray[np.int64], topics: Mapping[str, int], *, now: datetime) -> None:
    """What the sign was about: the item that its touch brought, or the page of ours that they looked at."""
    since = int(now.timestamp())
    for source, about in (("r.item_id", _topics_of_items(topics)), ("s.page_id", _topics_of_pages(topics))):
        if not about:
            continue
        join = "JOIN content_received r ON r.touch_id = s.touch_id AND r.prospect_id = s.prospect_id" if source.startswith("r.") else ""
        found = rows(
            f"SELECT s.prospect_id, {source}, s.kind, s.weight, {epoch('s.at')} FROM signs_sign s {join}"
            f" WHERE {scope.sql('s.prospect_id')} AND NOT s.is_robot AND {source} IS NOT NULL"
        )
        _add(strength, ids, found, about, since)


def _add(strength: Strength, ids: NDArray[np.int64], found: list[tuple[Any, ...]], about: Mapping[int, list[int]], since: int) -> None:
    who, what, kinds, weights, at = columns(found, 5)
    places, kept = known(ids, who)
    days = np.maximum(since - np.array(at, np.int64), 0) / 86_400
    points = np.array([DID.get(kind, 0) for kind in kinds]) * np.array(weights or (), float) * 0.5 ** (days / HALVES_IN_DAYS)
    items = np.array(what, np.int64)[kept]
    for item, its_topics in about.items():
        mine = items == item
        if mine.any():
            for topic in its_topics:
                np.add.at(strength[:, topic], places[mine], points[kept][mine])


def _topics_of_items(topics: Mapping[str, int]) -> dict[int, list[int]]:
    return {pk: [topics[key] for key in keys if key in topics] for pk, keys in Item.objects.values_list("pk", "interests") if keys}


def _topics_of_pages(topics: Mapping[str, int]) -> dict[int, list[int]]:
    return {pk: [topics[key] for key in keys if key in topics] for pk, keys in Page.objects.values_list("pk", "interests") if keys}


def read_received(scope: Scope, ids: NDArray[np.int64], places: Mapping[int, int]) -> NDArray[np.uint8]:
    """People x bytes: a bit for each item that they had. `places`: where each item stands, by its key."""
    found = rows(f"SELECT prospect_id, item_id FROM content_received WHERE {scope.sql('prospect_id')}")
    return mark_received(np.zeros((len(ids), width_of(len(places))), np.uint8), ids, found, places)


def mark_received(
    received: NDArray[np.uint8], ids: NDArray[np.int64], found: list[tuple[Any, ...]], places: Mapping[int, int]
) -> NDArray[np.uint8]:
    """Set the bits of (person, item) in `received`. Items that stand nowhere are left out."""
    if not found or not places:
        return received
    who, what = columns(found, 2)
    at, kept = known(ids, who)
    table = np.full(max(*places, *what) + 1, -1, np.int64)
    table[list(places)] = list(places.values())
    place = table[np.array(what, np.int64)[kept]]
    at, place = at[place >= 0], place[place >= 0]
    np.bitwise_or.at(received, (at, place >> 3), np.left_shift(1, place & 7).astype(np.uint8))
    return received


def read_heard(scope: Scope, standing: Standing, *, before: np.datetime64) -> Times:
    """The last sign of life of each: an inquiry, a talk, an answer, a message, a sign; nobody is silent longer than we know them.

    Exact only for those who gave none on their own row since `before`: for the others any that is later will do.
    """
    facts = standing.facts
    heard: Times = np.fmax(np.fmax(facts["inquired_at"], facts["last_reached_at"]), facts["last_progress_at"])
    doubtful = np.flatnonzero(~(heard > before))
    if len(doubtful):
        some = Scope(ids=standing.ids[doubtful].tolist())
        heard[doubtful] = np.fmax(heard[doubtful], _later(some, standing.ids[doubtful]))
    return heard


def _later(scope: Scope, ids: NDArray[np.int64]) -> Times:
    mine = scope.sql("prospect_id")
    theirs = f"{mine} AND direction = 'in' AND voided_at IS NULL AND disposition <> 'unsubscribed'"
    questions = (
        f"SELECT id, {epoch('created_at')} FROM prospects_prospect WHERE {scope.sql('id')}",
        f"SELECT prospect_id, max({epoch('happened_at')}) FROM touches_touch WHERE {theirs} GROUP BY prospect_id",
        f"SELECT prospect_id, max({epoch('at')}) FROM signs_sign WHERE {mine} AND NOT is_robot GROUP BY prospect_id",
    )
    latest = no_times(len(ids))
    for question in questions:
        who, at = columns(rows(question), 2)
        places, kept = known(ids, who)
        latest[places] = np.fmax(latest[places], times(at)[kept])
    return latest
