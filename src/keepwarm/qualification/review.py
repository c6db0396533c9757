"""Whether the definition of a lead is to be looked at anew: each quarter, or when too many hand-offs come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FEW = 10
"""Of fewer answers than this no share is told. Our choice."""
DAYS_A_MONTH = 30.44
"""On average."""


@dataclass(frozen=True, slots=True)
class Review:
    """Why a review is due. `since`: the day from which it is; `share`: of the hand-offs that came back, when that is the reason."""

    since: date | None
    share: float | None


def review_due(
    *, in_force_on: date, today: date, months: int, returned_share: float | None = None, share_limit: float = 1.0
) -> Review | None:
    """The review that is due, or None. `returned_share`: of the hand-offs answered under this version; None: none was answered."""
    due_on = in_force_on + timedelta(days=round(months * DAYS_A_MONTH))
    too_many = returned_share is not None and returned_share >= share_limit > 0
    if today < due_on and not too_many:
        return None
    return Review(due_on if today >= due_on else None, returned_share if too_many else None)
