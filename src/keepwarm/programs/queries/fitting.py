"""Whether an item may go to somebody at all, whoever chose it: still offered, not asking to buy too early, and fit for the way it goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import numpy as np

from keepwarm.content.models import Item, State
from keepwarm.engine.words import Stage
from keepwarm.facts.scope import Scope
from keepwarm.facts.standing import Standing, read_standing
from keepwarm.programs.queries.shelf import ON_PAPER
from keepwarm.touches.models import Channel


def is_offered(item: Item, now: datetime) -> bool:
    """In use, and fresh still."""
    return item.state == State.IN_USE and (item.fresh_until_on is None or item.fresh_until_on >= now.date())


def goes_by(item: Item, channel: str) -> bool:
    """Whether this way can bring it: what is heard or seen is no letter on paper, and a short message needs a short text."""
    if channel == Channel.POST:
        return item.kind in ON_PAPER
    return channel != Channel.MESSAGE or bool(item.short_text)


def is_ready(standing: Standing) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of whom an offer may be spoken of: leads, whoever was one, and customers."""
    stage = standing.facts["stage"]
    ready: np.ndarray[tuple[int], np.dtype[np.bool_]] = (stage == Stage.LEAD) | (stage == Stage.CUSTOMER) | standing.was_lead
    return ready


def ready_among(prospect_ids: Collection[int]) -> set[int]:
    """Those of them who are. One query."""
    if not prospect_ids:
        return set()
    standing = read_standing(Scope(ids=sorted(set(prospect_ids))))
    return set(standing.ids[is_ready(standing)].tolist())
