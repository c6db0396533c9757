"""Every write that spans rooms, each in one transaction."""

from keepwarm.circle.actions.absence import come_back, cover, mark_away, mark_days_away, mark_ill_today
from keepwarm.circle.actions.forget import forget
from keepwarm.circle.actions.leave import Left, leave
from keepwarm.circle.actions.merge import MergeRefused, merge
from keepwarm.circle.actions.moving import hand_over
from keepwarm.circle.actions.unmerge import unmerge

__all__ = [
    "Left",
    "MergeRefused",
    "come_back",
    "cover",
    "forget",
    "hand_over",
    "leave",
    "mark_away",
    "mark_days_away",
    "mark_ill_today",
    "merge",
    "unmerge",
]
