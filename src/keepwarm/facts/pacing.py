"""When a mailing or a letter on paper may come to many at once: the one calendar of all channels and teams, asked by every sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.calling import Hours
from keepwarm.engine.facts import Bools, Times
from keepwarm.engine.pacing import IN_SALES, KEYS, NOT_PERMITTED, Pacing, opens
from keepwarm.engine.policy import Policy
from keepwarm.engine.words import Stage
from keepwarm.facts.gather import aware, hours_keys, moment
from keepwarm.facts.hours import hours_for
from keepwarm.facts.permits import BEFORE, MAY, known, read_permits
from keepwarm.facts.scope import Scope, columns, epoch, no_times, rows, times
from keepwarm.facts.standing import Standing, read_standing
from keepwarm.facts.waiting import read_window
from keepwarm.policy.queries import policy_in_force
from keepwarm.touches.models import Channel, Signal

CHUNK = 20_000  # ids at once: a few tens of megabytes of columns
WAITING = (
    Signal.Kind.REPLY,
    Signal.Kind.CONTACT_ASKED,
    Signal.Kind.CALL_BACK,
    Signal.Kind.HANDOFF,
    Signal.Kind.INTRODUCED,
    Signal.Kind.BROKEN_PROMISE,
    Signal.Kind.CASE,
)
"""What comes before any mailing. A letter of ours that is on its way is a touch, and the gap runs from it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The earliest moment, None when never as things stand; and why not sooner: a key of `engine.pacing.WORDS`."""

    at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of the open prospects of a scope, read once for all channels; `standing.ids` are sorted."""

    standing: Standing
    permits: dict[str, NDArray[Any]]
    window: dict[str, NDArray[Any]]
    waits_at: Times
    talk_at: Times
    place: NDArray[np.int32]
    hours: Hours
    policy: Policy
    now: datetime

    @property
    def ids(self) -> NDArray[np.int64]:
        """Of whom, by rising id."""
        return self.standing.ids

    def may(self, channel: str) -> Bools:
        """Whether the channel is permitted at all."""
        allowed: Bools = self.permits[MAY[channel]]  # type: ignore[index]
        return allowed

    def opens(self, channel: str, *, from_at: Times | None = None) -> tuple[Times, NDArray[np.integer[Any]]]:
        """The earliest moment and the row of `engine.pacing.KEYS` that set it; NaT: never as things stand."""
        facts = self.standing.facts
        pacing = Pacing(
            now=moment(self.now),
            place=self.place,
            may=self.may(channel),
            no_before=self.permits[BEFORE[channel]],  # type: ignore[index]
            spread_at=facts["spread_at"],
            last_touch_at=facts["last_touch_at"],
            last_ours_at=np.fmax(facts["last_ours_at"], self.window["newest_tried"]),
            touches_in_window=self.window["touches_in_window"],
            oldest_in_window=self.window["oldest_in_window"],
            waits_at=self.waits_at,
            talk_at=self.talk_at,
            is_bound=channel != Channel.POST,
        )
        return opens(pacing, self.policy, self.hours, from_at=from_at)


def open_from(prospect_ids: Sequence[int], *, channel: str, now: datetime) -> dict[int, Pace]:
    """For each open prospect the earliest moment at which a touch of our own accord may come by this channel.

    `channel`: mailing, email, post or message. Looks at cap and gap over all channels, wishes, permission, the hours and holidays of
    their place (letters on paper keep to none), and whether they are talking with sales. Who has ended is not in the answer.
    """
    found: dict[int, Pace] = {}
    ids = sorted(set(prospect_ids))
    for start in range(0, len(ids), CHUNK):
        calendar = read_calendar(Scope(ids=ids[start : start + CHUNK]), now=now)
        at, because = calendar.opens(channel)
        for pk, when, why in zip(calendar.ids.tolist(), at, because.tolist(), strict=True):
            found[pk] = Pace(None if np.isnat(when) else aware(when), KEYS[why])
    return found


def read_calendar(scope: Scope, *, now: datetime) -> Calendar:
    """Read what the pace depends on: seven queries for a scope, however large."""
    policy = policy_in_force()
    standing = read_standing(scope)
    hours, place_rows = hours_for(hours_keys(scope), policy, now=now)
    window = read_window(scope, standing.ids, policy, now=now)
    return Calendar(
        standing=standing,
        permits=read_permits(scope, standing.ids, now=now),
        window=window | {"newest_tried": _tried(scope, standing.ids, now - timedelta(days=policy.gap_days))},
        waits_at=_waits(scope, standing.ids),
        talk_at=_talks(scope, standing),
        place=np.array([place_rows.get(key, 0) for key in standing.hours_keys], dtype=np.int32),
        hours=hours,
        policy=policy,
        now=now,
    )


def _tried(scope: Scope, ids: NDArray[np.int64], since: datetime) -> Times:
    """Our newest try in writing, whatever became of it: what did not arrive is not tried anew on the same day."""
    found = rows(
        f"SELECT prospect_id, max({epoch('happened_at')}) FROM touches_touch WHERE {scope.sql('prospect_id')} AND direction = 'out'"
        " AND channel IN ('email', 'mailing', 'post', 'message') AND happened_at >= %s GROUP BY prospect_id",
        [since],
    )
    return _placed(found, ids)


def _waits(scope: Scope, ids: NDArray[np.int64]) -> Times:
    """The latest moment of what is promised or waits for an answer."""
    kinds = ", ".join(f"'{kind.value}'" for kind in WAITING)
    found = rows(
        f"SELECT prospect_id, max({epoch('coalesce(due_at, raised_at)')}) FROM touches_signal WHERE {scope.sql('prospect_id')}"
        f" AND settled_at IS NULL AND voided_at IS NULL AND kind IN ({kinds}) GROUP BY prospect_id"
    )
    return _placed(found, ids)


def _talks(scope: Scope, standing: Standing) -> Times:
    """Of those in sales, the last touch by a person, either direction."""
    in_sales = standing.ids[standing.facts["stage"] == Stage.IN_SALES]
    if not len(in_sales):
        return no_times(len(standing))
    found = rows(
        f"SELECT prospect_id, max({epoch('happened_at')}) FROM touches_touch WHERE {Scope(ids=in_sales.tolist()).sql('prospect_id')}"
        " AND voided_at IS NULL AND channel IN ('phone', 'meeting', 'email') GROUP BY prospect_id"
    )
    return _placed(found, standing.ids)


def _placed(found: list[tuple[Any, ...]], ids: NDArray[np.int64]) -> Times:
    who, at = columns(found, 2)
    places, kept = known(ids, who)
    placed = no_times(len(ids))
    placed[places] = times(at)[kept]
    return placed


__all__ = ["IN_SALES", "NOT_PERMITTED", "Calendar", "Pace", "open_from", "read_calendar"]
