"""What people did of their own accord, as deeds; and since when they are ready by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.facts import Times
from keepwarm.engine.policy import Policy
from keepwarm.engine.readiness import FORGET_AFTER, KINDS, Deeds, readiness
from keepwarm.facts.permits import known
from keepwarm.facts.scope import Scope, columns, epoch, rows, times


def read_readied(scope: Scope, ids: NDArray[np.int64], policy: Policy, *, now: datetime) -> dict[str, Times]:
    """When what they did last rose to the mark of the policy."""
    moment = np.datetime64(int(now.timestamp()), "s")
    oldest = now - timedelta(days=FORGET_AFTER * policy.readiness_half_life_days)
    fetched = rows(
        f"SELECT prospect_id, kind, {epoch('at')}, weight FROM signs_sign"
        f" WHERE {scope.sql('prospect_id')} AND at >= %s AND at <= %s AND NOT is_robot",
        [oldest, now],
    )
    who, kinds, at, weight = columns(fetched, 4)
    place, kept = known(ids, who)
    codes = {kind: code for code, kind in enumerate(KINDS)}
    deeds = Deeds(
        place,
        np.array([codes[kind] for kind in kinds], np.int8)[kept],
        times(at)[kept],
        np.array(weight, np.int16)[kept],
    )
    return {"readied_at": readiness(deeds, len(ids), policy, moment).rose_at}
