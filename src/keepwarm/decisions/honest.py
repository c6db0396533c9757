"""Which attempts of a batch were honest: made within the calling hours of the place they ring at. Only those earn a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.effects import is_dialled
from keepwarm.engine.budget import is_honest
from keepwarm.engine.calling import is_open
from keepwarm.engine.words import ATTEMPTS
from keepwarm.facts.gather import moment
from keepwarm.facts.hours import hours_for
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect

LOOKED_AT = timedelta(days=1)
"""The table of hours begins two days ago: older attempts, which are told late, are not looked at."""


def find_honest(batch: Sequence[NewTouch], prospects: Mapping[int, Prospect], *, now: datetime) -> list[bool | None]:
    """For each touch whether it was honest; None where that is no question, or where their place is not known."""
    keys = [_key(new, prospects, now) for new in batch]
    if not any(keys):
        return [None] * len(batch)
    hours, rows = hours_for({key for key in keys if key}, policy_in_force(), now=now)
    at = np.array([moment(new.happened_at) for new in batch])
    in_hours = is_open(hours, np.array([rows.get(key, 0) for key in keys], np.int32), at)
    return [
        is_honest(new.disposition, in_hours=bool(open_then) and key in rows) if key else None
        for new, key, open_then in zip(batch, keys, in_hours, strict=True)
    ]


def _key(new: NewTouch, prospects: Mapping[int, Prospect], now: datetime) -> str:
    """The row of the table of hours that a touch is looked up in; "" when it is not."""
    is_lately = now - LOOKED_AT <= new.happened_at <= now
    return prospects[new.prospect_id].hours_key if is_lately and is_dialled(new) and new.disposition in ATTEMPTS else ""
