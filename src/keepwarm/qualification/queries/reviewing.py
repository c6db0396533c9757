"""The review of the definition that is due, for its page: by the calendar, or since too many leads came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from keepwarm.policy.queries import newest_definition, policy_in_force
from keepwarm.qualification.models import Returns
from keepwarm.qualification.queries.definitions import in_force_since
from keepwarm.qualification.review import FEW, Review, review_due
from keepwarm.staff.models import User
from keepwarm.staff.queries import may_see_everyone


@dataclass(frozen=True, slots=True)
class DueReview:
    """Why it is due, and of how many answered leads how many came back; `limit`: the share that was agreed as too many."""

    review: Review
    version: int
    answered: int
    returned: int
    limit: float


def review_for(reader: User, *, now: datetime) -> DueReview | None:
    """None when no review is due. What came back is told to whoever sees every hand-off, and of few answers no share."""
    number, policy, zone = newest_definition(), policy_in_force(), ZoneInfo(reader.zone)
    since = in_force_since(number)
    if since is None:
        return None
    counted = Returns.objects.filter(definition=number).first() if may_see_everyone(reader) else None
    answered, returned = (counted.answered, counted.returned) if counted is not None else (0, 0)
    review = review_due(
        in_force_on=since.astimezone(zone).date(),
        today=now.astimezone(zone).date(),
        months=policy.review_months,
        returned_share=returned / answered if answered >= FEW else None,
        share_limit=policy.review_returned_share,
    )
    return None if review is None else DueReview(review, number, answered, returned, policy.review_returned_share)
