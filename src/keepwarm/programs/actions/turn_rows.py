"""What was chosen for people, as the rows that keep it: a turn to come with its reason, or a date that moved and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.content.queries import ItemLine
from keepwarm.decisions.actions import PutOff
from keepwarm.engine import turns
from keepwarm.engine.facts import Times
from keepwarm.engine.pacing import KEYS as PACES
from keepwarm.engine.turns import Choices, Way
from keepwarm.facts.gather import aware
from keepwarm.lib.ids import new_refs
from keepwarm.programs.models import Program, Turn
from keepwarm.programs.queries.people import WAYS, Seen
from keepwarm.programs.queries.shelf import Offer
from keepwarm.prospects.actions.inserting import as_json, at

PLANNED = Turn.State.PLANNED.value
KIND = {
    turns.Turn.ITEM: Turn.Kind.ITEM,
    turns.Turn.NEWSLETTER: Turn.Kind.NEWSLETTER,
    turns.Turn.ASK: Turn.Kind.ASK,
    turns.Turn.LAST_QUESTION: Turn.Kind.LAST_QUESTION,
}
NAMES = (
    *("ref", "prospect_id", "program_id", "item_id", "kind", "channel", "due_at", "state", "because", "args", "made_at"),
    *("ended_at", "ended_because", "moved_to_at"),
)


def planned_rows(seen: Seen, choices: Choices, rows: NDArray[np.intp], offer: Offer, *, now: datetime) -> list[tuple[Any, ...]]:
    """The values of NAMES for each turn to come, made column by column: on the largest night everybody has one."""
    programs, items = [*(one.pk for one in offer.programs), None], [*(one.id for one in offer.items), None]
    stream, item = seen.stream[rows].tolist(), choices.item[rows].tolist()
    reasons = _Reasons(offer, seen.calendar.policy.conversation_months)
    why = [reasons.of(*one) for one in zip(choices.because[rows].tolist(), stream, item, strict=True)]
    moments, place = np.unique(_due_at(seen, choices)[rows], return_inverse=True)
    texts, stamp = [at(aware(one)) for one in moments], at(now)
    kinds, ways = {int(turn): kind.value for turn, kind in KIND.items()}, {int(way): channel.value for way, channel in WAYS.items()}
    columns = zip(
        new_refs(len(rows)), seen.ids[rows].tolist(), stream, item, choices.turn[rows].tolist(), choices.way[rows].tolist(), place.tolist(),
        why, strict=True,
    )  # fmt: skip
    return [
        (ref, pk, programs[one], items[thing], kinds[turn], ways[way], texts[due], PLANNED, key, args, stamp, None, "", None)
        for ref, pk, one, thing, turn, way, due, (key, args) in columns
    ]


class _Reasons:
    """Why, and what the sentence names, as a row takes it; made once for each kind of reason."""

    def __init__(self, offer: Offer, months: int) -> None:
        self.offer, self.months = offer, months
        self.made: dict[tuple[int, int, int], tuple[str, str]] = {}

    def of(self, because: int, stream: int, place: int) -> tuple[str, str]:
        """By the row of KEYS, the program and the item; -1 for none."""
        asked = (because, stream, place)
        if asked not in self.made:
            self.made[asked] = self._make(*asked)
        return self.made[asked]

    def _make(self, because: int, stream: int, place: int) -> tuple[str, str]:
        program = self.offer.programs[stream] if stream >= 0 else None
        item = self.offer.items[place] if place >= 0 else None
        key = turns.KEYS[because]
        if key == "stream" and program is not None and not program.topic:
            key = "for_everyone"
        return key, as_json(_args(key, program, item, self.offer, self.months))


def _due_at(seen: Seen, choices: Choices) -> Times:
    due: Times = seen.opens[Way.MAIL][0]
    for way in seen.opens:
        due = np.where(choices.way == way, seen.opens[way][0], due)
    return due


def _args(key: str, program: Program | None, item: ItemLine | None, offer: Offer, months: int) -> dict[str, Any]:
    """What the sentence names."""
    if key == "stream" and program is not None:
        return {"topic": offer.labels.get(program.topic, "")}
    if key == "other_interest" and item is not None:
        return {"topic": ", ".join(sorted(offer.labels[one] for one in item.interests if one in offer.labels))}
    return {"months": months} if key == "last_question" else {}


def moved_row(seen: Seen, choices: Choices, row: int, ref: str, *, now: datetime) -> tuple[PutOff, tuple[Any, ...]]:
    """To the first date at which anything is open; where nothing is, to the day on which a person looks."""
    kind, to, why = _where_to(seen, choices, row, now=now)
    pk, key = int(seen.ids[row]), turns.KEYS[choices.because[row]]
    turn = (
        ref,
        pk,
        None,
        None,
        kind.value,
        WAYS[Way.MAIL].value,
        at(now),
        Turn.State.MOVED.value,
        key,
        "{}",
        at(now),
        at(now),
        why,
        at(to),
    )
    return PutOff(pk, to, why), turn


def _where_to(seen: Seen, choices: Choices, row: int, *, now: datetime) -> tuple[Turn.Kind, datetime, str]:
    if choices.turn[row] == turns.Turn.REST:
        return Turn.Kind.REST, max(aware(choices.until[row]), now + timedelta(days=1)), "rest"
    later = [(when[row], PACES[why[row]]) for when, why in seen.opens.values() if not np.isnat(when[row])]
    if later:
        first, why = min(later)
        return Turn.Kind.ITEM, aware(first), why
    return Turn.Kind.ITEM, now + timedelta(days=seen.calendar.policy.longest_silence_days), "not_permitted"
